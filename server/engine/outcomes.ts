/** Turns what an executor found out into events of a job; collects and stores the outputs of what succeeded. */
import { instanceOutputDir, plannedTask } from '#core/job/instance.ts';
import type { JobEvent, PlannedTask } from '#core/job/types.ts';
import type { ObjectStore } from '../storage/store.ts';
import { type AttemptFact, type CollectedOutputs, type Executor, OutputRefused } from './executor.ts';
import type { ActiveJob } from './job-store.ts';
import { moveOutputs, type NewObject } from './publish-outputs.ts';
import type { StorageRoom } from './storage-room.ts';

type Ended = Extract<AttemptFact, { type: 'ended' }>;

export interface Outcome {
  event: JobEvent;
  /** Objects that become visible together with the event. */
  objects: NewObject[];
}

/** How a fact changes its job. Outputs of a success are in the store, unseen, when this resolves. */
export async function outcomeOf(
  fact: AttemptFact,
  job: ActiveJob,
  executor: Executor,
  store: ObjectStore,
  room: StorageRoom,
): Promise<Outcome> {
  const { task, index, attempt } = fact.key;
  const of = { at: fact.at, task, index, attempt };
  if (fact.type === 'started') return { event: { ...of, type: 'instance-started' }, objects: [] };
  const measured = fact.usage ? { usage: fact.usage } : {};
  const { cancel, timedOut } = job.tracker.state;
  if (fact.reason === 'CANCELLED' && (cancel || timedOut))
    return { event: { ...of, ...measured, type: 'instance-cancelled' }, objects: [] };
  const failed = (reason: string, message: string): Outcome => ({
    event: {
      ...of,
      ...measured,
      type: 'instance-failed',
      reason,
      message,
      ...(fact.exitCode === undefined ? {} : { exitCode: fact.exitCode }),
    },
    objects: [],
  });
  if (fact.exitCode !== 0 || fact.reason) return failed(...failureOf(fact));
  const planned = plannedTask(job.plan, task);
  if (!planned) return failed('AttemptLost', 'the task is not part of the plan');
  try {
    const outputs = executor.collect(fact.key);
    room.take(
      job.projectId,
      outputs.files.reduce((sum, { size }) => sum + size, 0),
    );
    const objects = await moveOutputs(store, outputs, {
      projectId: job.projectId,
      userId: job.userId,
      bucket: job.bucket,
      folder: instanceOutputDir(planned, index),
    });
    const missing = missingOutputs(planned, outputs);
    return {
      event: {
        ...of,
        ...measured,
        type: 'instance-succeeded',
        exitCode: 0,
        ...(missing.length > 0 ? { missingOutputs: missing } : {}),
      },
      objects,
    };
  } catch (error) {
    if (error instanceof OutputRefused) return failed(error.reason, error.message);
    return failed('OutputNotStored', `the outputs could not be stored: ${(error as Error).message}`);
  }
}

/** Failures whose words only the executor knows. */
const CUT_SHORT = {
  STOPPED: 'Stopped',
  TIME_LIMIT: 'TimeLimit',
  OUT_OF_MEMORY: 'OutOfMemory',
  NODE_FAILED: 'NodeFailed',
  TOO_MANY_PROCESSES: 'TooManyProcesses',
} as const;

function failureOf({ reason, message, exitCode, signal }: Ended): [reason: string, message: string] {
  switch (reason) {
    case 'START_FAILED':
      return ['StartFailed', `the command could not be started: ${message ?? ''}`];
    case 'LOST':
      return ['AttemptLost', message ?? 'the process is gone and left no exit code'];
    case 'CANCELLED':
      return ['Stopped', 'the command was ended although nobody cancelled the job'];
    case undefined: {
      const more = message ? `; ${message}` : '';
      if (exitCode !== undefined) return ['NonZeroExit', `the command ended with exit code ${exitCode}${more}`];
      return ['Killed', `the command was ended by ${signal ?? 'a signal'}${more}`];
    }
    default:
      return [CUT_SHORT[reason], message ?? 'the command was cut short'];
  }
}

/** Names of declared FILE and DIRECTORY outputs that the command did not write. */
function missingOutputs(task: PlannedTask, { files, folders }: CollectedOutputs): string[] {
  const there = new Set([...files.map(({ path }) => path), ...folders, '']);
  return task.outputs
    .filter(({ type, value }) => (type === 'FILE' || type === 'DIRECTORY') && !there.has(value))
    .map(({ name }) => name);
}
