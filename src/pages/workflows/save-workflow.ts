/**
 * Saving without losing anybody's work. The API has no conditional update, so the workflow is read again just before:
 * when its `update_time` is not the one the editor started from, somebody else saved first and nothing is sent. What
 * is saved between that reading and the update is still overwritten; the screen of the conflict says so.
 */
import type { Schema } from '#contracts/index.ts';
import { ApiError } from '#src/api/errors.ts';
import type { Workflow } from '#src/api/workflows.ts';

export interface SaveCalls {
  read: () => Promise<Workflow>;
  update: (body: Schema<'WorkflowDto'>) => Promise<unknown>;
}

/** Somebody else was first: with other content, or by deleting it. */
export type Conflict = { kind: 'changed'; theirs: Workflow } | { kind: 'deleted' };

export type SaveOutcome = { kind: 'saved'; updateTime: string | undefined } | Conflict;

/** There is no such workflow (4.5.4.6, 4.5.4.7). */
const NO_WORKFLOW = '01050102';

export const isMissingWorkflow = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 404 && error.code.endsWith(NO_WORKFLOW);

async function save(calls: SaveCalls, body: Schema<'WorkflowDto'>, base: string | undefined): Promise<SaveOutcome> {
  if (base !== undefined) {
    const now = await calls.read();
    if (now.update_time !== base) return { kind: 'changed', theirs: now };
  }
  await calls.update(body);
  return { kind: 'saved', updateTime: (await calls.read()).update_time };
}

/** Throws what the calls throw. `base` is the time of the version the editor started from; undefined overwrites. */
export async function saveWorkflow(
  calls: SaveCalls,
  body: Schema<'WorkflowDto'>,
  base: string | undefined,
): Promise<SaveOutcome> {
  try {
    return await save(calls, body, base);
  } catch (error) {
    if (isMissingWorkflow(error)) return { kind: 'deleted' };
    throw error;
  }
}
