import { useQuery } from '@tanstack/react-query';
import type { Schema } from '#contracts/index.ts';
import { type AttemptOf, type InstanceOf, type TaskInstance, taskInstancesQuery } from '#src/api/instances.ts';
import { isMoving, type Job } from '#src/api/jobs.ts';
import { pollWhile } from '#src/api/query.ts';
import type { PodFacts } from './pod-facts.ts';

export type SubTask = Schema<'SubTaskRuntimeDto'>;

/** An instance that is looked at, as the job tells it. */
export interface Looked {
  projectId: string;
  job: Job;
  /** What calls below the task need. */
  of: InstanceOf;
  name: string;
  sub: SubTask;
  /** Whether it may still change by itself. */
  moving: boolean;
}

/** An instance by the name of its task and its number; undefined when the job has none such. */
export function lookedAt(projectId: string, job: Job, task: string, index: number): Looked | undefined {
  const sub = job.task_runtime_info?.find(({ task_name }) => task_name === task)?.sub_tasks?.[index];
  if (!sub) return undefined;
  return {
    projectId,
    job,
    of: { projectId, jobId: job.id ?? '', task, index },
    name: sub.sub_task_name ?? `${task}-${index}`,
    sub,
    moving: isMoving(job) && (sub.status === 'RUNNING' || sub.status === 'PENDING'),
  };
}

/** One attempt of an instance. */
export interface Attempt {
  /** From 1. */
  number: number;
  instance: TaskInstance;
  of: AttemptOf;
  newest: boolean;
}

/** When the command of an attempt ran, as on the wire; the job itself tells it of the newest attempt only. */
export function spanOf({ sub }: Looked, attempt: Attempt | undefined, pod: PodFacts) {
  const own = attempt?.newest ?? true;
  return {
    started: (own ? sub.pod_start_time : undefined) ?? pod.startedAt,
    finished: (own ? sub.finish_time : undefined) ?? pod.finishedAt,
  };
}

/** Attempts of an instance, the newest first; `chosen` is the one of the address, else the newest. */
export function useAttempts(looked: Looked, number: number) {
  const query = useQuery({ ...taskInstancesQuery(looked.of), refetchInterval: pollWhile(looked.moving) });
  const attempts = (query.data?.instances ?? []).map(
    (instance, place, all): Attempt => ({
      number: (instance.status?.container_statuses?.[0]?.restart_count ?? all.length - place - 1) + 1,
      instance,
      of: { ...looked.of, name: instance.metadata?.name ?? '' },
      newest: place === 0,
    }),
  );
  const chosen = attempts.find((attempt) => attempt.number === number) ?? attempts[0];
  return { query, attempts, chosen };
}
