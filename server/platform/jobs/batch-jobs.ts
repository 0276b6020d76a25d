/** Cancel, retry and delete of up to 50 jobs (4.5.2.15–.17): each by itself, with its own outcome. */
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import { ApiError } from '../../errors.ts';
import { type Call, RawReply } from '../platform.ts';
import { type Acting, cancelOne, deleteOne, retryOne } from './change-job.ts';

type Operations = ServiceOperations['eihealth'];
type Outcome = Schema<'BatchOperateJobRsp'>;

/** Without X-Force a batch is ended by force: the documents' own example says so. */
export function batchCancelJobs(call: Call<Operations['batchCancelJob']>) {
  const force = call.headers['x-force'] !== false;
  return eachJob(call, call.body.ids, (id) => cancelOne(call, id, force));
}

export function batchRetryJobs(call: Call<Operations['batchRetryJob']>) {
  return eachJob(call, call.body.ids, (id) => retryOne(call, id));
}

export function batchDeleteJobs(call: Call<Operations['batchDeleteJob']>) {
  return eachJob(call, call.body.ids, (id) => deleteOne(call, id));
}

/** One outcome per job, in the order given; an id that is listed twice is one job. 207 when any failed. */
async function eachJob(
  { platform }: Acting,
  ids: readonly string[],
  act: (id: string) => Promise<void>,
): Promise<RawReply> {
  const outcomes: Outcome[] = [];
  for (const id of new Set(ids)) {
    try {
      await act(id);
      outcomes.push({ id, status: 'SUCCEEDED' });
    } catch (error) {
      outcomes.push({ id, status: 'FAILED', message: messageOf(error) });
      if (!(error instanceof ApiError)) platform.log.error({ err: error, jobId: id }, 'a job of a batch failed');
    }
  }
  const failed = outcomes.some(({ status }) => status === 'FAILED');
  return new RawReply(outcomes, { status: failed ? 207 : 200 });
}

/** The code stands in the message, because the documents give it no field of its own. */
function messageOf(error: unknown): string {
  return error instanceof ApiError ? `${error.message} (${error.code})` : 'Internal error (eihealth.01000004)';
}
