/** Runs attempts as room allows and notes how each ends. Knows processes, not sockets. */
import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Admission, type Allocated } from './admission.ts';
import {
  type ControlGroups,
  entriesOf,
  type GroupFolders,
  type GroupLimits,
  processesOf,
  removeGroups,
} from './control-groups.ts';
import { explainEnd, type LimitFacts, limitFacts, mustWatch, type Verdict, verdictOf } from './limits.ts';
import { capLog } from './log-cap.ts';
import type { Machine } from './machine.ts';
import { Meter } from './meter.ts';
import { commandLineHolds, groupRuns, isOwnGroup, isSameProcess, signalGroup, startTicks } from './processes.ts';
import type { AttemptSpec, SupervisorRecord, Terms } from './protocol.ts';
import {
  ALREADY_BEGUN,
  type Given,
  isMarked,
  NOT_ENTERED,
  NOT_MARKED,
  type PidMark,
  readExitMark,
  readPidMark,
  wrapperArguments,
} from './wrapper.ts';

type Started = Extract<SupervisorRecord, { type: 'started' }>;
type Ended = Extract<SupervisorRecord, { type: 'ended' }>;
type Facts = Pick<Ended, 'exitCode' | 'signal' | 'reason' | 'message'>;

/** What is running; `started` is its journal record. */
interface Running {
  started: Started;
  group?: GroupFolders;
  meter: Meter;
  cancelled: boolean;
  /** Why the supervisor ends it. */
  verdict?: Verdict;
}

export interface AttemptsOptions {
  slots: number;
  machine: Machine;
  /** Absent where the kernel allows none. */
  groups?: ControlGroups | undefined;
  note: (record: SupervisorRecord) => void;
}

const TICK_MS = 1_000;
const WATCH_MS = 200;
const GONE_MS = 5;
const MARK_TRIES = 400;
const CLEAN_UP_MS = 30_000;
const LATE_START_MS = 1_000;
/** A log that grows slowly is not cut at every look. */
const LOG_SLACK = 1024 * 1024;

export class Attempts {
  readonly limits: LimitFacts;
  private readonly admission: Admission;
  private readonly running = new Map<string, Running>();
  /** Groups that could not be removed yet: something in them was still ending. */
  private leftover: GroupFolders[] = [];
  private ticker: NodeJS.Timeout | undefined;
  private held = false;

  constructor(private readonly options: AttemptsOptions) {
    this.limits = limitFacts(options.groups);
    this.admission = new Admission(options.machine, options.slots);
  }

  get idle(): boolean {
    return this.running.size === 0 && this.admission.waiting.length === 0;
  }

  get machine(): Machine {
    return this.options.machine;
  }

  get allocated(): Allocated {
    return this.admission.allocated;
  }

  /** Ids queued or running. */
  live(): string[] {
    return [...this.running.keys(), ...this.admission.waiting];
  }

  /** Start records of all that runs. */
  startedRecords(): Started[] {
    return [...this.running.values()].map(({ started }) => started);
  }

  setSlots(slots: number): void {
    this.admission.setSlots(slots);
    this.fill();
  }

  /** While held, nothing queued starts. */
  hold(on: boolean): void {
    this.held = on;
    this.fill();
  }

  submit(specs: AttemptSpec[]): void {
    for (const spec of specs) this.admission.add(spec);
    this.fill();
  }

  /** Takes queued attempts out; asks running ones to end with TERM and, after `graceMs`, KILL. */
  cancel(ids: string[], graceMs: number): void {
    this.withdraw(ids);
    for (const id of ids) {
      const running = this.running.get(id);
      if (running) this.stop(running, graceMs);
    }
  }

  /** Takes attempts out of the queue; what is not there (any more) goes on. */
  withdraw(ids: string[]): void {
    for (const id of ids)
      if (this.admission.withdraw(id)) this.options.note({ type: 'ended', id, at: Date.now(), reason: 'CANCELLED' });
    // Others may have waited behind one of them; none of `ids` may start meanwhile.
    this.fill();
  }

