/** Runs attempts in a fixed number of slots and notes how each ends. Knows processes, not sockets. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { InstanceUsage } from '#core/job/types.ts';
import { groupRuns, isSameProcess, residentBytes, signalGroup, startTicks } from './processes.ts';
import type { AttemptSpec, SupervisorRecord } from './protocol.ts';
import { ALREADY_BEGUN, readExitMark, readPidMark, wrapperArguments } from './wrapper.ts';

type Started = Extract<SupervisorRecord, { type: 'started' }>;
type Ended = Extract<SupervisorRecord, { type: 'ended' }>;

/** What is running; `started` is its journal record. */
interface Running {
  started: Started;
  cancelled: boolean;
  peakBytes?: number;
}

const SAMPLE_MS = 2_000;
const WATCH_MS = 200;
const GONE_MS = 5;

export class Attempts {
  private readonly queue: AttemptSpec[] = [];
  private readonly running = new Map<string, Running>();
  private sampler: NodeJS.Timeout | undefined;

  constructor(
    private slots: number,
    private readonly note: (record: SupervisorRecord) => void,
  ) {}

  get idle(): boolean {
    return this.running.size === 0 && this.queue.length === 0;
  }

  /** Ids queued or running. */
  live(): string[] {
    return [...this.running.keys(), ...this.queue.map(({ id }) => id)];
  }

  /** Start records of all that runs. */
  startedRecords(): Started[] {
    return [...this.running.values()].map(({ started }) => started);
  }

  setSlots(slots: number): void {
    this.slots = slots;
    this.fill();
  }

  submit(spec: AttemptSpec): void {
    let place = this.queue.length;
    while (place > 0 && (this.queue[place - 1] as AttemptSpec).priority < spec.priority) place--;
    this.queue.splice(place, 0, spec);
    this.fill();
  }

  /** Takes a queued attempt out; asks a running one to end with TERM and, after `graceMs`, KILL. */
  cancel(id: string, graceMs: number): void {
    if (this.withdraw(id)) return;
    const running = this.running.get(id);
    if (!running) return;
    running.cancelled = true;
    if (graceMs > 0) signalGroup(running.started.pid, 'SIGTERM');
    setTimeout(() => {
      if (this.running.get(id) === running) signalGroup(running.started.pid, 'SIGKILL');
    }, graceMs);
  }

  /** Takes an attempt out of the queue; false when it is not there (any more). */
  withdraw(id: string): boolean {
    const place = this.queue.findIndex((spec) => spec.id === id);
    if (place < 0) return false;
    this.queue.splice(place, 1);
    this.note({ type: 'ended', id, at: Date.now(), reason: 'CANCELLED' });
    return true;
  }

  /** Takes over an attempt that an earlier supervisor began: watches it, or notes how it ended meanwhile. */
  adopt(started: Started): void {
    const running: Running = { started, cancelled: false };
    this.running.set(started.id, running);
    this.watch(running);
  }

  private fill(): void {
    while (this.running.size < this.slots) {
      const spec = this.queue.shift();
      if (!spec) return;
      this.start(spec);
    }
  }

  private start(spec: AttemptSpec): void {
    try {
      const log = openSync(spec.log, 'a', 0o600);
      try {
        this.spawn(spec, log);
      } finally {
        closeSync(log);
      }
    } catch (error) {
      this.note({ type: 'ended', id: spec.id, at: Date.now(), reason: 'START_FAILED', message: String(error) });
    }
  }

  private spawn(spec: AttemptSpec, log: number): void {
    const child = spawn('/bin/sh', wrapperArguments(spec.dir, spec.command), {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    const { pid } = child;
    if (pid === undefined) {
      child.once('error', (error) => {
        this.note({ type: 'ended', id: spec.id, at: Date.now(), reason: 'START_FAILED', message: error.message });
      });
      return;
    }
    const started: Started = {
      type: 'started',
      id: spec.id,
      at: Date.now(),
      dir: spec.dir,
      pid,
      ticks: startTicks(pid),
    };
    const running: Running = { started, cancelled: false };
    this.running.set(spec.id, running);
    this.note(started);
    this.sample();
    child.once('exit', (code, signal) => {
      if (code === ALREADY_BEGUN && readPidMark(spec.dir) !== pid) this.takeOver(running);
      else this.end(running, { exitCode: code ?? undefined, signal: signal ?? undefined });
    });
  }

  /** Our wrapper found that another one had begun this very attempt: follow that one. */
  private takeOver(running: Running): void {
    const pid = readPidMark(running.started.dir) ?? 0;
    running.started = { ...running.started, pid, ticks: startTicks(pid) };
    this.note(running.started);
    this.watch(running);
  }

  private watch(running: Running): void {
    const { dir, pid, ticks } = running.started;
    const timer = setInterval(() => {
      if (isSameProcess(pid, ticks)) return;
      clearInterval(timer);
      this.end(running, readExitMark(dir) ? {} : { reason: 'LOST' });
    }, WATCH_MS);
    this.sample();
  }

  private end(running: Running, facts: Pick<Ended, 'exitCode' | 'signal' | 'reason'>): void {
    const { id, dir, pid } = running.started;
    const mark = readExitMark(dir);
    const usage: InstanceUsage = { ...mark?.usage };
    if (running.peakBytes !== undefined) usage.max_rss_bytes = running.peakBytes;
    const record: Ended = {
      type: 'ended',
      id,
      at: Date.now(),
      ...(mark ? { exitCode: mark.exitCode } : facts),
      ...(running.cancelled ? { reason: 'CANCELLED' as const } : {}),
      ...(Object.keys(usage).length > 0 ? { usage } : {}),
    };
    const finish = () => {
      this.running.delete(id);
      this.note(record);
      this.fill();
    };
    // What the command left behind in its group ends with it, as in a container, before outputs are looked at.
    if (groupRuns(pid)) void sweep(pid).then(finish);
    else finish();
  }

  /** Measures memory now and then while something runs; what ends sooner has no figure. */
  private sample(): void {
    this.sampler ??= setInterval(() => {
      for (const running of this.running.values()) {
        const bytes = residentBytes(running.started.pid);
        if (bytes !== undefined) running.peakBytes = Math.max(bytes, running.peakBytes ?? 0);
      }
      if (this.running.size > 0) return;
      clearInterval(this.sampler);
      this.sampler = undefined;
    }, SAMPLE_MS);
  }
}

async function sweep(group: number): Promise<void> {
  signalGroup(group, 'SIGKILL');
  for (let tries = 0; groupRuns(group) && tries < 200; tries++) await delay(GONE_MS);
}
