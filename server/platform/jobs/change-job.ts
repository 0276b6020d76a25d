/** Cancel, retry and delete (4.5.2.14, 4.5.2.13, 4.5.2.4). */
import type { ServiceOperations } from '#contracts/index.ts';
import { allowedJobActions, FORBIDDEN_ACTION_CODES, type JobAction } from '#core/job/status.ts';
import type { JobStatus } from '#core/job/types.ts';
import { appendToJob } from '../../engine/job-store.ts';
import { refuse } from '../../errors.ts';
import type { Call, Platform } from '../platform.ts';
import { findJob } from './job-access.ts';

type Operations = ServiceOperations['eihealth'];

const WORDS: Record<JobAction, string> = {
  cancel: 'cancelled',
  forceCancel: 'cancelled',
  retry: 'retried',
  delete: 'deleted',
  update: 'changed',
};

function demand(action: JobAction, status: JobStatus): void {
  if (allowedJobActions(status).has(action)) return;
  const code = FORBIDDEN_ACTION_CODES[action].replace('eihealth.', '');
  throw refuse(code, `A job in state ${status} cannot be ${WORDS[action]}`);
}

export async function cancelJob({ platform, project, path, body, user }: Call<Operations['cancelJob']>) {
  const { id } = await findJob(platform, project.id, path.job_id);
  const force = body.force;
  await appendToJob(platform.db, id, ({ tracker }) => {
    demand(force ? 'forceCancel' : 'cancel', tracker.state.status);
    return [{ type: 'job-cancel-requested', at: Date.now(), force, user: user.name }];
  });
  announce(platform, project.id, id);
  return undefined;
}

export async function retryJob({ platform, project, path, user }: Call<Operations['retryJob']>) {
  const { id } = await findJob(platform, project.id, path.job_id);
  await appendToJob(platform.db, id, ({ tracker }) => {
    demand('retry', tracker.state.status);
    if (tracker.activeCount > 0) throw refuse('01050227');
    return [{ type: 'job-retried', at: Date.now(), user: user.name }];
  });
  announce(platform, project.id, id);
  return undefined;
}

/** Drops the record, the events and the logs; outputs in the bucket stay. */
export async function deleteJob({ platform, project, path }: Call<Operations['deleteJob']>) {
  const { id } = await findJob(platform, project.id, path.job_id);
  const { status } = await platform.db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('job').select('status').where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
    if (allowedJobActions(row.status).has('delete')) await trx.deleteFrom('job').where('id', '=', id).execute();
    return row;
  });
  demand('delete', status);
  await platform.engine.forget(id);
  announce(platform, project.id, id);
  return undefined;
}

function announce(platform: Platform, projectId: string, id: string): void {
  platform.engine.wake(id);
  platform.bus.publish({ topic: 'jobs', eihealth_project_id: projectId });
  platform.bus.publish({ topic: 'job', id, eihealth_project_id: projectId });
}
