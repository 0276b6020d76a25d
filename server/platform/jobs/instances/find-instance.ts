/** Finding one instance of a task and its attempts, with the documented refusals. */
import { sql } from 'kysely';
import { type AttemptRecord, attemptsOf, STOPPING_EVENTS } from '#core/job/attempts.ts';
import { plannedTask } from '#core/job/instance.ts';
import { attemptOfName, instanceName } from '#core/job/instance-name.ts';
import type { JobPlan, PlannedTask } from '#core/job/types.ts';
import type { AttemptKey } from '../../../engine/executor.ts';
import { refuse } from '../../../errors.ts';
import type { Call, Platform } from '../../platform.ts';
import { findJob, findPlan } from '../job-access.ts';

type JobRow = Awaited<ReturnType<typeof findJob>>;

export interface Instance {
  job: JobRow;
  plan: JobPlan;
  task: PlannedTask;
  index: number;
}

/** One attempt of an instance, which the reference calls an instance of a sub task (a pod). */
export interface Attempt extends Instance {
  record: AttemptRecord;
  key: AttemptKey;
  name: string;
}

/**
 * An instance by the name of its task and its number.
 * @throws ApiError 404: 01050202 no such job, 01050204 no such task, 01050222 no such instance
 */
export async function findInstance(
  platform: Platform,
  projectId: string,
  jobId: string,
  taskName: string,
  taskIndex = '0',
): Promise<Instance> {
  const job = await findJob(platform, projectId, jobId);
  const plan = await findPlan(platform, job.id);
  const task = plannedTask(plan, taskName);
  if (!task) throw refuse('01050204', `The job has no task ${taskName}`);
  const index = /^\d{1,9}$/.test(taskIndex) ? Number(taskIndex) : Number.NaN;
  if (!(index < task.instances)) throw refuse('01050222', `Task ${task.name} has no instance ${taskIndex}`);
  return { job, plan, task, index };
}

/** All attempts of an instance, the first one first. */
export async function findAttempts(platform: Platform, instance: Instance): Promise<Attempt[]> {
  const { job, task, index } = instance;
  const rows = await platform.db
    .selectFrom('job_event')
    .select('event')
    .where('job_id', '=', job.id)
    .where(({ or, eb }) =>
      or([
        sql<boolean>`event @> ${JSON.stringify({ task: task.name, index })}::jsonb`,
        eb(sql<string>`event->>'type'`, 'in', STOPPING_EVENTS),
      ]),
    )
    .orderBy('seq')
    .execute();
  const records = attemptsOf(
    rows.map(({ event }) => event),
    task.name,
    index,
  );
  return records.map((record) => {
    const key = { jobId: job.id, task: task.name, index, attempt: record.attempt };
    return { ...instance, record, key, name: instanceName(key) };
  });
}

/** @throws ApiError 01050222 when the instance has no attempt of that name */
export async function findAttempt(platform: Platform, instance: Instance, name: string): Promise<Attempt> {
  const { job, task, index } = instance;
  const number = attemptOfName(name, { jobId: job.id, task: task.name, index });
  const attempts = number === undefined ? [] : await findAttempts(platform, instance);
  const found = attempts.find(({ record }) => record.attempt === number);
  if (!found) throw refuse('01050222', `Task ${task.name} has no instance ${name}`);
  return found;
}

interface InstanceParameters {
  path: { job_id: string; task_name: string };
  query: { task_index?: string };
}

type InstanceCall = Pick<Call<never>, 'platform' | 'project'> & InstanceParameters;

/** The instance that a call below `/tasks/{task_name}` names. */
export const instanceOf = ({ platform, project, path, query }: InstanceCall): Promise<Instance> =>
  findInstance(platform, project.id, path.job_id, path.task_name, query.task_index);

/** The attempt that a call below `/instances/{instance_name}` names. */
export async function attemptOf(call: InstanceCall & { path: { instance_name: string } }): Promise<Attempt> {
  return findAttempt(call.platform, await instanceOf(call), call.path.instance_name);
}
