/**
 * Runs jobs. One loop takes what happened (facts of the executor, requests of handlers, passed deadlines), turns it
 * into events and writes events and state in one transaction per round; only then it acts on the outside. What is in
 * memory is a cache of the events: after any failure of a round it is thrown away and read again.
 */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Database } from '../db/schema.ts';
import type { EventBus } from '../gateway/event-bus.ts';
import type { JobEngine, Log } from '../platform/platform.ts';
import type { ObjectStore } from '../storage/store.ts';
import { Announcer, jobPause } from './announcer.ts';
import { Deadlines, isDue } from './deadlines.ts';
import type { AttemptFact, AttemptKey, AttemptRequest, Executor } from './executor.ts';
import { FactInbox, type Intake } from './fact-inbox.ts';
import { Handover } from './handover.ts';
import {
  type ActiveJob,
  activeJobs,
  attemptName,
  changeWrites,
  inOrder,
  isCurrent,
  isOver,
  loadJob,
  lockJobs,
  outstanding,
  refreshJob,
} from './job-store.ts';
import { LeaseLost } from './lease.ts';
import { NodeWatch } from './node-watch.ts';
import { type Outcome, outcomeOf } from './outcomes.ts';
import { Placement } from './placement.ts';
import { positionWrite } from './position.ts';
import { indexWrites } from './publish-outputs.ts';
import { Round } from './round.ts';
import { StorageRoom, UnlimitedProjects } from './storage-room.ts';
import { Window } from './window.ts';
import { writeTogether } from './write-together.ts';

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
  /**
   * `ends`: another server decides what starts and when a job is over; this one takes in what ends at its own site,
   * because nobody else can.
   */
  duty?: 'all' | 'ends';
  /** Before a failed round is tried again, and for company of starts that come alone. */
  pauses?: { retryMs: number; startMs: number };
}

/** A fact whose outputs, if any, are stored; to be written in this round. */
interface Settled {
  job: ActiveJob;
  fact: AttemptFact;
  outcome: Outcome;
}

const GRACE_MS = 10_000;
const PAUSES = { retryMs: 1_000, startMs: 15 };
/** Facts settled in one round: bounds the length of a transaction. */
const BATCH = 256;
/** Outputs are moved so many attempts at a time. */
const LANES = 8;

export class JobRunner implements JobEngine {
  private readonly jobs = new Map<string, ActiveJob>();
  private readonly window: Window;
  private readonly woken = new Set<string>();
  private readonly inbox: FactInbox;
  private readonly handover: Handover;
  private loop: Promise<void> | undefined;
  private closed = false;
  private hurry: (() => void) | undefined;
  private readonly deadlines = new Deadlines((job) => this.wake(job.id));
  private readonly announcer: Announcer;
  private readonly watch: NodeWatch;
  private readonly placement: Placement;
  private readonly unlimited = new UnlimitedProjects();
  /** Nodes changed since the last round: what waits may start, or wait for something else. */
  private nodesMoved = false;
  private readonly pauses: { retryMs: number; startMs: number };

  constructor(private readonly parts: RunnerParts) {
    this.pauses = parts.pauses ?? PAUSES;
    const { slots, window } = parts.executor.facts;
    this.window = window === undefined ? Window.forSlots(slots) : new Window(window);
    this.announcer = new Announcer(parts.bus);
    this.inbox = new FactInbox(parts.executor, {
      onFacts: (urgent) => this.kick(urgent),
      onConnected: () => {
        this.handover.connected();
        this.kick();
      },
    });
    this.handover = new Handover({
      executor: parts.executor,
      takesNameless: this.decides,
      graceMs: parts.graceMs ?? GRACE_MS,
      tell: (fact) => this.inbox.push(fact),
    });
    this.watch = new NodeWatch({
      ...parts,
      onChange: () => {
        this.nodesMoved = true;
        this.kick();
      },
    });
    this.placement = new Placement(() => this.watch.nodes);
  }

  get executor() {
    return this.parts.executor.facts;
  }

  get lookup() {
    return this.parts.executor;
  }

  nodesChanged(): void {
    void this.watch.look();
  }

  /** Takes up what an earlier server left behind. */
  async start(): Promise<void> {
    await this.watch.look();
    await this.inbox.resume(this.parts.db);
    for (const { id } of await activeJobs(this.parts.db)) this.wake(id);
  }

