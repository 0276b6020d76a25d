import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type EventLanguage, type Job, jobEventsQuery } from '#src/api/jobs.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { Icon } from '#src/ui/icon.tsx';
import { Link } from '#src/ui/link.tsx';
import { failuresOf, reasonWords, type TaskFailure } from './failures.ts';

export const eventLanguage = (language: string): EventLanguage => (language.startsWith('zh') ? 'zh_cn' : 'en_us');

/** Links to so many logs of a group; the rest is in the list of instances. */
const LINKS = 4;

/** What failed, why, and where to read on. Nothing when nothing failed. */
export function FailureCard({ projectId, job }: { projectId: string; job: Job }) {
  const { t, i18n } = useTranslation(['jobs', 'common']);
  const failed = useMemo(
    () => job.task_runtime_info?.some(({ sub_tasks }) => sub_tasks?.some(({ status }) => status === 'FAILED')),
    [job.task_runtime_info],
  );
  const shown = Boolean(failed || job.failed_reason);
  const events = useQuery({
    ...jobEventsQuery(projectId, job.id ?? '', eventLanguage(i18n.language)),
    enabled: shown,
  });
  const failures = useMemo(
    () => failuresOf(job, events.data?.events ?? [], i18n.language),
    [job, events.data, i18n.language],
  );
  if (!shown) return null;
  const count = failures.reduce((sum, { failed: indexes }) => sum + indexes.length, 0);
  const total = job.task_runtime_info?.reduce((sum, { sub_tasks = [] }) => sum + sub_tasks.length, 0) ?? 0;
  return (
    <section className="failure-card" aria-label={t('failure.title')}>
      <h2>
        <Icon name="warning" />
        {count > 0
          ? t('failure.count', { count, total })
          : t('failure.job', { reason: reasonWords(job.failed_reason ?? '', t) })}
      </h2>
      {job.failed_message && !failures.some(({ reasons }) => reasons.length > 0) ? (
        <p className="failure-message">{job.failed_message}</p>
      ) : null}
      <ul>
        {failures.map((failure) => (
          <FailedTask key={failure.task} projectId={projectId} jobId={job.id ?? ''} failure={failure} />
        ))}
      </ul>
    </section>
  );
}

function FailedTask({ projectId, jobId, failure }: { projectId: string; jobId: string; failure: TaskFailure }) {
  const { t } = useTranslation(['jobs', 'common']);
  const explained = new Set(failure.reasons.flatMap(({ instances }) => instances));
  const rest = failure.failed.filter((index) => !explained.has(index));
  return (
    <li>
      <strong>{failure.name}</strong>{' '}
      <span className="muted">{t('failure.of', { count: failure.failed.length, total: failure.total })}</span>
      {failure.reasons.map(({ reason, message, instances }) => (
        <div key={reason} className="failure-reason">
          <span>
            {instances.length} × {reasonWords(reason, t)}
          </span>
          <span className="muted failure-message">{message}</span>
          <Logs projectId={projectId} jobId={jobId} task={failure.task} indexes={instances} />
        </div>
      ))}
      {rest.length > 0 ? (
        <div className="failure-reason">
          <Logs projectId={projectId} jobId={jobId} task={failure.task} indexes={rest} />
        </div>
      ) : null}
    </li>
  );
}

interface LogsProps {
  projectId: string;
  jobId: string;
  task: string;
  indexes: readonly number[];
}

function Logs({ projectId, jobId, task, indexes }: LogsProps) {
  const { t } = useTranslation('jobs');
  const page = paths.job(projectId, jobId);
  return (
    <span className="failure-logs">
      {indexes.slice(0, LINKS).map((index) => (
        <span key={index} className="failure-logs">
          <Link to={withQuery(page, { tab: 'tasks', look: 'overview', task, index: String(index) })}>
            {t('failure.why', { name: `${task}-${index}` })}
          </Link>
          <Link to={withQuery(page, { tab: 'logs', task, index: String(index) })}>
            {t('failure.log', { name: `${task}-${index}` })}
          </Link>
        </span>
      ))}
      {indexes.length > LINKS ? (
        <Link to={withQuery(page, { tab: 'tasks', task, state: 'FAILED' })}>
          {t('failure.more', { count: indexes.length - LINKS })}
        </Link>
      ) : null}
    </span>
  );
}
