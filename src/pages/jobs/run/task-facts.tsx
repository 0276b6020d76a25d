import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { instancePodQuery, taskInstancesQuery } from '#src/api/instances.ts';
import type { Job } from '#src/api/jobs.ts';
import { formatSize } from '#src/lib/format.ts';
import { Status, stateOf } from '#src/ui/status.tsx';
import { Time } from '#src/ui/values.tsx';
import { podFacts } from '../instance/pod-facts.ts';
import { firstToLookAt, resourcesText } from '../task-lines.ts';
import { useJobEvents } from './use-job-events.ts';
import { reasonsByInstance, waitingWords } from './why.ts';
import './run.css';

interface Props {
  projectId: string;
  job: Job;
  task: string;
}

/** What there is to know of a task at a glance, shown where it is pointed at. */
export function TaskFacts({ projectId, job, task }: Props) {
  const { t, i18n } = useTranslation(['jobs', 'common']);
  const events = useJobEvents(projectId, job);
  const runtime = job.task_runtime_info?.find(({ task_name }) => task_name === task);
  const definition = job.tasks?.find(({ task_name }) => task_name === task);
  const instances = runtime?.sub_tasks ?? [];
  const failedTimes = instances.reduce((sum, { job_failed_times = 0 }) => sum + job_failed_times, 0);
  const reasons = useMemo(
    () => reasonsByInstance(job, task, events, i18n.language, t),
    [job, task, events, i18n.language, t],
  );
  const [failure] = reasons.values();
  const waits = runtime?.status === 'PENDING' ? waitingWords(job, task, events, t) : undefined;
  return (
    <div className="run-facts">
      <p>
        <strong>{definition?.display_name || task}</strong> <Status state={stateOf(runtime?.status)} />
      </p>
      {failure || waits ? <p className="run-why">{failure ? `${failure.reason}: ${failure.message}` : waits}</p> : null}
      <dl>
        <dt>{t('column.started')}</dt>
        <dd>
          <Time at={runtime?.create_time} seconds />
        </dd>
        <dt>{t('finished')}</dt>
        <dd>
          <Time at={runtime?.finish_time} seconds />
        </dd>
        <dt>{t('run.attempts')}</dt>
        <dd>{t('run.attemptsOf', { count: failedTimes, instances: instances.length })}</dd>
        <dt>{t('task.resources')}</dt>
        <dd className="mono">{resourcesText(definition?.resources)}</dd>
        <dt>{t('run.peak')}</dt>
        <dd>
          <Peak projectId={projectId} job={job} task={task} />
        </dd>
      </dl>
    </div>
  );
}

/** The most memory the instance that deserves a look took; summed up at its end. */
function Peak({ projectId, job, task }: Props) {
  const { t, i18n } = useTranslation(['jobs', 'common']);
  const instances = job.task_runtime_info?.find(({ task_name }) => task_name === task)?.sub_tasks ?? [];
  const index = firstToLookAt(instances);
  const of = { projectId, jobId: job.id ?? '', task, index };
  const begun = instances[index]?.pod_start_time !== undefined;
  const attempts = useQuery({ ...taskInstancesQuery(of), enabled: begun, staleTime: 30_000 });
  const name = attempts.data?.instances?.[0]?.metadata?.name;
  const pod = useQuery({ ...instancePodQuery({ ...of, name: name ?? '' }), enabled: name !== undefined });
  const { peakMemoryBytes } = podFacts(pod.data?.metadata);
  if (peakMemoryBytes === undefined) return <span className="muted">{t('common:time.none')}</span>;
  const size = formatSize(peakMemoryBytes, i18n.language);
  return instances.length > 1 ? t('jobs:run.peakOf', { size, name: `${task}-${index}` }) : size;
}
