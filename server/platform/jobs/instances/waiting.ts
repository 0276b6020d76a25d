/** What an instance that does not run waits for: facts of the moment, beside the stored events. */
import { sql } from 'kysely';
import { plannedTask } from '#core/job/instance.ts';
import { type Waiting, waitingOf } from '#core/job/waiting.ts';
import type { Platform } from '../../platform.ts';
import { both, holdWords } from '../event-words.ts';
import type { Attempt, Instance } from './find-instance.ts';
import type { InstanceEventWords } from './instance-words.ts';

/** What a scheduler says of an attempt it was given: why it does not begin, or why its end is not known yet. */
function schedulerWords({ engine }: Platform, last: Attempt | undefined): InstanceEventWords[] {
  if (last?.record.queuedAt === undefined || last.record.endedAt !== undefined) return [];
  const note = engine.lookup.note?.(last.key);
  if (!note) return [];
  const { queuedAt: at } = last.record;
  return [{ at, until: Date.now(), warning: true, reason: 'SchedulerNote', message: both(`调度器：${note}`, note) }];
}

/** Nothing when the instance has ended, or runs and its scheduler has nothing to say. */
export async function waitingWords(
  platform: Platform,
  instance: Instance,
  attempts: readonly Attempt[],
): Promise<InstanceEventWords[]> {
  const { job, task } = instance;
  const told = schedulerWords(platform, attempts.at(-1));
  if (told.length > 0) return told;
  const last = attempts.at(-1)?.record;
  if (last && last.startedAt !== undefined && last.endedAt === undefined) return [];
  const waiting = waitingOf({
    job: {
      status: job.status,
      createdAt: job.create_time.getTime(),
      ...(job.finish_time ? { finishedAt: job.finish_time.getTime() } : {}),
    },
    task: task.name,
    status: await statusOf(platform, instance),
    ...(last ? { last } : {}),
    missing: await missingUpstream(platform, instance),
    ...(await lastHolds(platform, instance)),
  });
  return waiting ? [describeWaiting(waiting, instance)] : [];
}

async function statusOf(platform: Platform, { job, task, index }: Instance) {
  const row = await platform.db
    .selectFrom('job_instance')
    .select('status')
    .where('job_id', '=', job.id)
    .where('task', '=', task.name)
    .where('index', '=', index)
    .executeTakeFirst();
  return row?.status ?? 'PENDING';
}

/** Names of the tasks upstream whose results are still missing. */
async function missingUpstream(platform: Platform, { job, plan, task, index }: Instance): Promise<string[]> {
  const upstream = Object.entries(task.upstream);
  if (upstream.length === 0) return [];
  const rows = await platform.db
    .selectFrom('job_instance')
    .select(['task', sql<number>`count(*)::integer`.as('done'), sql<boolean>`bool_or(index = ${index})`.as('same')])
    .where('job_id', '=', job.id)
    .where('status', '=', 'SUCCEEDED')
    .where('task', 'in', Object.keys(task.upstream))
    .groupBy('task')
    .execute();
  const done = new Map(rows.map((row) => [row.task, row]));
  const isMissing = ([name, edge]: (typeof upstream)[number]) =>
    edge === 'iterate'
      ? !done.get(name)?.same
      : (done.get(name)?.done ?? 0) < (plannedTask(plan, name)?.instances ?? 0);
  return upstream.filter(isMissing).map(([name]) => name);
}

/** Why no node takes the tasks of the job, as its last event about waiting says; a retry begins anew. */
async function lastHolds(platform: Platform, { job }: Instance) {
  const row = await platform.db
    .selectFrom('job_event')
    .select('event')
    .where('job_id', '=', job.id)
    .where(sql<string>`event->>'type'`, 'in', ['job-waiting', 'job-retried'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.event.type === 'job-waiting' ? { holds: { since: row.event.at, holds: row.event.holds } } : {};
}

function describeWaiting(waiting: Waiting, { task }: Instance): InstanceEventWords {
  const { since: at } = waiting;
  const until = Date.now();
  switch (waiting.kind) {
    case 'never':
      return { at, reason: 'NotStarted', message: both('作业结束时尚未开始', 'It had not started when the job ended') };
    case 'tasks': {
      const [zh, en] = [waiting.tasks.join('、'), waiting.tasks.join(', ')];
      const message = both(`等待上游任务 ${zh} 的结果`, `Waits for the results of ${en}`);
      return { at, until, reason: 'WaitingForTasks', message };
    }
    case 'node':
      return { at, until, warning: true, ...holdWords(waiting.hold, task.name) };
    case 'resources': {
      const asked = [task.resources.cpu, task.resources.memory];
      const message = both(
        `等待节点空出 ${asked.join('、')}，排在前面的实例先开始`,
        `Waits until ${asked.join(' and ')} are free on a node; those before it start first`,
      );
      return { at, until, reason: 'WaitingForResources', message };
    }
    case 'turn':
      return {
        at,
        until,
        reason: 'WaitingForTurn',
        message: both('排队等待，先就绪的实例先开始', 'Waits for its turn behind what was ready before it'),
      };
  }
}
