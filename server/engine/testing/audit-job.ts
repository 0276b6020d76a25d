/** Holds all that is stored of a job against what its events yield. */
import { isDeepStrictEqual } from 'node:util';
import { instanceOutputDir } from '#core/job/instance.ts';
import { changeOf, initialState, writeChange } from '#core/job/state.ts';
import { stillRunningTasks } from '#core/job/status.ts';
import type { InstanceState, JobState } from '#core/job/types.ts';
import type { EngineLab, LabJob } from './engine-lab.ts';

/** @throws Error naming the first thing that differs */
export async function auditJob(lab: EngineLab, job: LabJob): Promise<void> {
  const state = await rebuild(lab, job);
  const row = await lab.db.selectFrom('job').selectAll().where('id', '=', job.id).executeTakeFirstOrThrow();
  same('the row of the job', row, {
    ...row,
    status: state.status,
    failed_reason: state.failedReason ?? '',
    failed_message: state.failedMessage ?? '',
    still_running_tasks: stillRunningTasks(state),
    start_time: timeOf(state.startedAt),
    finish_time: timeOf(state.finishedAt),
  });
  await auditInstances(lab, job, state);
}

/** The state that the stored events yield; each of them must have been possible when it came. */
async function rebuild({ db }: EngineLab, { id, plan }: LabJob): Promise<JobState> {
  const rows = await db.selectFrom('job_event').selectAll().where('job_id', '=', id).orderBy('seq').execute();
  const { event_count } = await db
    .selectFrom('job')
    .select('event_count')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  same(
    'the numbers of the events',
    rows.map(({ seq }) => seq),
    Array.from({ length: event_count }, (_, at) => at + 1),
  );
  const state = initialState(plan);
  for (const { event } of rows) {
    const change = changeOf(state, event);
    if (!change) throw new Error(`event ${JSON.stringify(event)} was stored and is impossible`);
    writeChange(state, change);
  }
  return state;
}

async function auditInstances(lab: EngineLab, job: LabJob, state: JobState): Promise<void> {
  const rows = await lab.db.selectFrom('job_instance').selectAll().where('job_id', '=', job.id).execute();
  const found = new Map(rows.map(({ job_id: _job, task, index, ...fields }) => [`${task}/${index}`, fields]));
  const files: string[] = [];
  for (const task of job.plan.tasks)
    for (const [index, instance] of (state.tasks[task.name] ?? []).entries()) {
      const row = found.get(`${task.name}/${index}`);
      const untouched = instance.status === 'PENDING' && instance.attempt === 0;
      if (row || !untouched) same(`the row of ${task.name}-${index}`, row, rowOf(instance));
      if (instance.status === 'SUCCEEDED') files.push(`${instanceOutputDir(task, index)}/out`);
    }
  same('the files in the project', (await lab.filesOf(job)).sort(), files.sort());
}

const timeOf = (at: number | undefined) => (at === undefined ? null : new Date(at));

const rowOf = (instance: InstanceState) => ({
  status: instance.status,
  attempt: instance.attempt,
  failed_times: instance.failedTimes,
  queue_time: timeOf(instance.queuedAt),
  start_time: timeOf(instance.startedAt),
  finish_time: timeOf(instance.finishedAt),
  exit_code: instance.exitCode ?? null,
  reason: instance.reason ?? '',
  message: instance.message ?? '',
  usage: instance.usage ?? null,
  missing_outputs: instance.missingOutputs ?? null,
});

function same(what: string, stored: unknown, rebuilt: unknown): void {
  if (isDeepStrictEqual(stored, rebuilt)) return;
  throw new Error(`${what} is\n  ${JSON.stringify(stored)}\nand its events yield\n  ${JSON.stringify(rebuilt)}`);
}
