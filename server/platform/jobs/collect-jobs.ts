/**
 * Drops finished jobs beyond the number to keep (4.2.5, domain §3.9), oldest first: record, events and logs, never
 * outputs. In steps small enough for others to get their turn. Servers that share a database may all do it: what is
 * older than the oldest job to keep goes, whoever drops it, and a locked job is left to who has it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import type { Platform } from '../platform.ts';
import { readJobConfig } from './job-config.ts';

/** Jobs of one step, fewer when they have many events. */
const STEP = 100;
const STEP_EVENTS = 20_000;
const PAUSE_MS = 20;
/** No platform finishes more jobs than this in a second: until it could have, nobody needs to count again. */
const FINISHED_A_SECOND = 1_000;
const LONGEST_REST_MS = 3_600_000;
/** How long a collected job is remembered, to say what became of it. */
const REMEMBERED_DAYS = 90;

type Parts = Pick<Platform, 'db' | 'engine' | 'bus' | 'log'>;

export class JobCollector {
  private keep = 0;
  private restsUntil = 0;
  private running: Promise<number> | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly signal: AbortSignal,
  ) {}

  /** Collects what is too much now; answers how many jobs went. Asked often, it looks seldom. */
  turn(): Promise<number> {
    this.running ??= this.look().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Resolves when nothing is being collected; to be asked after the signal. */
  async settled(): Promise<void> {
    await this.running?.catch(() => undefined);
  }

  private async look(): Promise<number> {
    const { db } = this.parts;
    const { job_retain_number: keep } = await readJobConfig(db);
    if (keep === this.keep && Date.now() < this.restsUntil) return 0;
    this.keep = keep;
    await dropLeftLogs(this.parts);
    const finished = await countFinished(db);
    const gone = finished > keep ? await this.collect(keep) : 0;
    const rest = (Math.max(0, keep - finished) / FINISHED_A_SECOND) * 1_000;
    this.restsUntil = Date.now() + Math.min(rest, LONGEST_REST_MS);
    await db.deleteFrom('collected_job').where('collect_time', '<', daysAgo(REMEMBERED_DAYS)).execute();
    return gone;
  }

  private async collect(keep: number): Promise<number> {
    const newest = await newestBeyond(this.parts.db, keep);
    let gone = 0;
    while (newest && !this.signal.aborted) {
      const dropped = await dropStep(this.parts.db, newest);
      if (dropped.length === 0) break;
      gone += dropped.length;
      await dropLogs(this.parts, dropped);
      for (const id of new Set(dropped.map(({ project_id }) => project_id)))
        this.parts.bus.publish({ topic: 'jobs', eihealth_project_id: id });
      await delay(PAUSE_MS);
    }
    if (gone > 0) this.parts.log.info({ gone, keep }, 'finished jobs beyond the number to keep were collected');
    return gone;
  }
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

async function countFinished(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('job')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('finish_time', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

interface Place {
  finish_time: Date | null;
  id: string;
}

/** The newest job that is not to be kept. */
function newestBeyond(db: Db, keep: number): Promise<Place | undefined> {
  return db
    .selectFrom('job')
    .select(['finish_time', 'id'])
    .where('finish_time', 'is not', null)
    .orderBy('finish_time', 'desc')
    .orderBy('id', 'desc')
    .offset(keep)
    .limit(1)
    .executeTakeFirst();
}

/** Drops the oldest jobs up to a place in their order; a retried one has no end and is not among them. */
function dropStep(db: Db, newest: Place): Promise<{ id: string; project_id: string }[]> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('job')
      .select(['id', 'project_id', 'event_count'])
      .where(sql<boolean>`(finish_time, id) <= (${newest.finish_time}, ${newest.id})`)
      .where('finish_time', 'is not', null)
      .orderBy('finish_time')
      .orderBy('id')
      .limit(STEP)
      .forUpdate()
      .skipLocked()
      .execute();
    const step = firstWithEvents(rows, STEP_EVENTS);
    if (step.length === 0) return [];
    const now = new Date();
    await trx
      .insertInto('collected_job')
      .values(step.map(({ id, project_id }) => ({ id, project_id, collect_time: now, has_logs: true })))
      .execute();
    await trx
      .deleteFrom('job')
      .where(
        'id',
        'in',
        step.map(({ id }) => id),
      )
      .execute();
    return step;
  });
}

/** The first jobs that have so many events together, at least one job. */
function firstWithEvents<T extends { event_count: number }>(jobs: T[], most: number): T[] {
  let events = 0;
  const end = jobs.findIndex(({ event_count }, at) => {
    events += event_count;
    return at > 0 && events > most;
  });
  return end < 0 ? jobs : jobs.slice(0, end);
}

async function dropLogs({ db, engine }: Parts, jobs: { id: string }[]): Promise<void> {
  for (const { id } of jobs) await engine.forget(id);
  await db
    .updateTable('collected_job')
    .set({ has_logs: false })
    .where(
      'id',
      'in',
      jobs.map(({ id }) => id),
    )
    .execute();
}

/** Logs that a server which was stopped in the middle did not come to. */
async function dropLeftLogs(parts: Parts): Promise<void> {
  const left = await parts.db.selectFrom('collected_job').select('id').where('has_logs', '=', true).execute();
  if (left.length > 0) await dropLogs(parts, left);
}
