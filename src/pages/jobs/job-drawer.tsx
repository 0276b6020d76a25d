import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isMoving, type Job, jobQuery } from '#src/api/jobs.ts';
import { pollWhile } from '#src/api/query.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Link } from '#src/ui/link.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { Status, StatusGlyph, stateOf } from '#src/ui/status.tsx';
import { Duration, Tag, Time } from '#src/ui/values.tsx';
import { FailureCard } from './failure-card.tsx';
import { StateBar } from './state-bar.tsx';
import { sumRuns, useRuns } from './use-runs.ts';

interface Props {
  projectId: string;
  /** Empty: closed. */
  jobId: string;
  onClose(): void;
}

/** A look at a job beside the list: what failed and where its log is, without leaving the list. */
export function JobDrawer({ projectId, jobId, onClose }: Props) {
  const { t } = useTranslation('jobs');
  const job = useQuery({
    ...jobQuery(projectId, jobId),
    enabled: jobId !== '',
    refetchInterval: ({ state }) => pollWhile(state.data ? isMoving(state.data) : false),
  });
  const title = jobId ? (
    <span className="row">
      {job.data?.name ?? ''}
      <Link to={paths.job(projectId, jobId)}>{t('openPage')}</Link>
    </span>
  ) : (
    ''
  );
  return (
    <Drawer open={jobId !== ''} title={title} onClose={onClose} width={560}>
      {job.data ? (
        <Look projectId={projectId} job={job.data} />
      ) : job.error ? (
        <ErrorState error={job.error} onRetry={() => void job.refetch()} />
      ) : (
        <Skeleton lines={6} />
      )}
    </Drawer>
  );
}

function Look({ projectId, job }: { projectId: string; job: Job }) {
  const { t } = useTranslation('jobs');
  const runs = useRuns(job.task_runtime_info);
  const names = new Map(job.tasks?.map(({ task_name = '', display_name }) => [task_name, display_name || task_name]));
  return (
    <div className="stack">
      <dl className="job-facts">
        <dt>{t('column.status')}</dt>
        <dd>
          <Status state={stateOf(job.status)} />
        </dd>
        <dt>{t('column.workflow')}</dt>
        <dd>
          {job.tool_info?.tool_name} <Tag>{job.tool_info?.tool_version ?? ''}</Tag>
        </dd>
        <dt>{t('column.created')}</dt>
        <dd>
          <Time at={job.create_time} /> · <Duration from={job.create_time} to={job.finish_time} />
        </dd>
        <dt>{t('instances')}</dt>
        <dd>
          <StateBar run={sumRuns(runs)} />
        </dd>
      </dl>
      <FailureCard projectId={projectId} job={job} />
      <ul className="job-look-tasks">
        {[...runs].map(([task, run]) => (
          <li key={task}>
            <StatusGlyph state={stateOf(run.status)} />
            <Link to={withQuery(paths.job(projectId, job.id ?? ''), { tab: 'logs', task })} title={t('openLog')}>
              {names.get(task) ?? task}
            </Link>
            <StateBar run={run} />
          </li>
        ))}
      </ul>
    </div>
  );
}
