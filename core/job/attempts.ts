/** The attempts of one instance as the events of its job tell them. Pure. */
import type { InstanceUsage, JobEvent } from './types.ts';

/** Phases of a pod (4.5.2.9). */
export type AttemptPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

export interface AttemptRecord {
  /** From 1. */
  attempt: number;
  phase: AttemptPhase;
  /** When it was handed to the executor, Unix milliseconds, as all times here. */
  queuedAt: number;
  startedAt?: number;
  endedAt?: number;
  exitCode?: number;
  /** It was ended at our request: the job was cancelled, or its time-out passed. */
  stopped?: 'cancel' | 'timeout';
  /** Why it failed. */
  reason?: string;
  message?: string;
  usage?: InstanceUsage;
  /** Declared outputs the command did not write. */
  missingOutputs?: string[];
}

type InstanceEvent = Extract<JobEvent, { task: string }>;

/** Reason of an attempt about whose end nothing can be known. */
const LOST = 'AttemptLost';

/** Events of the job that tell why an attempt was stopped; with those of the instance, all that `attemptsOf` needs. */
export const STOPPING_EVENTS = ['job-timed-out', 'job-cancel-requested'] as const satisfies JobEvent['type'][];

/** Attempts in the order they were made, from the events of a job, in order; those of other instances are left out. */
export function attemptsOf(events: readonly JobEvent[], task: string, index: number): AttemptRecord[] {
  const attempts = new Map<number, AttemptRecord>();
  let stopped: AttemptRecord['stopped'] = 'cancel';
  for (const event of events) {
    if (event.type === 'job-timed-out') stopped = 'timeout';
    if (event.type === 'job-cancel-requested') stopped = 'cancel';
    if (!('task' in event) || event.task !== task || event.index !== index) continue;
    const known = attempts.get(event.attempt);
    if (event.type === 'instance-queued')
      attempts.set(event.attempt, { attempt: event.attempt, phase: 'Pending', queuedAt: event.at });
    else if (known) Object.assign(known, changeOf(event), event.type === 'instance-cancelled' ? { stopped } : {});
  }
  return [...attempts.values()];
}

function changeOf(event: Exclude<InstanceEvent, { type: 'instance-queued' }>): Partial<AttemptRecord> {
  if (event.type === 'instance-started') return { phase: 'Running', startedAt: event.at };
  const ended = { endedAt: event.at, ...(event.usage ? { usage: event.usage } : {}) };
  switch (event.type) {
    case 'instance-succeeded':
      return {
        ...ended,
        phase: 'Succeeded',
        exitCode: event.exitCode,
        ...(event.missingOutputs ? { missingOutputs: event.missingOutputs } : {}),
      };
    case 'instance-cancelled':
      return { ...ended, phase: 'Failed' };
    case 'instance-failed':
      return {
        ...ended,
        phase: event.reason === LOST ? 'Unknown' : 'Failed',
        reason: event.reason,
        message: event.message,
        ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
      };
  }
}
