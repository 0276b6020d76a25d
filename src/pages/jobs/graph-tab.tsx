import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { isMoving, type Job } from '#src/api/jobs.ts';
import { Button } from '#src/ui/button.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Status, stateOf } from '#src/ui/status.tsx';
import { Duration } from '#src/ui/values.tsx';
import type { JobUrl, SetJobUrl } from './job-url.ts';
import { InstanceList } from './run/instance-list.tsx';
import { TaskFacts } from './run/task-facts.tsx';
import { StateBar } from './state-bar.tsx';
import { firstToLookAt, taskLines } from './task-lines.ts';
import { useRuns } from './use-runs.ts';

const JobGraph = lazy(async () => ({ default: (await import('#src/canvas/run/job-graph.tsx')).JobGraph }));

const NO_TASKS: NonNullable<Job['tasks']> = [];
const NO_RUNTIME: NonNullable<Job['task_runtime_info']> = [];

interface Props {
  projectId: string;
  job: Job;
  url: JobUrl;
  setUrl: SetJobUrl;
}

/** The workflow with the state of each task on it; the chosen task stands beside. */
export function GraphTab({ projectId, job, url, setUrl }: Props) {
  return (
    <div className="job-graph">
      <div className="job-graph-canvas card">
        <Suspense fallback={<Skeleton />}>
          <JobGraph
            tasks={job.tasks ?? NO_TASKS}
            runtime={job.task_runtime_info ?? NO_RUNTIME}
            moving={isMoving(job)}
            instances={(task) => (
              <InstanceList
                projectId={projectId}
                job={job}
                task={task}
                onOpen={(index) => setUrl({ task, index, look: 'overview', attempt: 0 }, { push: true })}
              />
            )}
            details={(task) => <TaskFacts projectId={projectId} job={job} task={task} />}
            {...(url.task ? { selected: url.task } : {})}
            onSelect={(task) => setUrl({ task: task ?? '', index: 0 })}
          />
        </Suspense>
      </div>
      {url.task ? <TaskAside projectId={projectId} job={job} url={url} setUrl={setUrl} /> : null}
    </div>
  );
}

function TaskAside({ job, url, setUrl }: Props) {
  const { t } = useTranslation(['jobs', 'common']);
  const runs = useRuns(job.task_runtime_info);
  const line = taskLines(job, runs).find(({ task }) => task === url.task);
  if (!line) return null;
  const { run, app, resources } = line;
  const worst = firstToLookAt(line.instances);
  return (
    <aside className="job-graph-aside card" aria-label={line.name}>
      <div className="row">
        <h2 className="grow ellipsis">{line.name}</h2>
        <Button
          kind="quiet"
          size="small"
          icon="close"
          label={t('common:action.close')}
          onClick={() => setUrl({ task: '' })}
        />
      </div>
      <Status state={stateOf(run.status)} />
      <dl className="job-facts">
        <dt>{t('task.name')}</dt>
        <dd className="mono">{line.task}</dd>
        <dt>{t('task.app')}</dt>
        <dd>{app}</dd>
        <dt>{t('task.resources')}</dt>
        <dd className="mono">{resources}</dd>
        <dt>{t('instances')}</dt>
        <dd>
          <StateBar run={run} />
        </dd>
        <dt>{t('column.duration')}</dt>
        <dd>
          <Duration from={line.from} to={line.to} />
        </dd>
      </dl>
      <div className="row">
        <Button size="small" onClick={() => setUrl({ index: worst, look: 'overview', attempt: 0 }, { push: true })}>
          {t('task.lookInto', { name: `${line.task}-${worst}` })}
        </Button>
        <Button size="small" onClick={() => setUrl({ tab: 'logs' })}>
          {t('openLog')}
        </Button>
        <Button size="small" onClick={() => setUrl({ tab: 'tasks' })}>
          {t('task.instances')}
        </Button>
      </div>
    </aside>
  );
}
