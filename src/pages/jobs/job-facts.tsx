import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '#src/api/jobs.ts';
import { RUN_ORDER } from '#src/canvas/run/run.ts';
import { paths } from '#src/lib/paths.ts';
import { Link } from '#src/ui/link.tsx';
import { StatusGlyph, stateOf } from '#src/ui/status.tsx';
import { Duration, Tag, Time } from '#src/ui/values.tsx';
import { StateBar } from './state-bar.tsx';
import { sumRuns, useRuns } from './use-runs.ts';

/** The line below the name: workflow, instances by state, times. */
export function JobFacts({ projectId, job }: { projectId: string; job: Job }) {
  const { t } = useTranslation(['jobs', 'common']);
  const runs = useRuns(job.task_runtime_info);
  const all = useMemo(() => sumRuns(runs), [runs]);
  const { tool_info: tool, labels = [], priority } = job;
  return (
    <div className="job-line">
      <span>
        {t('column.workflow')}{' '}
        <Link to={paths.workflowEdit(projectId, tool?.tool_id ?? '')}>
          {tool?.tool_name} {tool?.tool_version}
        </Link>
      </span>
      <span className="job-counts">
        <StateBar run={all} />
        {RUN_ORDER.map((state) =>
          all.counts[state] ? (
            <span key={state} className="job-count" title={t(`common:status.${stateOf(state)}`)}>
              <StatusGlyph state={stateOf(state)} />
              {all.counts[state]}
              <span className="visually-hidden">{t(`common:status.${stateOf(state)}`)}</span>
            </span>
          ) : null,
        )}
      </span>
      <span>
        {t('created')} <Time at={job.create_time} />
      </span>
      {job.finish_time ? (
        <span>
          {t('finished')} <Time at={job.finish_time} />
        </span>
      ) : null}
      <span>
        {t('elapsed')} <Duration from={job.create_time} to={job.finish_time} />
      </span>
      <span>
        {t('column.priority')} {priority}
      </span>
      {labels.map((label) => (
        <Tag key={label}>{label}</Tag>
      ))}
      {job.description ? <span className="muted job-description">{job.description}</span> : null}
      {job.still_running_tasks?.length && job.status !== 'RUNNING' ? (
        <span>{t('stillRunning', { tasks: job.still_running_tasks.join(', ') })}</span>
      ) : null}
    </div>
  );
}
