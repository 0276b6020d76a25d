/** Jobs in the database: events are the truth, the other rows are what they yield, written in the same transaction. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { isActive, isTerminal } from '#core/job/state.ts';
import { stillRunningTasks } from '#core/job/status.ts';
import { JobTracker } from '#core/job/tracker.ts';
import type { InstanceState, JobEvent, JobPlan, JobStatus } from '#core/job/types.ts';
import { stateOfEvents } from '#core/job/updated-plan.ts';
import type { Db } from '../db/database.ts';
import type { Database } from '../db/schema.ts';
import type { AttemptKey } from './executor.ts';
import { type Write, writeTogether } from './write-together.ts';

/** What the runner keeps of a job that is not over. */
export interface ActiveJob {
  id: string;
  name: string;
  projectId: string;
  projectName: string;
  bucket: string;
  userId: string;
  priority: number;
  createdAt: number;
  timeoutMs: number;
  nodeLabels: string[];
  plan: JobPlan;
  /** Its state, and what is ready. */
  tracker: JobTracker;
  /** Number of events applied to the tracker. */
  eventCount: number;
}

/** Events to append to a job whose row is locked; its tracker has applied them. */
export interface JobChange {
  job: ActiveJob;
  events: JobEvent[];
}

const UNFINISHED = ['PENDING', 'RUNNING', 'CANCELLING', 'UNKNOWN'] as const satisfies JobStatus[];

export const isOver = (job: ActiveJob): boolean => isTerminal(job.tracker.state.status);

/** Attempts handed to the executor that have not ended, as far as the state knows. */
export function outstanding(job: ActiveJob): { key: AttemptKey; started: boolean; site: string | undefined }[] {
  return Object.entries(job.tracker.state.tasks).flatMap(([task, instances]) =>
    instances.flatMap((instance, index) => {
      if (!isActive(instance)) return [];
      const key = { jobId: job.id, task, index, attempt: instance.attempt };
      return [{ key, started: instance.status === 'RUNNING', site: instance.site }];
    }),
  );
}

/** Whether an attempt is the one its instance waits for. */
export function isCurrent(job: ActiveJob, { task, index, attempt }: Omit<AttemptKey, 'jobId'>): boolean {
  const instance = job.tracker.state.tasks[task]?.[index];
  return instance !== undefined && instance.attempt === attempt && isActive(instance);
}

export const attemptName = ({ jobId, task, index, attempt }: AttemptKey): string =>
  `${jobId}/${task}-${index}/${attempt}`;

/** When a running job's time is over, in Unix milliseconds; undefined while its clock does not run. */
export function deadlineOf({ tracker: { state }, timeoutMs }: ActiveJob): number | undefined {
  // A soft cancel leaves steps to run on: they, too, may not run for ever.
  const runs = state.status === 'RUNNING' || state.status === 'CANCELLING';
  if (!runs || state.timedOut || state.startedAt === undefined) return undefined;
  return state.startedAt + timeoutMs;
}

