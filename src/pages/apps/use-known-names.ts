import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParameterType } from '#core/workflow/types.ts';
import type { KnownName } from './commands-extensions.ts';

interface Declared {
  name: string;
  type: ParameterType;
}

const NONE: readonly Declared[] = [];

/** Names the commands of an app may use, with what they are. */
export function useKnownNames(inputs = NONE, outputs = NONE): readonly KnownName[] {
  const { t } = useTranslation('apps');
  return useMemo(() => {
    const known = (kind: 'input' | 'output', parameters: readonly Declared[]) =>
      parameters.map(({ name, type }) => ({ name, detail: `${t(`kind.${kind}`)} · ${t(`type.${type}`)}` }));
    return [...known('input', inputs), ...known('output', outputs)].filter(({ name }) => name !== '');
  }, [inputs, outputs, t]);
}
