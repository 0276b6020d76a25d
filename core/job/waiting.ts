/** Why an instance does not run, as a question of precedence among the facts about it. Pure. */
import type { AttemptRecord } from './attempts.ts';
import { isTerminal } from './state.ts';
import type { Hold, JobStatus, TaskStatus } from './types.ts';

/** `since` is Unix time in milliseconds. */
export type Waiting =
  /** Its job ended before it began. */
  | { kind: 'never'; since: number }
  /** Handed to the executor, which has not started it. */
  | { kind: 'resources'; since: number }
  | { kind: 'tasks'; since: number; tasks: string[] }
  | { kind: 'node'; since: number; hold: Hold }
  /** Nothing is missing: others were ready before it. */
  | { kind: 'turn'; since: number };

export interface WaitingFacts {
  job: { status: JobStatus; createdAt: number; finishedAt?: number };
  task: string;
  status: TaskStatus;
  /** Its newest attempt. */
  last?: AttemptRecord;
  /** Tasks upstream whose results it still lacks. */
  missing: string[];
  /** What last waited for a node, and since when. */
  holds?: { since: number; holds: Hold[] };
}

/** Undefined when it runs or has ended. */
export function waitingOf({ job, task, status, last, missing, holds }: WaitingFacts): Waiting | undefined {
  if (isTerminal(job.status)) return last ? undefined : { kind: 'never', since: job.finishedAt ?? job.createdAt };
  if (status !== 'PENDING') return undefined;
  const hold = holds?.holds.find(({ tasks }) => tasks.includes(task));
  const isQueued = last !== undefined && last.endedAt === undefined;
  // Where nothing starts at all, this is also what keeps those that were handed over.
  if (holds && hold && (!isQueued || hold.reason === 'NoSchedulableNode'))
    return { kind: 'node', since: holds.since, hold };
  if (isQueued) return { kind: 'resources', since: last.queuedAt };
  if (missing.length > 0) return { kind: 'tasks', since: job.createdAt, tasks: missing };
  return { kind: 'turn', since: job.createdAt };
}
