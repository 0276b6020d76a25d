/** Finding a job and its parts, with the documented refusals. */
import { refuse } from '../../errors.ts';
import type { Platform } from '../platform.ts';

/** The row of a job of a project; `act` as for `jobGone`. @throws ApiError 404 */
export async function findJob(platform: Platform, projectId: string, jobId: string, act?: 'retried' | 'changed') {
  const row = await platform.db
    .selectFrom('job')
    .selectAll()
    .where('id', '=', jobId)
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  if (!row) throw await jobGone(platform, projectId, jobId, act);
  return row;
}

/** Why there is no such job: whoever wants to retry or change it learns that it was collected. */
export async function jobGone(platform: Platform, projectId: string, jobId: string, act?: 'retried' | 'changed') {
  const collected = act
    ? await platform.db
        .selectFrom('collected_job')
        .select('id')
        .where('id', '=', jobId)
        .where('project_id', '=', projectId)
        .executeTakeFirst()
    : undefined;
  if (collected)
    return refuse('01050209', `The job was cleaned up with other old ones and cannot be ${act}: start it anew`);
  return refuse('01050202', 'There is no such job in the project');
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