  /** Takes over attempts that an earlier supervisor began: watches them, or notes how they ended meanwhile. */
  adopt(records: Started[]): void {
    for (const started of records) {
      const running = this.keep(started);
      this.follow(running, started, readPidMark(started.dir)?.given ?? {});
    }
    this.options.groups?.clean([...this.running.values()].flatMap(({ group }) => (group ? [group] : [])));
  }

  /** Takes over attempts that began although no record says so, by their marks; without them they are lost. */
  find(specs: AttemptSpec[]): void {
    for (const spec of specs) {
      const running = this.keep(startedRecord(spec, 0, []));
      if (isMarked(spec.dir)) void this.takeOver(running);
      else this.end(running, { reason: 'LOST' });
    }
  }

  /** Removes what was made for attempts; call when idle. */
  close(): void {
    clearInterval(this.ticker);
    this.options.groups?.close();
  }

  private stop(running: Running, graceMs: number): void {
    const { id, pid } = running.started;
    running.cancelled = true;
    if (graceMs > 0) signalGroup(pid, 'SIGTERM');
    setTimeout(() => {
      if (this.running.get(id) === running) signalGroup(running.started.pid, 'SIGKILL');
    }, graceMs);
  }

  private fill(): void {
    if (this.held) return;
    for (let next = this.admission.next(); next; next = this.admission.next()) {
      if ('refusal' in next) this.refuse(next.spec.id, next.refusal);
      else this.start(next.spec, next.devices);
    }
  }

  private refuse(id: string, message: string): void {
    this.options.note({ type: 'ended', id, at: Date.now(), reason: 'START_FAILED', message });
  }

  private start(spec: AttemptSpec, devices: number[]): void {
    let group: GroupFolders | undefined;
    try {
      group = this.makeGroup(spec);
      const log = openSync(spec.log, 'a', 0o600);
      try {
        this.spawn(spec, { ...(group && { group }), ...(devices.length > 0 && { devices }) }, log);
      } finally {
        closeSync(log);
      }
    } catch (error) {
      this.giveUp(spec.id, group, String(error));
    }
  }

  private giveUp(id: string, group: GroupFolders | undefined, message: string): void {
    this.running.delete(id);
    this.admission.release(id);
    if (group) this.removeGroup(group);
    this.refuse(id, message);
  }

  private makeGroup(spec: AttemptSpec): GroupFolders | undefined {
    try {
      return this.options.groups?.make(groupLimits(spec));
    } catch {
      return undefined; // taken from us meanwhile: the attempt is watched instead
    }
  }

  private spawn(spec: AttemptSpec, given: Given, log: number): void {
    const entries = given.group ? entriesOf(given.group) : [];
    const child = spawn('/bin/sh', wrapperArguments(spec.dir, spec.command, given, entries), {
      cwd: spec.cwd,
      env: { ...spec.env, ...this.visibleDevices(given) },
      detached: true,
      stdio: ['ignore', log, log],
    });
    const { pid } = child;
    if (pid === undefined) {
      child.once('error', (error) => {
        this.giveUp(spec.id, given.group, error.message);
        this.fill();
      });
      return;
    }
    const started = startedRecord(spec, pid, given.devices ?? []);
    const running = this.keep(started, given.group);
    this.options.note(started);
    child.once('exit', (code, signal) => {
      // A wrapper that began nothing ends badly, and so may a command.
      const marked = code === 0 ? pid : readPidMark(spec.dir)?.pid;
      if (marked !== pid && (code === ALREADY_BEGUN || marked !== undefined)) void this.takeOver(running);
      else if (marked !== pid && code === NOT_MARKED) this.endUnstarted(running);
      else if (marked !== pid && code === NOT_ENTERED)
        this.endUnstarted(running, 'its control group could not be entered');
      else this.end(running, { exitCode: code ?? undefined, signal: signal ?? undefined });
    });
  }

