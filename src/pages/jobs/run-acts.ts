/** Does an act to many jobs, a batch at a time, until all are done or somebody stops it. */
import { ApiError } from '#src/api/errors.ts';
import type { JobOutcome } from '#src/api/job-batches.ts';

export interface ActedOn {
  id?: string;
  name?: string;
}

export interface Failure {
  id: string;
  name: string;
  error: unknown;
}

export interface ActProgress {
  done: number;
  failures: readonly Failure[];
}

export interface ActRun {
  size: number;
  send(ids: string[]): Promise<JobOutcome[]>;
  stopped(): boolean;
  tell(progress: ActProgress): void;
}

/** After these the next call would fail as well. */
const endsAll = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.status === 401 || error.status === 503);

/** A call that fails as a whole counts for all of its jobs. */
export async function runActs(jobs: readonly ActedOn[], { size, send, stopped, tell }: ActRun): Promise<ActProgress> {
  let progress: ActProgress = { done: 0, failures: [] };
  for (let from = 0; from < jobs.length && !stopped(); from += size) {
    const chunk = jobs.slice(from, from + size).map(({ id = '', name = '' }) => ({ id, name }));
    const { outcomes, fatal } = await outcomesOf(
      chunk.map(({ id }) => id),
      send,
    );
    const failures = chunk.flatMap(({ id, name }) => {
      const error = outcomes.get(id);
      return error === undefined ? [] : [{ id, name, error }];
    });
    progress = {
      done: progress.done + chunk.length - failures.length,
      failures: [...progress.failures, ...failures],
    };
    tell(progress);
    if (fatal) break;
  }
  return progress;
}

async function outcomesOf(ids: string[], send: ActRun['send']) {
  try {
    const outcomes = new Map<string, unknown>();
    for (const { id, error } of await send(ids)) if (error) outcomes.set(id, error);
    return { outcomes, fatal: false };
  } catch (error) {
    return { outcomes: new Map(ids.map((id): [string, unknown] => [id, error])), fatal: endsAll(error) };
  }
}

/** Failures of one cause: they are explained once. */
export interface FailureGroup {
  error: unknown;
  jobs: { id: string; name: string }[];
}

/** Failures by cause, the most frequent first. Of an ApiError the code is the cause, without one its message. */
export function byCause(failures: readonly Failure[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { id, name, error } of failures) {
    const cause = error instanceof ApiError ? error.code || `${error.status} ${error.message}` : String(error);
    const group = groups.get(cause) ?? { error, jobs: [] };
    group.jobs.push({ id, name });
    groups.set(cause, group);
  }
  return [...groups.values()].sort((a, b) => b.jobs.length - a.jobs.length);
}
