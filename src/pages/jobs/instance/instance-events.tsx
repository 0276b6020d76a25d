import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type InstanceEvent, instanceEventsQuery, taskEventsQuery } from '#src/api/instances.ts';
import { pollWhile } from '#src/api/query.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Section } from '#src/ui/page.tsx';
import { Tag, Time } from '#src/ui/values.tsx';
import { eventLanguage } from '../failure-card.tsx';
import { eventReason, eventTone } from './instance-words.ts';
import type { Attempt, Looked } from './use-attempts.ts';

/** What happened to the attempt, and to the instance over all its attempts; the newest first. */
export function InstanceEvents({ looked, attempt }: { looked: Looked; attempt: Attempt | undefined }) {
  const { t, i18n } = useTranslation('instance');
  const language = eventLanguage(i18n.language);
  const refetchInterval = pollWhile(looked.moving);
  const whole = useQuery({ ...taskEventsQuery(looked.of, language), refetchInterval });
  const own = useQuery({
    ...instanceEventsQuery(attempt?.of ?? { ...looked.of, name: '' }, language),
    enabled: attempt !== undefined,
    refetchInterval,
  });
  return (
    <div className="stack">
      {attempt ? <Events title={t('ofAttempt')} query={own} /> : null}
      <Events title={t('ofInstance')} query={whole} />
    </div>
  );
}

function Events({ title, query }: { title: string; query: UseQueryResult<{ events?: InstanceEvent[] }> }) {
  const { t } = useTranslation(['instance', 'jobs', 'common']);
  const events = query.data?.events?.map((event, number) => ({ ...event, number })).reverse();
  return (
    <Section title={title}>
      {!events && query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {!events && !query.error ? <Skeleton lines={4} /> : null}
      {events?.length === 0 ? <EmptyState icon="info" title={t('noEvents')} text={t('noEventsText')} /> : null}
      {events?.length ? (
        <ol className="instance-events">
          {events.map(({ number, type, reason = '', message, first_timestamp, last_timestamp }) => (
            <li key={number}>
              <Time at={last_timestamp ?? first_timestamp} seconds />
              <span>
                <Tag tone={eventTone(type, reason)}>{eventReason(reason, t)}</Tag>
              </span>
              <span className="instance-message">{message}</span>
            </li>
          ))}
        </ol>
      ) : null}
    </Section>
  );
}
