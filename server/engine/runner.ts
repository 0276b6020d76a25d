/**
 * Runs jobs. One loop takes what happened (facts of the executor, requests of handlers, passed deadlines), turns it
 * into events and writes events and state in one transaction per round; only then it acts on the outside. What is in
 * memory is a cache of the events: after any failure of a round it is thrown away and read again.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Database } from '../db/schema.ts';
import type { EventBus } from '../gateway/event-bus.ts';
import type { JobEngine, Log } from '../platform/platform.ts';
import type { ObjectStore } from '../storage/store.ts';
import { Announcer } from './announcer.ts';
import { attemptRequest } from './attempt-request.ts';
import type { AttemptFact, AttemptKey, AttemptRequest, Executor, FactPosition } from './executor.ts';
import {
  type ActiveJob,
  activeJobs,
  attemptName,
  deadlineOf,
  inOrder,
  isCurrent,
  isOver,
  loadJob,
  lockJobs,
  outstanding,
  refreshJob,
  writeChanges,
} from './job-store.ts';
import { type Outcome, outcomeOf } from './outcomes.ts';
import { readPosition, writePosition } from './position.ts';
import { indexObjects } from './publish-outputs.ts';
import { Round } from './round.ts';
import { StorageRoom } from './storage-room.ts';
import { Window } from './window.ts';

export interface RunnerParts {
  db: Db;
  store: ObjectStore;
  bus: EventBus;
  executor: Executor;
  log: Log;
  /** Makes a round's transaction fail when another server has taken over; absent where there can be none. */
  fence?: (trx: Transaction<Database>) => Promise<void>;
  /** Between TERM and KILL when running steps are ended. */
  graceMs?: number;
}

/** A fact whose outputs, if any, are stored; to be written in this round. */
interface Settled {
  job: ActiveJob;
  fact: AttemptFact;
  outcome: Outcome;
}

const GRACE_MS = 10_000;
const RETRY_MS = 1_000;
/** Facts settled in one round: bounds the length of a transaction. */
const BATCH = 256;
const START_WAIT_MS = 15;
/** Outputs are moved so many attempts at a time. */
const LANES = 8;
const MAX_TIMER_MS = 2 ** 31 - 1;

export class JobRunner implements JobEngine {
  private readonly jobs = new Map<string, ActiveJob>();
  private readonly window: Window;
  private readonly woken = new Set<string>();
  private facts: AttemptFact[] = [];
  /** Position after the facts in `facts`, and after those written. */
  private told: FactPosition | undefined;
  private written: FactPosition | undefined;
  private connection: Promise<void> | undefined;
  private loop: Promise<void> | undefined;
  private closed = false;
  private hurry: (() => void) | undefined;
  private deadline: NodeJS.Timeout | undefined;
  private isLive: ((key: AttemptKey) => boolean) | undefined;
  /** How far the steps of a cancelled or overdue job were asked to end. */
  private readonly stopped = new Map<string, 'soft' | 'force'>();
  private readonly announcer: Announcer;

  constructor(private readonly parts: RunnerParts) {
    this.window = Window.forSlots(parts.executor.facts.slots);
    this.announcer = new Announcer(parts.bus);
  }

  get executor() {
    return this.parts.executor.facts;
  }

  /** Takes up what an earlier server left behind. */
  async start(): Promise<void> {
    this.written = await readPosition(this.parts.db);
    this.told = this.written;
    for (const { id } of await activeJobs(this.parts.db)) this.wake(id);
  }

  wake(jobId: string): void {
    this.woken.add(jobId);
    this.kick();
  }

  /** For jobs that another server may have taken in or changed. */
  wakeIfChanged(jobId: string, eventCount: number): void {
    if (!this.loop && this.jobs.get(jobId)?.eventCount !== eventCount) this.wake(jobId);
  }

  /** Stops looking; what runs goes on and is found again by the next server. */
  async close(): Promise<void> {
    this.closed = true;
    this.hurry?.();
    clearTimeout(this.deadline);
    await this.loop;
    await this.connection?.catch(() => undefined);
    await this.parts.executor.close();
  }

  async forget(jobId: string): Promise<void> {
    this.jobs.delete(jobId);
    await this.parts.executor.forget(jobId);
  }

  private kick(hurry = true): void {
    if (hurry) this.hurry?.();
    if (!this.closed) this.loop ??= this.run();
  }

