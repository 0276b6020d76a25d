/** 4.5.2.7: the last lines of an instance's log, and an address for all of it. */

import { join } from 'node:path';
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import { readTail } from '../../engine/log-tail.ts';
import { refuse } from '../../errors.ts';
import { type Call, presentTime } from '../platform.ts';
import { findJob, findPlan } from './job-access.ts';
import { attemptFolder } from './log-files.ts';

type LogCall = Call<ServiceOperations['eihealth']['showJobLog']>;

const INLINE_LINES = 1000;

export async function showJobLog(call: LogCall): Promise<Schema<'ShowJobLogResponse'>> {
  const { platform, project, path, query } = call;
  const job = await findJob(platform, project.id, path.job_id);
  const task = (await findPlan(platform, job.id)).tasks.find(({ name }) => name === query.task_name);
  if (!task) throw refuse('01050204', `The job has no task ${query.task_name}`);
  const index = Number(query.task_index ?? '0');
  if (!Number.isInteger(index) || index < 0 || index >= task.instances)
    throw refuse('01050222', `Task ${task.name} has no instance ${query.task_index}`);
  const address = { jobId: job.id, task: task.name, index };
  const tail = await readTail(
    join(attemptFolder(platform.config.dataDir, address, await attemptOf(call, address)), 'log'),
    INLINE_LINES,
  );
  if (!tail) return { count: 0, logs: [] };
  const collected = presentTime(tail.changed);
  return {
    count: tail.lines.length,
    logs: tail.lines.map((content) => ({ collect_time: collected, content })),
    log_storage_link: platform.signed.sign({ kind: 'log', projectId: project.id, ...address }),
  };
}

async function attemptOf({ platform }: LogCall, address: { jobId: string; task: string; index: number }) {
  const row = await platform.db
    .selectFrom('job_instance')
    .select('attempt')
    .where('job_id', '=', address.jobId)
    .where('task', '=', address.task)
    .where('index', '=', address.index)
    .executeTakeFirst();
  return row?.attempt ?? 0;
}
