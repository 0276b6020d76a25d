/** What the console and the API say of a job: states of tasks, counts, and what may be done (domain §3.2–3.3). */
import { isTerminal } from './state.ts';
import type { InstanceState, JobState, JobStatus, TaskStatus } from './types.ts';

export type InstanceCounts = Record<TaskStatus, number>;

/** How many instances are in each state. */
export function countInstances(instances: readonly Pick<InstanceState, 'status'>[]): InstanceCounts {
  const counts: InstanceCounts = { PENDING: 0, RUNNING: 0, SUCCEEDED: 0, FAILED: 0, CANCELLED: 0, UNKNOWN: 0 };
  for (const instance of instances) counts[instance.status] += 1;
  return counts;
}

/** State of a task: failed if any instance failed, else running if any runs or some are done and some are not. */
export function taskStatusOf(counts: InstanceCounts): TaskStatus {
  if (counts.FAILED > 0) return 'FAILED';
  if (counts.UNKNOWN > 0) return 'UNKNOWN';
  if (counts.RUNNING > 0) return 'RUNNING';
  if (counts.CANCELLED > 0) return 'CANCELLED';
  if (counts.PENDING === 0) return 'SUCCEEDED';
  return counts.SUCCEEDED > 0 ? 'RUNNING' : 'PENDING';
}

export function taskStatus(state: JobState, task: string): TaskStatus {
  return taskStatusOf(countInstances(state.tasks[task] ?? []));
}

/** Instances of all tasks by state. */
export function jobCounts(state: JobState): InstanceCounts {
  const total = countInstances([]);
  for (const instances of Object.values(state.tasks)) {
    const counts = countInstances(instances);
    for (const status of Object.keys(total) as TaskStatus[]) total[status] += counts[status];
  }
  return total;
}

/** Tasks with a running instance in a job that fails or is cancelled (4.5.2.1). */
export function stillRunningTasks(state: JobState): string[] {
  return Object.keys(state.tasks).filter((task) => state.tasks[task]?.some((item) => item.status === 'RUNNING'));
}

export type JobAction = 'cancel' | 'forceCancel' | 'retry' | 'delete' | 'update';

/** What may be done in a state; the documented errors of the rest are 01050208, 01050207, 01050213 and 01050223. */
export function allowedJobActions(status: JobStatus): ReadonlySet<JobAction> {
  switch (status) {
    case 'PENDING':
    case 'RUNNING':
      return new Set(['cancel', 'forceCancel']);
    case 'CANCELLING':
      return new Set(['forceCancel']);
    case 'UNKNOWN':
      return new Set(['forceCancel']);
    case 'FAILED':
    case 'CANCELLED':
      return new Set(['retry', 'update', 'delete']);
    case 'SUCCEEDED':
      return new Set(['delete']);
  }
}

/** Documented error of an action that a state forbids. */
export const FORBIDDEN_ACTION_CODES: Readonly<Record<JobAction, string>> = {
  cancel: 'eihealth.01050208',
  forceCancel: 'eihealth.01050208',
  retry: 'eihealth.01050207',
  delete: 'eihealth.01050213',
  update: 'eihealth.01050223',
};

/** Whether a page should ask again soon. */
export function isMoving(status: JobStatus): boolean {
  return !isTerminal(status);
}