  private async run(): Promise<void> {
    // What arrives in one turn of the event loop shares a round.
    await new Promise((resolve) => setImmediate(resolve));
    while (!this.closed && (this.woken.size > 0 || this.facts.length > 0 || this.isLive)) {
      try {
        await this.connect();
        await this.awaitCompany();
        await this.round();
      } catch (error) {
        this.parts.log.error({ err: error }, 'a round of the job runner failed; it is tried again');
        for (const id of this.jobs.keys()) this.woken.add(id);
        this.jobs.clear();
        this.window.clear();
        this.stopped.clear();
        await delay(RETRY_MS);
      }
    }
    this.loop = undefined;
  }

  /** Starts alone make nothing ready: they wait a moment, so that short attempts need one round instead of two. */
  private async awaitCompany(): Promise<void> {
    if (this.woken.size > 0 || this.isLive || this.facts.some(({ type }) => type === 'ended')) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, START_WAIT_MS);
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.hurry = undefined;
  }

  /** The executor is started by the first job: a server without jobs needs no supervisor. */
  private connect(): Promise<void> {
    this.connection ??= this.parts.executor
      .start({
        position: () => this.told,
        onFacts: (facts, position) => {
          this.facts.push(...facts);
          this.told = position;
          this.kick(facts.some(({ type }) => type === 'ended'));
        },
        onConnected: (isLive) => {
          this.isLive = isLive;
          this.kick();
        },
      })
      .catch((error: unknown) => {
        this.connection = undefined;
        throw error;
      });
    return this.connection;
  }

  private async round(): Promise<void> {
    const woken = [...this.woken];
    const facts = this.facts.slice(0, BATCH);
    const position = facts.length === this.facts.length ? this.told : undefined;
    const isLive = this.isLive;
    await this.load(woken);
    const settled = await this.settle(facts);
    const due = [...this.jobs.values()].filter((job) => this.isDue(job));
    const round = new Round();
    await this.parts.db.transaction().execute(async (trx) => {
      await this.parts.fence?.(trx);
      await this.lock(trx, [...woken, ...settled.map(({ job }) => job.id), ...due.map(({ id }) => id)], round);
      for (const { job, outcome } of settled) round.settle(job, outcome);
      for (const job of round.jobs()) if (this.isDue(job)) round.apply(job, { type: 'job-timed-out', at: Date.now() });
      await this.queueReady(trx, round);
      for (const job of round.jobs()) round.finish(job);
      await indexObjects(trx, round.objects);
      await writeChanges(trx, round.changes());
      if (position && position.offset !== this.written?.offset) await writePosition(trx, position);
    });
    this.facts.splice(0, facts.length);
    for (const id of woken) this.woken.delete(id);
    if (isLive && this.isLive === isLive) this.isLive = undefined;
    if (position) this.written = position;
    this.act(round, settled, isLive);
  }

  private async load(ids: string[]): Promise<void> {
    for (const id of ids) {
      if (this.jobs.has(id)) continue;
      const job = await loadJob(this.parts.db, id);
      if (!job || isOver(job)) continue;
      this.jobs.set(id, job);
      for (const { key } of outstanding(job)) this.window.add(attemptName(key), job.priority);
    }
  }

  /** Facts of jobs that are over, or of attempts that are, change nothing any more. */
  private async settle(facts: AttemptFact[]): Promise<Settled[]> {
    const relevant = facts.flatMap((fact) => {
      const job = this.jobs.get(fact.key.jobId);
      return job && isCurrent(job, fact.key) ? [{ job, fact }] : [];
    });
    const { db, executor, store } = this.parts;
    const ended = relevant.filter(({ fact }) => fact.type === 'ended');
    const room = await StorageRoom.of(db, new Set(ended.map(({ job }) => job.projectId)));
    return inLanes(relevant, LANES, async ({ job, fact }) => ({
      job,
      fact,
      outcome: await outcomeOf(fact, job, executor, store, room),
    }));
  }

  /** Locks jobs and takes in what handlers have appended to them. */
  private async lock(trx: Transaction<Database>, ids: string[], round: Round): Promise<void> {
    const fresh = [...new Set(ids)].filter((id) => this.jobs.has(id));
    const counts = await lockJobs(trx, fresh);
    for (const id of fresh) {
      const job = this.jobs.get(id);
      if (!job) continue;
      const count = counts.get(id);
      if (count === undefined) {
        this.drop(job);
        continue;
      }
      if (count !== job.eventCount) await refreshJob(trx, job);
      round.add(job);
    }
  }

  /** A job that vanished with its project leaves nothing running. */
  private drop(job: ActiveJob): void {
    const keys = outstanding(job).map(({ key }) => key);
    this.parts.executor.cancel(keys, 0);
    for (const key of keys) this.window.remove(attemptName(key));
    this.jobs.delete(job.id);
    this.stopped.delete(job.id);
  }

  private async queueReady(trx: Transaction<Database>, round: Round): Promise<void> {
    for (const job of inOrder(this.jobs.values())) {
      const room = this.window.room(job.priority);
      if (room === 0) return;
      if (job.tracker.ready(1).length === 0) continue;
      if (!round.has(job)) await this.lock(trx, [job.id], round);
      for (const { task, index } of job.tracker.ready(room)) {
        const attempt = (job.tracker.state.tasks[task]?.[index]?.attempt ?? 0) + 1;
        round.apply(job, { type: 'instance-queued', at: Date.now(), task, index, attempt });
        const key = { jobId: job.id, task, index, attempt };
        round.queued.push({ job, key });
        this.window.add(attemptName(key), job.priority);
      }
    }
  }

  /** What follows from a round that is written. */
  private act(round: Round, settled: Settled[], isLive: ((key: AttemptKey) => boolean) | undefined): void {
    const { executor } = this.parts;
    for (const { fact } of settled) {
      if (fact.type !== 'ended') continue;
      this.window.remove(attemptName(fact.key));
      executor.tidy(fact.key);
    }
    if (this.written) executor.acknowledge(this.written);
    if (isLive) this.stopped.clear();
    const submitted = new Set(round.queued.map(({ key }) => attemptName(key)));
    this.submit(round.queued);
    if (isLive) this.reconcile(isLive, submitted);
    for (const job of isLive ? this.jobs.values() : round.jobs()) this.stopSteps(job);
    for (const job of round.jobs()) this.announce(job, round);
    this.watchDeadlines();
  }

  private submit(attempts: { job: ActiveJob; key: AttemptKey }[]): void {
    const requests: AttemptRequest[] = [];
    for (const { job, key } of attempts) {
      try {
        const request = attemptRequest(job, key, this.parts.executor);
        this.parts.executor.prepare(request);
        requests.push(request);
      } catch (error) {
        this.facts.push({ type: 'ended', key, at: Date.now(), reason: 'START_FAILED', message: String(error) });
      }
    }
    if (requests.length > 0) this.parts.executor.submit(requests);
  }

  /** After a connection: what was handed over and is not there never started, or nobody can know what became of it. */
  private reconcile(isLive: (key: AttemptKey) => boolean, submitted: Set<string>): void {
    const lost: { job: ActiveJob; key: AttemptKey }[] = [];
    for (const job of this.jobs.values())
      for (const { key, started } of outstanding(job)) {
        if (submitted.has(attemptName(key)) || isLive(key)) continue;
        if (started) this.facts.push({ type: 'ended', key, at: Date.now(), reason: 'LOST' });
        else lost.push({ job, key });
      }
    this.submit(lost);
  }

  /** Ends what a cancelled or overdue job still has at the executor, once per request. */
  private stopSteps(job: ActiveJob): void {
    const force = job.tracker.state.cancel?.force === true || job.tracker.state.timedOut === true;
    if (!force && !job.tracker.state.cancel) return;
    const wanted = force ? 'force' : 'soft';
    if (this.stopped.get(job.id) === wanted) return;
    this.stopped.set(job.id, wanted);
    const keys = outstanding(job);
    if (force) {
      const all = keys.map(({ key }) => key);
      this.parts.executor.cancel(all, this.parts.graceMs ?? GRACE_MS);
    } else this.parts.executor.withdraw(keys.filter(({ started }) => !started).map(({ key }) => key));
  }

  private announce(job: ActiveJob, round: Round): void {
    const project = { eihealth_project_id: job.projectId };
    const changed = round.statusChanged(job);
    if (round.objects.some(({ project_id }) => project_id === job.projectId))
      this.announcer.announce({ topic: 'data', ...project });
    if (changed) this.announcer.announce({ topic: 'jobs', ...project });
    this.announcer.announce({ topic: 'job', id: job.id, ...project }, changed);
    if (!isOver(job)) return;
    this.jobs.delete(job.id);
    this.stopped.delete(job.id);
  }

  private isDue(job: ActiveJob): boolean {
    const at = deadlineOf(job);
    return at !== undefined && at <= Date.now();
  }

  private watchDeadlines(): void {
    clearTimeout(this.deadline);
    const next = Math.min(...[...this.jobs.values()].map((job) => deadlineOf(job) ?? Number.POSITIVE_INFINITY));
    if (next === Number.POSITIVE_INFINITY || this.closed) return;
    const wait = Math.min(Math.max(0, next - Date.now()), MAX_TIMER_MS);
    this.deadline = setTimeout(() => {
      for (const job of this.jobs.values()) if (this.isDue(job)) this.wake(job.id);
      this.watchDeadlines();
    }, wait);
    this.deadline.unref();
  }
}

/** Maps in order, at most `lanes` at a time. */
async function inLanes<T, R>(items: T[], lanes: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}
