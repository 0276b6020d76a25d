/** 4.5.2.3: the plan of a job and where each of its instances is. */
import type { Selectable } from 'kysely';
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import { dagOf } from '#core/job/plan.ts';
import { isTerminal } from '#core/job/state.ts';
import { countInstances, taskStatusOf } from '#core/job/status.ts';
import type { JobPlan, PlannedInput, PlannedTask, TaskStatus } from '#core/job/types.ts';
import type { JobInstanceTable } from '../../db/schema.ts';
import { unchangedSince } from '../../gateway/conditional.ts';
import { type Call, type Platform, presentTime, type RawReply } from '../platform.ts';
import type { ProjectApp } from '../project-apps.ts';
import { findJob, findPlan } from './job-access.ts';
import { presentJobHead } from './list-jobs.ts';

type ShowCall = Call<ServiceOperations['eihealth']['showJob']>;
type InstanceRow = Pick<
  Selectable<JobInstanceTable>,
  'task' | 'index' | 'status' | 'attempt' | 'failed_times' | 'queue_time' | 'start_time' | 'finish_time'
>;
type SubTask = Schema<'SubTaskRuntimeDto'>;

/** `actual_running_time` of what still runs may be so far behind in a reply that is otherwise unchanged. */
const RUNNING_TIME_STEP_MS = 30_000;

export async function showJob(call: ShowCall): Promise<Schema<'ShowJobResponse'> | RawReply> {
  const { platform, project, path, headers } = call;
  const job = await findJob(platform, project.id, path.job_id);
  // Links to logs expire: a reply with them is made anew each time.
  const unchanged =
    headers['x-addition-info'] === undefined ? unchangedSince(call.request, call.reply, stateOf(job)) : undefined;
  if (unchanged) return unchanged;
  // Read after the row: what is newer than the tag says is sent again, never kept back.
  const plan = await findPlan(platform, job.id);
  const instances = await readInstances(platform, job.id, plan);
  const withLogs = headers['x-addition-info'] === 'LOG';
  const link = (task: string, row: InstanceRow) =>
    withLogs && row.attempt > 0
      ? platform.signed.sign({ kind: 'log', projectId: project.id, jobId: job.id, task, index: row.index })
      : undefined;
  return {
    ...presentJobHead(job),
    node_labels: job.node_labels,
    still_running_tasks: job.still_running_tasks,
    tasks: plan.tasks.map(presentTask),
    dag: dagOf(plan),
    task_runtime_info: plan.tasks.map(({ name }) => presentRuntime(name, instances.get(name) ?? [], link)),
  };
}

/** Everything in the reply follows from the job's events, but for the clock while something may run. */
function stateOf({ event_count, status }: Awaited<ReturnType<typeof findJob>>): string {
  const clock = isTerminal(status) ? 'over' : Math.floor(Date.now() / RUNNING_TIME_STEP_MS).toString(36);
  return `${event_count}-${clock}`;
}

/** Rows of all instances by task and index; one that has none yet has not begun. */
async function readInstances(platform: Platform, jobId: string, plan: JobPlan): Promise<Map<string, InstanceRow[]>> {
  const rows = await platform.db
    .selectFrom('job_instance')
    .select(['task', 'index', 'status', 'attempt', 'failed_times', 'queue_time', 'start_time', 'finish_time'])
    .where('job_id', '=', jobId)
    .execute();
  const tasks = new Map(
    plan.tasks.map(({ name, instances }) => [
      name,
      Array.from({ length: instances }, (_, index) => fresh(name, index)),
    ]),
  );
  for (const row of rows) {
    const instances = tasks.get(row.task);
    if (instances) instances[row.index] = row;
  }
  return tasks;
}

function fresh(task: string, index: number): InstanceRow {
  return {
    task,
    index,
    status: 'PENDING',
    attempt: 0,
    failed_times: 0,
    queue_time: null,
    start_time: null,
    finish_time: null,
  };
}

function presentRuntime(
  task: string,
  rows: InstanceRow[],
  link: (task: string, row: InstanceRow) => string | undefined,
): Schema<'TaskRuntimeDto'> {
  const status = taskStatusOf(countInstances(rows));
  const created = earliest(rows.map(({ queue_time }) => queue_time));
  const started = earliest(rows.map(({ start_time }) => start_time));
  const finished = isOver(status) ? latest(rows.map(({ finish_time }) => finish_time)) : null;
  return {
    task_name: task,
    status,
    ...times(created, started, finished),
    sub_tasks: rows.map((row) => presentInstance(task, row, link(task, row))),
  };
}

function presentInstance(task: string, row: InstanceRow, link: string | undefined): SubTask {
  const { queue_time, start_time, finish_time } = row;
  const sub: SubTask = {
    sub_task_name: `${task}-${row.index}`,
    status: row.status,
    job_failed_times: row.failed_times,
    ...times(queue_time, start_time, finish_time),
  };
  if (queue_time) sub.pod_create_time = presentTime(queue_time);
  if (start_time) sub.pod_start_time = presentTime(start_time);
  if (link) sub.log_storage_link = link;
  return sub;
}

/** `actual_running_time` is in seconds, until now while something runs. */
function times(created: Date | null, started: Date | null, finished: Date | null) {
  const until = finished?.getTime() ?? Date.now();
  return {
    ...(created ? { create_time: presentTime(created) } : {}),
    ...(finished ? { finish_time: presentTime(finished) } : {}),
    ...(started ? { actual_running_time: Math.max(0, Math.round((until - started.getTime()) / 1000)) } : {}),
  };
}

const isOver = (status: TaskStatus) => status !== 'PENDING' && status !== 'RUNNING';

function earliest(dates: (Date | null)[]): Date | null {
  return dates.reduce((best, date) => (date && (!best || date < best) ? date : best), null);
}

function latest(dates: (Date | null)[]): Date | null {
  return dates.reduce((best, date) => (date && (!best || date > best) ? date : best), null);
}

function presentTask(task: PlannedTask): Schema<'TaskDefinitionDto'> {
  const app: Partial<ProjectApp> = task.app;
  return {
    task_name: task.name,
    display_name: task.displayName,
    output_dir: task.outputDir,
    whole_output_dir: task.wholeOutputDir,
    resources: task.resources,
    ...(task.location ? { location: task.location } : {}),
    inputs: task.inputs.map((input) => ({ name: input.name, values: valuesOf(input) })),
    app_info: {
      app_id: task.app.id,
      app_name: task.app.name,
      app_version: task.app.version,
      app_src_project_name: app.source_project_name ?? '',
      app_labels: app.labels ?? [],
      app_summary: app.summary ?? '',
      app_description: app.description ?? '',
      app_image: app.image ?? '',
      app_commands: app.commands ?? [],
      app_input_parameters: task.app.inputs,
      app_output_parameters: task.app.outputs,
      app_node_labels: app.node_labels ?? [],
    },
  };
}

function valuesOf(input: PlannedInput): string[] {
  return input.kind === 'values' ? input.values : [`\${${input.task}.${input.output}}`];
}