  /** On a machine with GPUs a command sees those it was given, and none when it asked for none. */
  private visibleDevices({ devices = [] }: Given): Record<string, string> {
    return this.options.machine.gpus > 0 ? { CUDA_VISIBLE_DEVICES: devices.join(',') } : {};
  }

  /** Our wrapper found that another one had begun this very attempt: follow that one, or say how it ended. */
  private async takeOver(running: Running): Promise<void> {
    const { started } = running;
    if (running.group) this.removeGroup(running.group);
    delete running.group;
    if (!isMarked(started.dir)) return this.endUnstarted(running);
    const mark = await this.awaitMark(started.dir);
    // A number says little after a while: the process must be a wrapper of this attempt.
    if (!mark || !commandLineHolds(mark.pid, started.dir))
      return this.end(running, readExitMark(started.dir) ? {} : { reason: 'LOST' });
    const { pid, given } = mark;
    const terms = started.terms && { ...started.terms, devices: given.devices ?? [] };
    const followed = { ...started, pid, ticks: startTicks(pid), ...(terms && { terms }) };
    this.options.note(followed);
    this.follow(running, followed, given);
  }

  /** The other wrapper makes its mark first and writes its number into it a moment later. */
  private async awaitMark(dir: string): Promise<PidMark | undefined> {
    for (let tries = 0; tries < MARK_TRIES && !readPidMark(dir); tries++) await delay(GONE_MS);
    return readPidMark(dir);
  }

  private endUnstarted(running: Running, why?: string): void {
    const message = why ?? 'its folder cannot be written: the disk is full, or the folder is gone';
    this.end(running, { reason: 'START_FAILED', message });
  }

  private keep(started: Started, group?: GroupFolders): Running {
    const { id, dir, pid, at, terms } = started;
    const meter = new Meter(dir, pid, group, at, false);
    const running: Running = { started, meter, cancelled: false, ...(group && { group }) };
    this.running.set(id, running);
    this.admission.hold(id, terms?.resources ?? NOTHING, terms?.devices ?? []);
    this.ticker ??= setInterval(() => this.tick(), TICK_MS);
    return running;
  }

  /** Watches a process that is no child of ours. */
  private follow(running: Running, started: Started, { group }: Given): void {
    const { id, dir, pid, at, ticks, terms } = started;
    running.started = started;
    // Groups are used again: that of an attempt which is over may be another's by now, and is not swept for this one.
    const own = group && isSameProcess(pid, ticks) ? group : undefined;
    if (own) running.group = own;
    running.meter = new Meter(dir, pid, own, at, true);
    this.admission.hold(id, terms?.resources ?? NOTHING, terms?.devices ?? []);
    const timer = setInterval(() => {
      if (isSameProcess(pid, ticks)) return;
      clearInterval(timer);
      this.end(running, readExitMark(dir) ? {} : { reason: 'LOST' });
    }, WATCH_MS);
  }

  private end(running: Running, facts: Facts): void {
    const { started, group } = running;
    const { dir, cleanUp } = started;
    // What the command left behind ends with it before outputs are looked at.
    const swept = stillRuns(started, group) ? sweep(started, group) : undefined;
    const mark = readExitMark(dir);
    const cleaned =
      cleanUp && mark?.exitCode !== 0
        ? Promise.resolve(swept).then(() => cleanUpAfter(cleanUp, running.cancelled || !mark))
        : swept;
    if (cleaned) void cleaned.then(() => this.finish(running, facts));
    else this.finish(running, facts);
  }