  /** Takes up attempts of these jobs at this site, which is all there is to do with the duty `ends`. */
  async follow(jobIds: string[]): Promise<void> {
    await this.inbox.resume(this.parts.db);
    for (const id of jobIds) this.wake(id);
  }

  knows(jobId: string): boolean {
    return this.jobs.has(jobId) || this.woken.has(jobId);
  }

  /** Whether there is nothing left to do. */
  get idle(): boolean {
    return !this.loop && this.jobs.size === 0 && this.woken.size === 0;
  }

  /** Attempts that wait for a fact from another site, with that site. */
  elsewhere(): { key: AttemptKey; site: string }[] {
    return [...this.jobs.values()].flatMap((job) =>
      outstanding(job).flatMap(({ key, site }) =>
        site === undefined || this.handover.isOwn(site) ? [] : [{ key, site }],
      ),
    );
  }

  /** Ends attempts whose end nobody can know. */
  giveUp(keys: AttemptKey[], message: string): void {
    for (const key of keys) this.inbox.push({ type: 'ended', key, at: Date.now(), reason: 'LOST', message });
    this.kick();
  }

  wake(jobId: string): void {
    this.woken.add(jobId);
    this.kick();
  }

  /** For jobs that another server may have taken in or changed. */
  wakeIfChanged(jobId: string, eventCount: number): void {
    if (!this.loop && this.jobs.get(jobId)?.eventCount !== eventCount) this.wake(jobId);
  }

  /** False while it has something to write. */
  get atRest(): boolean {
    return this.loop === undefined;
  }

  /** Resolves when all it has been told until then is written. */
  async settled(): Promise<void> {
    while (this.loop) await this.loop;
  }

  /** Stops looking; what runs goes on and is found again by the next server. */
  async close(): Promise<void> {
    this.closed = true;
    this.hurry?.();
    this.deadlines.close();
    await this.watch.close();
    await this.settled();
    await this.inbox.disconnect();
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
    await nextTurn();
    while (!this.closed && this.hasWork()) {
      try {
        await this.inbox.connect();
        await this.awaitCompany();
        await this.round();
      } catch (error) {
        if (error instanceof LeaseLost) this.parts.log.info({}, error.message);
        else this.parts.log.error({ err: error }, 'a round of the job runner failed; it is tried again');
        for (const id of this.jobs.keys()) this.woken.add(id);
        this.jobs.clear();
        this.window.clear();
        this.handover.forgetStops();
        await this.inbox.disconnect();
        await delay(this.pauses.retryMs);
      }
    }
    this.loop = undefined;
  }

  private hasWork(): boolean {
    // Nodes concern jobs only: without one, no executor need be started for them.
    const moved = this.nodesMoved && this.jobs.size > 0;
    return this.woken.size > 0 || this.inbox.waits || moved;
  }

