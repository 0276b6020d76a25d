/** What a run says about each task: folded from the job's answer (4.5.2.3), never stored in the document. */
import type { Schema } from '#contracts/index.ts';
import type { TaskStatus } from '#core/job/types.ts';

/** Order of the state bar: what is done first, then what moves, then what waits. */
export const RUN_ORDER = [
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'UNKNOWN',
  'RUNNING',
  'PENDING',
] as const satisfies readonly TaskStatus[];

export interface TaskRun {
  status: TaskStatus;
  /** Number of instances, ≥ 1. */
  total: number;
  /** Instances per state; states without instances are absent. */
  counts: Readonly<Partial<Record<TaskStatus, number>>>;
  /** When the first instance was handed over, as on the wire; absent before. */
  from?: string;
  /** When all were over. */
  to?: string;
}

export type RunByTask = ReadonlyMap<string, TaskRun>;

/** State of an answer as one of ours; a state the reference does not list is unknown, not an error. */
export function taskStatus(status: string | undefined): TaskStatus {
  return RUN_ORDER.find((known) => known === status) ?? 'UNKNOWN';
}

function summarise(runtime: Schema<'TaskRuntimeDto'>): TaskRun {
  const counts: Partial<Record<TaskStatus, number>> = {};
  const status = taskStatus(runtime.status);
  const states = runtime.sub_tasks?.length ? runtime.sub_tasks.map((one) => taskStatus(one.status)) : [status];
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  const { create_time: from, finish_time: to } = runtime;
  return { status, total: states.length, counts, ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

const same = (a: TaskRun, b: TaskRun): boolean =>
  a.status === b.status &&
  a.total === b.total &&
  a.from === b.from &&
  a.to === b.to &&
  RUN_ORDER.every((state) => a.counts[state] === b.counts[state]);

/** State per task; a task that did not change keeps its object, so that only changed nodes are drawn again. */
export function foldRun(runtime: readonly Schema<'TaskRuntimeDto'>[], before?: RunByTask): RunByTask {
  const next = new Map<string, TaskRun>();
  for (const entry of runtime) {
    if (!entry.task_name) continue;
    const run = summarise(entry);
    const previous = before?.get(entry.task_name);
    next.set(entry.task_name, previous && same(previous, run) ? previous : run);
  }
  return next;
}

export interface RunSegment {
  status: TaskStatus;
  count: number;
  /** Share of all instances, in percent. */
  percent: number;
}

/** Segments of the state bar, in `RUN_ORDER`. */
export function runSegments(run: TaskRun): RunSegment[] {
  return RUN_ORDER.flatMap((status) => {
    const count = run.counts[status] ?? 0;
    return count > 0 ? [{ status, count, percent: (count / run.total) * 100 }] : [];
  });
}
