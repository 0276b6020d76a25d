/** Acts on up to 50 jobs at a time (4.5.2.15–.17); every job has an outcome of its own. */
import limits from '#contracts/generated/limits/eihealth.batchCancelJob.ts';
import type { Schema } from '#contracts/index.ts';
import { ApiError } from './errors.ts';
import { dataOf, eihealth, ofProject } from './transport.ts';

/** Jobs of one call. */
export const BATCH_SIZE = limits.ids.maxItems;

export interface JobOutcome {
  id: string;
  /** Undefined: done. */
  error?: ApiError;
}

interface Batch {
  projectId: string;
  ids: string[];
}

/** A message as the platform sends it; the embedded one ends it with the code of the error. */
const CODE = /\s*\((eihealth\.\d+)\)\s*$/;

/** The failure of one job as the error its own call would have given. */
export function outcomeError(message: string): ApiError {
  const code = CODE.exec(message)?.[1] ?? '';
  return new ApiError({ status: 400, code, message: message.replace(CODE, '') });
}

function outcomes(rows: Schema<'BatchOperateJobRsp'>[]): JobOutcome[] {
  return rows.map(({ id = '', status, message = '' }) =>
    status === 'FAILED' ? { id, error: outcomeError(message) } : { id },
  );
}

const JOBS = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/jobs';

/** Cancels jobs; by force, running instances are stopped too. */
export async function cancelJobs({ projectId, ids }: Batch, force: boolean): Promise<JobOutcome[]> {
  const params = { path: ofProject(projectId), header: { 'X-Force': force } };
  return outcomes(await dataOf(eihealth().POST(`${JOBS}/batch-terminate`, { params, body: { ids } })));
}

export async function retryJobs({ projectId, ids }: Batch): Promise<JobOutcome[]> {
  const params = { path: ofProject(projectId) };
  return outcomes(await dataOf(eihealth().POST(`${JOBS}/batch-retry`, { params, body: { ids } })));
}

export async function deleteJobs({ projectId, ids }: Batch): Promise<JobOutcome[]> {
  const params = { path: ofProject(projectId) };
  return outcomes(await dataOf(eihealth().POST(`${JOBS}/batch-delete`, { params, body: { ids } })));
}
