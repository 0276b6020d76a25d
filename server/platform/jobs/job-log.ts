/** 4.5.2.7: the last lines of an instance's log, and an address for all of it. */
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import { readTail } from '../../engine/log-tail.ts';
import { type Call, presentTime } from '../platform.ts';
import { findInstance } from './instances/find-instance.ts';
import { logPath } from './log-files.ts';

type LogCall = Call<ServiceOperations['eihealth']['showJobLog']>;

const INLINE_LINES = 1000;

export async function showJobLog(call: LogCall): Promise<Schema<'ShowJobLogResponse'>> {
  const { platform, project, path, query } = call;
  const { job, task, index } = await findInstance(platform, project.id, path.job_id, query.task_name, query.task_index);
  const address = { jobId: job.id, task: task.name, index };
  const tail = await readTail(await logPath(platform, address), INLINE_LINES);
  if (!tail) return { count: 0, logs: [] };
  const collected = presentTime(tail.changed);
  return {
    count: tail.lines.length,
    logs: tail.lines.map((content) => ({ collect_time: collected, content })),
    log_storage_link: platform.signed.sign({ kind: 'log', projectId: project.id, ...address }),
  };
}
