/** Keeps apart changes of a project's apps and workflows that depend on each other. */
import type { Db } from '../db/database.ts';

/**
 * Held until the transaction ends: without it an app could vanish, or change its parameters, while a workflow that
 * uses it is being saved. Writers of other tables are not held up.
 */
export async function lockTools(tx: Db, projectId: string): Promise<void> {
  await tx.selectFrom('project').select('id').where('id', '=', projectId).forNoKeyUpdate().execute();
}
