/**
 * Saving without losing anybody's work. The API has no conditional update, so the workflow is read again just before:
 * when its `update_time` is not the one the editor started from, somebody else saved first and nothing is sent.
 */
import type { Schema } from '#contracts/index.ts';
import type { Workflow } from '#src/api/workflows.ts';

export interface SaveCalls {
  read: () => Promise<Workflow>;
  update: (body: Schema<'WorkflowDto'>) => Promise<unknown>;
}

export type SaveOutcome = { kind: 'saved'; updateTime: string | undefined } | { kind: 'conflict'; theirs: Workflow };

/** Throws what the calls throw. `base` is the time of the version the editor started from; undefined overwrites. */
export async function saveWorkflow(
  calls: SaveCalls,
  body: Schema<'WorkflowDto'>,
  base: string | undefined,
): Promise<SaveOutcome> {
  if (base !== undefined) {
    const now = await calls.read();
    if (now.update_time !== base) return { kind: 'conflict', theirs: now };
  }
  await calls.update(body);
  return { kind: 'saved', updateTime: (await calls.read()).update_time };
}
