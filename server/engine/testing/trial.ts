/**
 * One case of the property test: its jobs, its world and the servers that come and go. The real runner and the real job
 * store do the work; after each settled step the database is held against the reference model.
 */
import { vi } from 'vitest';
import { type Random, seededRandom } from '../../testing/random.ts';
import type { AttemptKey } from '../executor.ts';
import { JobRunner } from '../runner.ts';
import { Window } from '../window.ts';
import { auditJob } from './audit-job.ts';
import type { EngineLab, LabJob, StoredJob } from './engine-lab.ts';
import { Life, mortalDb } from './mortal.ts';
import type { Case, RawAct, Step } from './random-cases.ts';
import { instancesOf, type JobSpec, taskName } from './random-jobs.ts';
import { type Act, isOver, type ModelJob, modelOf, outcomesOf, type Place, readyOf } from './reference-model.ts';
import { ScriptedExecutor } from './scripted-executor.ts';
import { type EndOutcome, ScriptedWorld } from './scripted-world.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));
/** Longer than the time-out of a short job. */
const LONG_MS = 2 * 60_000;
const quiet = () => undefined;

export class Trial {
  private readonly random: Random;
  private readonly world: ScriptedWorld;
  private jobs: LabJob[] = [];
  /** States that fit all that was seen; several when acts at once left no visible trace of their order. */
  private models: ModelJob[][];
  private life = new Life();
  private runner: JobRunner | undefined;
  private refusals = 0;
  private history: unknown[] = [];

  constructor(
    private readonly lab: EngineLab,
    private readonly drawn: Case,
  ) {
    this.random = seededRandom(drawn.seed);
    this.world = new ScriptedWorld(
      (key) => this.fateOf(key),
      () => this.random.next(),
    );
    this.models = [modelOf(drawn.jobs)];
  }

  async run(): Promise<void> {
    vi.setSystemTime(this.lab.openedAt);
    this.jobs = await this.lab.storeJobs(this.drawn.jobs, ['true']);
    try {
      await this.serve();
      await this.settle([]);
      for (const one of this.drawn.steps) await this.step(one);
      await this.drain();
      for (const one of this.jobs) await auditJob(this.lab, one);
    } finally {
      this.life.kill();
      await this.runner?.close();
      await this.lab.clear(this.jobs);
    }
  }

  /** A server starts on what is there. */
  private async serve(): Promise<void> {
    const life = new Life();
    this.life = life;
    const db = mortalDb(this.lab.db, life);
    const { store, bus } = this.lab;
    const executor = new ScriptedExecutor(this.world, life, this.drawn.slots);
    const log = { info: quiet, warn: quiet, error: quiet, debug: quiet };
    this.runner = new JobRunner({ db, store, bus, log, executor, pauses: { retryMs: 0, startMs: 0 } });
    await this.runner.start();
  }

  private async step({ acts, fault, cut }: Step): Promise<void> {
    const done: Act[] = [];
    if (cut?.death) done.push(...this.die(cut.death));
    else if (cut) this.world.disconnect();
    this.life.arm(fault);
    await Promise.all(acts.map((one) => this.perform(one, done)));
    if (cut) {
      await this.idle();
      // The engine has seen these by now, and a reconnection is no reason to forget them.
      for (const one of done)
        if (one.type === 'cancel' && one.accepted) this.world.stopped.add(this.jobs[one.job]?.id ?? '');
      this.world.rewind = cut.rewind;
      this.world.reconnect();
    }
    await this.settle(done, fault !== undefined);
  }

  private die({ unnoted, lost, journal }: { unnoted: number; lost: number; journal: boolean }): Act[] {
    let bit = 0;
    const fell = this.world.die(unnoted, () => ((lost >> (bit++ % 20)) & 1) === 1, journal);
    const acts: Act[] = [{ type: 'death' }];
    if (fell.begun.length > 0) acts.push({ type: 'start', places: fell.begun.map((key) => this.placeOf(key)) });
    if (fell.lost.length > 0)
      acts.push({
        type: 'end',
        places: fell.lost.map((key) => ({ ...this.placeOf(key), outcome: 'failed' as const })),
      });
    return acts;
  }

  private async perform(raw: RawAct, done: Act[]): Promise<void> {
    for (let ticks = 0; ticks < raw.wait; ticks++) await tick();
    if (raw.type === 'start') this.startSome(Math.ceil(raw.share * this.world.queue.length), done);
    else if (raw.type === 'end') this.endSome(raw.share, done);
    else if (raw.type === 'time') {
      vi.setSystemTime(Date.now() + LONG_MS);
      done.push({ type: 'time' });
      // What the runner's own timer does when the clock is not set forward by hand.
      for (const { id } of this.jobs) this.runner?.wake(id);
    } else await this.request(raw, done);
  }

