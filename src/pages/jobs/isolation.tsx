import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ConsoleSchema } from '#contracts/index.ts';
import { configQuery } from '#src/api/console.ts';
import { Icon } from '#src/ui/icon.tsx';
import { Tag } from '#src/ui/values.tsx';

type Executor = ConsoleSchema<'ConsoleConfig'>['executor'];

/** In two words whether commands are isolated here; why, and from what, on hover. */
export function IsolationTag() {
  const { t } = useTranslation('jobs');
  const executor = useQuery(configQuery()).data?.executor;
  if (!executor) return null;
  return (
    <span title={wordsOf(executor, t)}>
      <Tag tone={executor.isolated ? 'plain' : 'warn'}>{t(executor.isolated ? 'isolated' : 'notIsolated')}</Tag>
    </span>
  );
}

/** The same in a sentence, before a job is started. */
export function IsolationNote() {
  const { t } = useTranslation('jobs');
  const executor = useQuery(configQuery()).data?.executor;
  if (!executor) return null;
  if (executor.isolated) return <p className="muted">{wordsOf(executor, t)}</p>;
  return (
    <p className="launch-note">
      <Icon name="warning" />
      {wordsOf(executor, t)}
    </p>
  );
}

function wordsOf({ isolated, network, reason }: Executor, t: TFunction<'jobs'>): string {
  if (!isolated) return t('isolation.none', { reason });
  return t(network ? 'isolation.network' : 'isolation.whole');
}