/** Strict priority, then first come first served. */
export function inOrder(jobs: Iterable<ActiveJob>): ActiveJob[] {
  return [...jobs].sort((a, b) => b.priority - a.priority || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

/** Jobs that are not over, with their numbers of events. */
export async function activeJobs(db: Db): Promise<{ id: string; event_count: number }[]> {
  return db.selectFrom('job').select(['id', 'event_count']).where('status', 'in', UNFINISHED).execute();
}

/** Reads a job and rebuilds its state from its events; undefined when it is gone. */
export async function loadJob(db: Kysely<Database>, id: string): Promise<ActiveJob | undefined> {
  const row = await db
    .selectFrom('job')
    .innerJoin('job_plan', 'job_plan.job_id', 'job.id')
    .innerJoin('project', 'project.id', 'job.project_id')
    .select(['job.id', 'job.name', 'job.project_id', 'job.user_id', 'job.priority', 'job.timeout', 'job.create_time'])
    .select('job.node_labels')
    .select(['job_plan.plan', 'project.bucket', 'project.name as project_name'])
    .where('job.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { events, count } = await readEvents(db, id, 0);
  return {
    id: row.id,
    name: row.name,
    projectId: row.project_id,
    projectName: row.project_name,
    bucket: row.bucket,
    userId: row.user_id,
    priority: row.priority,
    createdAt: row.create_time.getTime(),
    timeoutMs: row.timeout * 60_000,
    nodeLabels: row.node_labels,
    plan: row.plan,
    tracker: new JobTracker(row.plan, stateOfEvents(row.plan, events)),
    eventCount: count,
  };
}

async function readEvents(db: Kysely<Database>, id: string, since: number) {
  const rows = await db
    .selectFrom('job_event')
    .select(['seq', 'event'])
    .where('job_id', '=', id)
    .where('seq', '>', since)
    .orderBy('seq')
    .execute();
  return { events: rows.map(({ event }) => event), count: rows.at(-1)?.seq ?? since };
}

/** Applies the events that others have appended meanwhile. */
export async function refreshJob(db: Kysely<Database>, job: ActiveJob): Promise<void> {
  const { events, count } = await readEvents(db, job.id, job.eventCount);
  for (const event of events) job.tracker.apply(event);
  job.plan = job.tracker.plan;
  job.eventCount = count;
}

/** Locks the rows of jobs until the transaction ends; answers their numbers of events. */
export async function lockJobs(trx: Transaction<Database>, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('job')
    .select(['id', 'event_count'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row.event_count]));
}

/** Events, the instances they touch and the jobs' rows, for all jobs. */
export function changeWrites(changes: JobChange[]): Write[] {
  const events = changes.flatMap(({ job, events }) =>
    events.map((event, at) => ({ job_id: job.id, seq: job.eventCount - events.length + at + 1, event })),
  );
  if (events.length === 0) return [];
  const instances = changes.flatMap(touchedInstances);
  const jobs = changes.map(({ job }) => jobRow(job));
  return [
    {
      name: 'new_event',
      sql: sql`insert into job_event (job_id, seq, event)
        select job_id, seq, event from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
          as r(job_id text, seq integer, event jsonb)`,
    },
    {
      name: 'new_instance',
      sql: sql`insert into job_instance (job_id, task, index, status, attempt, failed_times, queue_time, start_time,
          finish_time, exit_code, reason, message, usage, missing_outputs)
        select job_id, task, index, status, attempt, failed_times, queue_time, start_time,
          finish_time, exit_code, reason, message, usage, missing_outputs
        from jsonb_to_recordset(${JSON.stringify(instances)}::jsonb) as r(job_id text, task text, index integer,
          status text, attempt integer, failed_times integer, queue_time timestamptz, start_time timestamptz,
          finish_time timestamptz, exit_code integer, reason text, message text, usage jsonb, missing_outputs jsonb)
        on conflict (job_id, task, index) do update set status = excluded.status, attempt = excluded.attempt,
          failed_times = excluded.failed_times, queue_time = excluded.queue_time, start_time = excluded.start_time,
          finish_time = excluded.finish_time, exit_code = excluded.exit_code, reason = excluded.reason,
          message = excluded.message, usage = excluded.usage, missing_outputs = excluded.missing_outputs`,
    },
    {
      name: 'new_job_state',
      sql: sql`update job set event_count = r.event_count, status = r.status, failed_reason = r.failed_reason,
          failed_message = r.failed_message, still_running_tasks = r.still_running_tasks, start_time = r.start_time,
          finish_time = r.finish_time
        from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as r(id text,
          event_count integer, status text, failed_reason text, failed_message text, still_running_tasks jsonb,
          start_time timestamptz, finish_time timestamptz)
        where job.id = r.id`,
    },
  ];
}

const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());

function jobRow({ id, eventCount, tracker: { state } }: ActiveJob) {
  return {
    id,
    event_count: eventCount,
    status: state.status,
    failed_reason: state.failedReason ?? '',
    failed_message: state.failedMessage ?? '',
    still_running_tasks: stillRunningTasks(state),
    start_time: time(state.startedAt),
    finish_time: time(state.finishedAt),
  };
}

const CONCERNS_ALL: ReadonlySet<JobEvent['type']> = new Set(['job-finished', 'job-retried', 'job-updated']);

/** Rows of the instances that the events of a change name; of all of them when an event concerns the whole job. */
function touchedInstances({ job, events }: JobChange) {
  const rows = new Map<string, ReturnType<typeof instanceRow>>();
  const add = (task: string, index: number) => {
    const instance = job.tracker.state.tasks[task]?.[index];
    if (instance) rows.set(`${task}/${index}`, instanceRow(job.id, task, index, instance));
  };
  for (const event of events) {
    if ('task' in event) add(event.task, event.index);
    else if (CONCERNS_ALL.has(event.type))
      for (const [task, instances] of Object.entries(job.tracker.state.tasks))
        for (const index of instances.keys()) add(task, index);
  }
  return [...rows.values()];
}

function instanceRow(jobId: string, task: string, index: number, instance: InstanceState) {
  return {
    job_id: jobId,
    task,
    index,
    status: instance.status,
    attempt: instance.attempt,
    failed_times: instance.failedTimes,
    queue_time: time(instance.queuedAt),
    start_time: time(instance.startedAt),
    finish_time: time(instance.finishedAt),
    exit_code: instance.exitCode ?? null,
    reason: instance.reason ?? '',
    message: instance.message ?? '',
    usage: instance.usage ?? null,
    missing_outputs: instance.missingOutputs ?? null,
  };
}

/**
 * Appends events to a job from outside the runner, which takes them in when it is woken. `decide` sees the job as it
 * is now, under lock, and may throw to refuse. False when the job is gone.
 */
export function appendToJob(
  db: Db,
  id: string,
  decide: (job: ActiveJob, trx: Transaction<Database>) => JobEvent[] | Promise<JobEvent[]>,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockJobs(trx, [id]);
    const job = await loadJob(trx, id);
    if (!job) return false;
    const events = (await decide(job, trx)).filter((event) => job.tracker.apply(event));
    job.eventCount += events.length;
    if (events.some(({ type }) => type === 'job-updated')) await writePlan(trx, job);
    await writeTogether(trx, changeWrites([{ job, events }]));
    return true;
  });
}

/** Stores the plan as updated; rows of instances that are no longer part of it go. */
async function writePlan(trx: Transaction<Database>, job: ActiveJob): Promise<void> {
  job.plan = job.tracker.plan;
  await trx
    .updateTable('job_plan')
    .set({ plan: JSON.stringify(job.plan) })
    .where('job_id', '=', job.id)
    .execute();
  for (const { name, instances } of job.plan.tasks)
    await trx
      .deleteFrom('job_instance')
      .where('job_id', '=', job.id)
      .where('task', '=', name)
      .where('index', '>=', instances)
      .execute();
}