  private finish(running: Running, facts: Facts): void {
    const { started, group } = running;
    const { id, dir, terms } = started;
    const mark = readExitMark(dir);
    const outcome = mark ? { exitCode: mark.exitCode } : facts;
    const told = explainEnd(running.verdict, terms, group);
    const verdict = running.cancelled ? CANCELLED : told;
    const usage = running.meter.total(mark?.usage ?? {});
    if (terms?.limits.logBytes) capLog(terms.log, terms.limits.logBytes);
    if (group) this.dropGroup(group, Object.keys(told).length === 0 ? terms : undefined);
    this.running.delete(id);
    this.admission.release(id);
    this.options.note({
      type: 'ended',
      id,
      at: Date.now(),
      ...outcome,
      ...verdict,
      ...(Object.keys(usage).length > 0 ? { usage } : {}),
    });
    this.fill();
  }

  /** Looks after all that runs; stops when nothing does. */
  private tick(): void {
    const now = Date.now();
    for (const running of this.running.values()) this.inspect(running, now);
    this.leftover = this.leftover.filter((group) => !removeGroups(group));
    if (this.running.size > 0 || this.leftover.length > 0) return;
    clearInterval(this.ticker);
    this.ticker = undefined;
  }

  private inspect(running: Running, now: number): void {
    const { started, meter, group } = running;
    const { terms, at, pid } = started;
    if (terms?.limits.logBytes) capLog(terms.log, terms.limits.logBytes, LOG_SLACK);
    const due = meter.isDue(now);
    const measured = due || mustWatch(terms, group) ? meter.look() : undefined;
    if (due && measured) meter.note(now, at, measured);
    running.verdict ??= verdictOf(terms, group, measured);
    if (running.verdict) signalGroup(pid, 'SIGKILL');
  }

  /** @param terms of an attempt after which its groups are as good as new */
  private dropGroup(group: GroupFolders, terms: Terms | undefined): void {
    if (!terms || !this.options.groups?.giveBack(group, groupLimits(terms))) this.removeGroup(group);
  }

  private removeGroup(group: GroupFolders): void {
    if (!removeGroups(group)) this.leftover.push(group);
  }
}

function groupLimits({ resources, limits = {} }: Pick<AttemptSpec, 'resources' | 'limits'>): GroupLimits {
  const { memory, processes, cpu } = limits;
  return {
    cpus: resources.cpus,
    ...(memory && { memoryBytes: resources.memoryBytes }),
    ...(processes !== undefined && { processes }),
    ...(cpu && { cpuQuota: true }),
  };
}

/** @param pid of its wrapper, 0 when that is not known yet */
function startedRecord({ id, dir, log, resources, limits = {}, cleanUp }: AttemptSpec, pid: number, devices: number[]) {
  const terms: Terms = { log, resources, limits, devices };
  const ticks = pid > 0 ? startTicks(pid) : 0;
  const started: Started = { type: 'started', id, at: Date.now(), dir, pid, ticks, ...(cleanUp && { cleanUp }), terms };
  return started;
}

const CANCELLED: Verdict = { reason: 'CANCELLED' };
const NOTHING = { cpus: 0, memoryBytes: 0, gpus: 0 };

function stillRuns(started: Started, group: GroupFolders | undefined): boolean {
  const left = group && processesOf(group);
  return left ? left.length > 0 : isOwnGroup(started) && groupRuns(started.pid);
}

async function sweep(started: Started, group: GroupFolders | undefined): Promise<void> {
  for (let tries = 0; tries < 200 && stillRuns(started, group); tries++) {
    if (isOwnGroup(started)) signalGroup(started.pid, 'SIGKILL');
    for (const left of (group && processesOf(group)) ?? []) kill(left);
    await delay(GONE_MS);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone meanwhile
  }
}

/** A runtime killed while it started something may finish that a moment later: then it is cleaned up once more. */
async function cleanUpAfter(command: string[], killed: boolean): Promise<void> {
  await runToEnd(command);
  if (!killed) return;
  await delay(LATE_START_MS);
  await runToEnd(command);
}

/** Runs a program to its end, whatever that is; it may have nothing to do. */
function runToEnd([program = '', ...args]: string[]): Promise<void> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: CLEAN_UP_MS }, () => resolve());
  });
}
