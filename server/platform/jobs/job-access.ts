/** Finding a job and its parts, with the documented refusals. */
import { refuse } from '../../errors.ts';
import type { Platform } from '../platform.ts';

/** The row of a job of a project. @throws ApiError 404 */
export async function findJob(platform: Platform, projectId: string, jobId: string) {
  const row = await platform.db
    .selectFrom('job')
    .selectAll()
    .where('id', '=', jobId)
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  if (!row) throw refuse('01050202', 'There is no such job in the project');
  return row;
}

/** The plan of a job. */
export async function findPlan(platform: Platform, jobId: string) {
  const row = await platform.db
    .selectFrom('job_plan')
    .select('plan')
    .where('job_id', '=', jobId)
    .executeTakeFirstOrThrow();
  return row.plan;
}