  /** Starts alone make nothing ready: they wait a moment, so that short attempts need one round instead of two. */
  private async awaitCompany(): Promise<void> {
    if (this.woken.size > 0 || this.nodesMoved || this.inbox.isUrgent) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.pauses.startMs);
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.hurry = undefined;
  }

  private get decides(): boolean {
    return this.parts.duty !== 'ends';
  }

  private async round(): Promise<void> {
    // Taken out first: a job that is woken while this round is written has changed since, and needs another one.
    const woken = [...this.woken];
    this.woken.clear();
    try {
      await this.roundOf(woken);
    } catch (error) {
      for (const id of woken) this.woken.add(id);
      throw error;
    }
  }

  private async roundOf(woken: string[]): Promise<void> {
    const intake = this.inbox.take(BATCH);
    // After a failed round every job is looked at anyway.
    this.nodesMoved = false;
    await this.load(woken);
    const settled = await this.settle(intake.facts);
    const due = this.decides ? [...this.jobs.values()].filter(isDue) : [];
    const round = new Round();
    let requests: AttemptRequest[] = [];
    await this.parts.db.transaction().execute(async (trx) => {
      await this.parts.fence?.(trx);
      await this.lock(trx, [...woken, ...settled.map(({ job }) => job.id), ...due.map(({ id }) => id)], round);
      for (const { job, fact, outcome } of settled) {
        round.settle(job, outcome);
        // Before new ones are queued: no later round may come that would use the room.
        if (fact.type === 'ended') this.window.remove(attemptName(fact.key));
      }
      if (this.decides) await this.decide(trx, round);
      const { position } = intake;
      const writing = writeTogether(trx, [
        ...indexWrites(round.objects),
        ...changeWrites(round.changes()),
        ...(this.inbox.isNews(position) ? [positionWrite(this.parts.executor.site, position)] : []),
      ]);
      // It may fail before it is waited for, which must not end the server.
      writing.catch(() => undefined);
      // Beside the writing, once that is on its way: should it fail, nothing was handed over, and folders are made anew.
      await nextTurn();
      requests = this.handover.prepare(round.queued);
      await writing;
    });
    this.inbox.done(intake);
    this.act(round, requests, intake.isLive);
    // Only now: what was waiting for these attempts is on its way and need not wait for their folders to go, too.
    for (const { fact } of settled) if (fact.type === 'ended') this.handover.over(fact.key);
  }

  private async decide(trx: Transaction<Database>, round: Round): Promise<void> {
    for (const job of round.jobs()) {
      // What has nothing left to do is over, not late.
      round.finish(job);
      if (isDue(job)) round.apply(job, { type: 'job-timed-out', at: Date.now() });
    }
    await this.queueReady(trx, round);
    for (const job of round.jobs()) round.finish(job);
  }

  private async load(ids: string[]): Promise<void> {
    for (const id of ids) {
      if (this.jobs.has(id)) continue;
      const job = await loadJob(this.parts.db, id);
      if (!job || isOver(job)) continue;
      this.jobs.set(id, job);
      for (const { key } of this.handover.attemptsOf(job)) this.window.add(attemptName(key), job.priority);
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
    const room = await StorageRoom.of(db, new Set(ended.map(({ job }) => job.projectId)), this.unlimited);
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

  private drop(job: ActiveJob): void {
    for (const key of this.handover.drop(job)) this.window.remove(attemptName(key));
    this.jobs.delete(job.id);
  }

  private async queueReady(trx: Transaction<Database>, round: Round): Promise<void> {
    for (const job of inOrder(this.jobs.values())) {
      const accepts = this.placement.of(job);
      const room = this.window.room(job.priority);
      const canQueue = room > 0 && job.tracker.ready(1, accepts).length > 0;
      if (!canQueue && !this.placement.waitsOtherwise(job)) continue;
      if (!round.has(job)) await this.lock(trx, [job.id], round);
      if (!round.has(job)) continue;
      if (this.placement.waitsOtherwise(job))
        round.apply(job, { type: 'job-waiting', at: Date.now(), holds: this.placement.holds(job) });
      for (const { task, index } of job.tracker.ready(room, accepts)) {
        const attempt = (job.tracker.state.tasks[task]?.[index]?.attempt ?? 0) + 1;
        const { site } = this.parts.executor;
        round.apply(job, { type: 'instance-queued', at: Date.now(), task, index, attempt, site });
        const key = { jobId: job.id, task, index, attempt };
        round.queued.push({ job, key });
        this.window.add(attemptName(key), job.priority);
      }
    }
  }

  /** What follows from a round that is written. */
  private act(round: Round, requests: AttemptRequest[], isLive: Intake['isLive']): void {
    if (isLive) this.handover.forgetStops();
    this.handover.submit(requests);
    if (isLive) this.handover.reconcile(this.jobs.values(), isLive, this.inbox.ended());
    for (const job of isLive ? this.jobs.values() : round.jobs()) this.handover.stopSteps(job);
    for (const job of round.jobs()) this.announce(job, round);
    if (this.decides) this.deadlines.watch(this.jobs);
    this.watch.whileNeeded(this.jobs.size > 0);
  }

  private announce(job: ActiveJob, round: Round): void {
    const project = { eihealth_project_id: job.projectId };
    const changed = round.statusChanged(job);
    if (round.objects.some(({ project_id }) => project_id === job.projectId))
      this.announcer.announce({ topic: 'data', ...project });
    if (changed) this.announcer.announce({ topic: 'jobs', ...project });
    this.announcer.announce({ topic: 'job', id: job.id, ...project }, changed, jobPause(job.plan.instanceCount));
    if (!isOver(job) && (this.decides || this.handover.attemptsOf(job).length > 0)) return;
    this.jobs.delete(job.id);
    this.handover.forgetJob(job.id);
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
