import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { attachmentFor, type LooseEnd } from '#core/workflow/insert.ts';
import type { AppSignature } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { AppPick } from './app-pick.tsx';
import type { Fit } from './use-fitting-apps.ts';

interface Props {
  end: LooseEnd;
  apps: readonly AppSummary[];
  loadApp: (appId: string) => Promise<AppSignature>;
  onAttach: (app: AppSignature) => void;
  onClose: () => void;
}

/** Chooses an app for the end of a connection that was let go over nothing; offers only those that fit there. */
export function AttachPick({ end, onAttach, ...rest }: Props) {
  const { t } = useTranslation('gestures');
  const fit = useCallback<Fit>((document, lookup, app) => attachmentFor(document, lookup, end, app), [end]);
  const port = `${end.task}.${end.output ?? end.input}`;
  const side = end.output === undefined ? 'gives' : 'takes';
  return (
    <AppPick
      {...rest}
      title={t(`attach.${side}`, { port })}
      none={t(`attach.${side}None`, { port })}
      fit={fit}
      onPick={onAttach}
    />
  );
}
