/** Cancel, retry and delete (4.5.2.14, 4.5.2.13, 4.5.2.4), for one job at a time. */
import type { ServiceOperations } from '#contracts/index.ts';
import { allowedJobActions, FORBIDDEN_ACTION_CODES, type JobAction } from '#core/job/status.ts';
import type { JobStatus } from '#core/job/types.ts';
import { appendToJob } from '../../engine/job-store.ts';
import { refuse } from '../../errors.ts';
import type { Call, Platform, ProjectAccess, SessionUser } from '../platform.ts';
import { Admission } from './admission.ts';
import { findJob, jobGone } from './job-access.ts';

type Operations = ServiceOperations['eihealth'];

/** Who acts in which project. */
export interface Acting {
  platform: Platform;
  project: ProjectAccess;
  user: SessionUser;
}

const WORDS: Record<JobAction, string> = {
  cancel: 'cancelled',
  forceCancel: 'cancelled',
  retry: 'retried',
  delete: 'deleted',
  update: 'changed',
};

/** @throws ApiError with the documented code when the state forbids the action */
export function demand(action: JobAction, status: JobStatus): void {
  if (allowedJobActions(status).has(action)) return;
  const code = FORBIDDEN_ACTION_CODES[action].replace('eihealth.', '');
  throw refuse(code, `A job in state ${status} cannot be ${WORDS[action]}`);
}

/** Softly: nothing new starts; by force, also after a soft request: running steps are ended. */
export async function cancelOne({ platform, project, user }: Acting, jobId: string, force: boolean): Promise<void> {
  const { id } = await findJob(platform, project.id, jobId);
  const found = await appendToJob(platform.db, id, ({ tracker }) => {
    demand(force ? 'forceCancel' : 'cancel', tracker.state.status);
    return [{ type: 'job-cancel-requested', at: Date.now(), force, user: user.name }];
  });
  if (!found) throw await jobGone(platform, project.id, id);
  announce(platform, project.id, id);
}

/** Runs again what has not succeeded. */
export async function retryOne({ platform, project, user }: Acting, jobId: string): Promise<void> {
  const { id, user_id } = await findJob(platform, project.id, jobId, 'retried');
  const admission = await Admission.of(platform, user_id);
  const found = await appendToJob(platform.db, id, async ({ tracker, plan }, trx) => {
    demand('retry', tracker.state.status);
    if (tracker.activeCount > 0) throw refuse('01050227');
    await admission.demand(trx, plan);
    return [{ type: 'job-retried', at: Date.now(), user: user.name }];
  });
  if (!found) throw await jobGone(platform, project.id, id, 'retried');
  announce(platform, project.id, id);
}

/** Drops the record, the events and the logs; outputs in the bucket stay. */
export async function deleteOne({ platform, project }: Acting, jobId: string): Promise<void> {
  const { id } = await findJob(platform, project.id, jobId);
  const row = await platform.db.transaction().execute(async (trx) => {
    const found = await trx.selectFrom('job').select('status').where('id', '=', id).forUpdate().executeTakeFirst();
    if (found && allowedJobActions(found.status).has('delete'))
      await trx.deleteFrom('job').where('id', '=', id).execute();
    return found;
  });
  if (!row) throw await jobGone(platform, project.id, id);
  demand('delete', row.status);
  await platform.engine.forget(id);
  announce(platform, project.id, id);
}

/** Tells the runner and whoever looks at the job or the list. */
export function announce(platform: Platform, projectId: string, id: string): void {
  platform.engine.wake(id);
  platform.bus.publish({ topic: 'jobs', eihealth_project_id: projectId });
  platform.bus.publish({ topic: 'job', id, eihealth_project_id: projectId });
}

export async function cancelJob(call: Call<Operations['cancelJob']>) {
  await cancelOne(call, call.path.job_id, call.body.force);
  return undefined;
}

export async function retryJob(call: Call<Operations['retryJob']>) {
  await retryOne(call, call.path.job_id);
  return undefined;
}

export async function deleteJob(call: Call<Operations['deleteJob']>) {
  await deleteOne(call, call.path.job_id);
  return undefined;
}
