import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isMoving, type Job, type JobEvent, jobEventsQuery } from '#src/api/jobs.ts';
import { pollWhile } from '#src/api/query.ts';
import { DataTable } from '#src/ui/data-table.tsx';
import type { Column } from '#src/ui/data-table-types.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { Tag, Time } from '#src/ui/values.tsx';
import { eventLanguage } from './failure-card.tsx';
import { reasonIn } from './failures.ts';

/** What happened to the job, the newest first. */
export function EventsTab({ projectId, job }: { projectId: string; job: Job }) {
  const { t, i18n } = useTranslation(['jobs', 'common']);
  const events = useQuery({
    ...jobEventsQuery(projectId, job.id ?? '', eventLanguage(i18n.language)),
    refetchInterval: pollWhile(isMoving(job)),
  });
  const rows = useMemo(() => events.data && numbered(events.data.events ?? []), [events.data]);
  const columns = useMemo(() => eventColumns(t, i18n.language), [t, i18n.language]);
  return (
    <DataTable
      label={t('tab.events')}
      storageKey="job-events"
      columns={columns}
      rows={rows}
      rowKey={({ number }) => String(number)}
      rowName={({ message = '' }) => message}
      error={events.error}
      onRetry={() => void events.refetch()}
      empty={<EmptyState icon="info" title={t('event.none')} />}
    />
  );
}

interface Numbered extends JobEvent {
  number: number;
}

const numbered = (events: readonly JobEvent[]): Numbered[] =>
  events.map((event, number) => ({ ...event, number })).reverse();

function eventColumns(t: TFunction<['jobs', 'common']>, language: string): Column<Numbered>[] {
  return [
    {
      key: 'message',
      title: t('event.message'),
      width: 'minmax(240px, 3fr)',
      render: ({ message = '' }) => <span title={message}>{message}</span>,
    },
    {
      key: 'reason',
      title: t('event.reason'),
      width: 'minmax(120px, 1fr)',
      narrow: 'aside',
      render: ({ reason, type }) => {
        const words = reasonIn(reason, language);
        return <Tag tone={type === 'Warning' ? 'bad' : 'plain'}>{words}</Tag>;
      },
    },
    {
      key: 'count',
      title: t('event.count'),
      width: '80px',
      align: 'end',
      narrow: 'none',
      render: ({ count }) => count,
    },
    {
      key: 'first',
      title: t('event.first'),
      width: '140px',
      render: ({ first_timestamp }) => <Time at={first_timestamp} />,
    },
    {
      key: 'last',
      title: t('event.last'),
      width: '140px',
      narrow: 'none',
      render: ({ last_timestamp }) => <Time at={last_timestamp} />,
    },
  ];
}
