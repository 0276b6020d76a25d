import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataJob, dataJobsQuery } from '#src/api/data-jobs.ts';
import { invalidate, pollWhile } from '#src/api/query.ts';
import { queryClient } from '#src/api/query-client.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { Status, stateOf } from '#src/ui/status.tsx';
import { Duration, Time } from '#src/ui/values.tsx';

const SHOWN = 50;
const MOVING = new Set(['waiting', 'running', 'cancelling']);

const isMoving = (job: DataJob) => MOVING.has(stateOf(job.status));

function useDataJobs(projectId: string) {
  return useQuery({
    ...dataJobsQuery(projectId, { limit: SHOWN }),
    refetchInterval: ({ state }) => pollWhile(state.data?.data_jobs?.some(isMoving) ?? false),
  });
}

/** How far a job is: a bar and its numbers. */
function Progress({ job }: { job: DataJob }) {
  const { t } = useTranslation('data');
  const { finish_count: done = 0, total_count: total = 0 } = job;
  if (total === 0) return null;
  return (
    <span className="data-progress">
      <progress value={done} max={total} aria-label={t('jobs.progress')} />
      <span className="muted">
        {done} / {total}
      </span>
    </span>
  );
}

const TYPES = ['DELETE_DATA', 'COPY_DATA', 'IMPORT_DATA'] as const;

/** A kind of data job in words; one we do not know is shown as it is. */
function useJobWords() {
  const { t } = useTranslation('data');
  return ({ type }: DataJob) => {
    const known = TYPES.find((word) => word === type);
    return known ? t(`jobs.type.${known}`) : (type ?? '');
  };
}

/** What runs on the data now, above the list. When something ends, the list is read again. */
export function RunningDataJobs({ projectId }: { projectId: string }) {
  const { data } = useDataJobs(projectId);
  const words = useJobWords();
  const moving = (data?.data_jobs ?? []).filter(isMoving);
  const before = useRef(0);
  useEffect(() => {
    if (moving.length < before.current) void invalidate(queryClient, { topic: 'data', eihealth_project_id: projectId });
    before.current = moving.length;
  }, [moving.length, projectId]);
  if (moving.length === 0) return null;
  return (
    <ul className="data-running" aria-live="polite">
      {moving.map((job) => (
        <li key={job.id} className="row">
          <Status state={stateOf(job.status)} text={words(job)} />
          <Progress job={job} />
        </li>
      ))}
    </ul>
  );
}

/** The latest data jobs of a project, with why those that failed did. */
export function DataJobsDrawer({ projectId, open, onClose }: { projectId: string; open: boolean; onClose(): void }) {
  const { t } = useTranslation('data');
  return (
    <Drawer open={open} title={t('jobs.title')} onClose={onClose} width={520}>
      <DataJobList projectId={projectId} />
    </Drawer>
  );
}

function DataJobList({ projectId }: { projectId: string }) {
  const { t } = useTranslation('data');
  const { data, error, refetch } = useDataJobs(projectId);
  const words = useJobWords();
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton lines={5} />;
  const jobs = data.data_jobs ?? [];
  if (jobs.length === 0) return <EmptyState icon="data" title={t('jobs.empty')} text={t('jobs.emptyText')} />;
  return (
    <ul className="data-jobs">
      {jobs.map((job) => (
        <li key={job.id}>
          <div className="row">
            <strong className="grow ellipsis">{words(job)}</strong>
            <Status state={stateOf(job.status)} />
          </div>
          <div className="row muted">
            <span className="mono ellipsis">{job.name}</span>
          </div>
          <div className="row muted">
            <span>{job.creator}</span>
            <Time at={job.create_time} />
            <Duration from={job.create_time} to={job.end_time || undefined} />
            <Progress job={job} />
          </div>
          {job.failed_reason ? <p className="field-error">{job.failed_reason}</p> : null}
        </li>
      ))}
      {(data.count ?? 0) > jobs.length ? (
        <li className="muted">{t('more', { count: (data.count ?? 0) - jobs.length })}</li>
      ) : null}
    </ul>
  );
}