  private startSome(count: number, done: Act[]): void {
    const started = this.world.start(count);
    const places = (began: boolean) => started.filter((one) => one.began === began).map(({ key }) => this.placeOf(key));
    if (places(true).length > 0) done.push({ type: 'start', places: places(true) });
    if (places(false).length > 0) done.push({ type: 'refuse', places: places(false) });
  }

  private endSome(share: number, done: Act[]): void {
    const names = [...this.world.running.keys(), ...this.world.limbo.keys()].sort(() => this.random.next() - 0.5);
    const places: (Place & { outcome: EndOutcome })[] = [];
    for (const name of names.slice(0, Math.ceil(share * names.length))) {
      const ended = this.world.end(name);
      if (ended) places.push({ ...this.placeOf(ended.key), outcome: ended.outcome });
    }
    if (places.length > 0) done.push({ type: 'end', places });
  }

  private async request(raw: RawAct & { type: 'cancel' | 'retry' }, done: Act[]): Promise<void> {
    const job = raw.job % this.jobs.length;
    const { id } = this.jobs[job] as LabJob;
    if (raw.type === 'retry') this.world.stopped.delete(id);
    const accepted = raw.type === 'cancel' ? await this.lab.cancel(id, raw.force) : await this.lab.retry(id);
    done.push(
      raw.type === 'cancel' ? { type: 'cancel', job, force: raw.force, accepted } : { type: 'retry', job, accepted },
    );
    this.runner?.wake(id);
  }

  /** Lets the servers do what they can until nothing moves any more; one that dies is followed by another. */
  private async idle(): Promise<void> {
    for (let rounds = 0; rounds < 1000; rounds++) {
      const { runner, life } = this;
      await Promise.race([runner?.settled(), life.died]);
      if (life.dead) {
        await this.serve();
        continue;
      }
      const isQuiet = await this.world.quiet();
      await tick();
      if (!life.dead && runner?.atRest && isQuiet()) return;
    }
    throw new Error('the engine does not come to rest');
  }

  /** @param struck a server was killed or hindered meanwhile, so that not all it did was written */
  private async settle(done: Act[], struck = false): Promise<void> {
    await this.idle();
    this.life.arm(undefined);
    const refused = this.world.unprepared.slice(this.refusals).map((key) => this.placeOf(key));
    this.refusals = this.world.unprepared.length;
    const stored = await this.lab.look(this.jobs);
    const histories = [[...done, ...refusalsOf(refused)]];
    if (struck) {
      // What was refused in a round that was never written may not come up again: its job was stopped before the next.
      const written = refused.filter(({ job, task, index }) => {
        return stored[job]?.instances[`${taskName(task)}/${index}`] === 'FAILED';
      });
      if (written.length < refused.length) histories.push([...done, ...refusalsOf(written)]);
    }
    this.history.push(histories[0] ?? done);
    const possible = this.models.flatMap((state) => histories.flatMap((acts) => outcomesOf(state, acts)));
    const agreed = possible.filter((state) => this.differenceOf(state, stored) === undefined);
    if (agreed.length === 0) this.fail(possible.map((state) => this.differenceOf(state, stored) ?? '').join('\n  or '));
    this.models = agreed;
    if (this.world.complaints.length > 0) this.fail(this.world.complaints.join(', '));
    this.checkHandedOver();
    for (const [at, { id }] of this.jobs.entries()) {
      const job = this.model()[at] as ModelJob;
      if (job.status === 'CANCELLING' || job.timedOut) this.world.stopped.add(id);
    }
  }

  /** What can run was handed over, as far as the window allows. */
  private checkHandedOver(): void {
    const queued = new Set(this.world.queue.map(({ key }) => this.nameOf(this.placeOf(key))));
    const outstanding = [...this.world.queue, ...this.world.running.values()];
    for (const [at, job] of this.model().entries()) {
      const priority = this.drawn.jobs[at]?.priority ?? 0;
      const ahead = outstanding.filter((attempt) => attempt.priority >= priority).length;
      const ready = readyOf(job).filter(({ task, index }) => !queued.has(this.nameOf({ job: at, task, index })));
      if (ready.length > 0 && Window.forSlots(this.drawn.slots).roomAfter(ahead) > 0)
        this.fail(`job ${at} keeps back what could run: ${JSON.stringify(ready[0])}`);
      if (
        job.status !== 'PENDING' &&
        job.status !== 'RUNNING' &&
        this.world.queue.some(({ key }) => key.jobId === this.jobs[at]?.id)
      )
        this.fail(`job ${at} is ${job.status} and has attempts that wait`);
    }
  }

