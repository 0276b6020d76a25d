import { useTranslation } from 'react-i18next';
import type { ParameterType } from '#core/workflow/types.ts';

/** Told apart by shape, not by colour: file ▤, directory ▣, text T, one of a list ☰. */
const MARKS = { FILE: '▤', DIRECTORY: '▣', STRING: 'T', ENUM: '☰' } as const satisfies Record<ParameterType, string>;

/** Small mark of a parameter type with its name for pointer and screen reader. */
export function TypeMark({ type }: { type: ParameterType }) {
  const { t } = useTranslation('canvas');
  return (
    <span className="cv-type" title={t(`type.${type}`)} role="img" aria-label={t(`type.${type}`)}>
      {MARKS[type]}
    </span>
  );
}