  /** Everything that waits is started and ends, until the jobs are over. */
  private async drain(): Promise<void> {
    const total = this.model().reduce((sum, { instances }) => sum + instances.length, 0);
    for (let rounds = 0; rounds <= 2 * total && this.world.queue.length + this.world.running.size > 0; rounds++) {
      const done: Act[] = [];
      // Never both in one step: what starts and ends at once is drawn above.
      if (this.world.running.size > 0) this.endSome(1, done);
      else this.startSome(this.world.queue.length, done);
      await this.settle(done);
    }
    for (const [at, job] of this.model().entries())
      if (!isOver(job)) this.fail(`job ${at} is ${job.status} at the end`);
    for (const [at, job] of this.model().entries()) for (const instance of job.instances) this.checkRuns(at, instance);
  }

  private checkRuns(job: number, { task, index, runs }: { task: number; index: number; runs: number }): void {
    const id = this.jobs[job]?.id;
    const begun = [...this.world.begun].filter(([name]) => name.startsWith(`${id}/${taskName(task)}-${index}/`));
    if (begun.length !== runs)
      this.fail(`${taskName(task)}-${index} of job ${job} ran ${begun.length} times, not ${runs}`);
  }

  private differenceOf(model: ModelJob[], stored: StoredJob[]): string | undefined {
    const toEnd = new Set(
      [...this.world.running.values()].filter(({ killed }) => killed).map(({ key }) => this.nameOf(this.placeOf(key))),
    );
    for (const [at, job] of model.entries()) {
      const row = stored[at];
      if (row?.status !== job.status) return `job ${at} is ${row?.status}, not ${job.status}`;
      const running = new Set(
        job.instances.filter(({ state }) => state === 'running').map(({ task }) => taskName(task)),
      );
      if (JSON.stringify([...row.running].sort()) !== JSON.stringify([...running].sort()))
        return `still_running_tasks of job ${at} is ${row.running}, not ${[...running]}`;
      for (const { task, index, state, told } of job.instances) {
        const status = row.instances[`${taskName(task)}/${index}`] ?? 'PENDING';
        const fits =
          STATUS_OF[state] === status ||
          (state === 'waiting' && status === 'CANCELLED' && (job.status === 'CANCELLING' || job.timedOut));
        if (told !== toEnd.has(this.nameOf({ job: at, task, index })))
          return `${taskName(task)}-${index} of job ${at} was ${told ? 'not ' : ''}told to end`;
        if (!fits) return `${taskName(task)}-${index} of job ${at} is ${status}, not ${state}`;
      }
    }
    return undefined;
  }

  /** One of the states that fit. */
  private model = () => this.models[0] as ModelJob[];

  private placeOf({ jobId, task, index }: AttemptKey): Place {
    return { job: this.jobs.findIndex(({ id }) => id === jobId), task: Number(task.slice(1)), index };
  }

  private nameOf = ({ job, task, index }: Place) => `${job}/${task}/${index}`;

  private fateOf(key: AttemptKey) {
    const { job, task, index } = this.placeOf(key);
    const spec = this.drawn.jobs[job] as JobSpec;
    let number = index;
    for (let before = 0; before < task; before++) number += instancesOf(spec.tasks, before);
    return (
      spec.mishaps.find(({ instance, attempt }) => instance === number && attempt === key.attempt)?.fate ?? 'success'
    );
  }

  private fail(message: string): never {
    throw new Error(`${message}\nafter ${this.history.map((acts) => JSON.stringify(acts)).join('\n      ')}`);
  }
}

const STATUS_OF = {
  waiting: 'PENDING',
  running: 'RUNNING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  cancelled: 'CANCELLED',
} as const;

/** What could not be started, as an act of each job. */
const refusalsOf = (places: Place[]): Act[] =>
  [...new Set(places.map(({ job }) => job))].map((job) => ({
    type: 'refuse',
    places: uniquePlaces(places.filter((place) => place.job === job)),
  }));

const uniquePlaces = (places: Place[]) => [
  ...new Map(places.map((place) => [`${place.job}/${place.task}/${place.index}`, place])).values(),
];
