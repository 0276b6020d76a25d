/** The server's end of the supervisor's socket: connects, launches a supervisor when none answers, and reconnects. */
import type { ChildProcess } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launchSupervisor } from './launch.ts';
import type { LimitFacts } from './limits.ts';
import { lockHolder } from './lock.ts';
import { socketPath, supervisorFolder } from './paths.ts';
import {
  type AttemptSpec,
  type ClientMessage,
  lineReader,
  PROTOCOL_VERSION,
  type SupervisorMessage,
  type SupervisorRecord,
} from './protocol.ts';

/** Position in a supervisor's journal until which its records are durable here. */
export interface JournalPosition {
  journal: string;
  offset: number;
}

export interface ClientOptions {
  dataDir: string;
  slots: number;
  idleMs?: number;
  /** Whether nothing may start now; told at every connection. */
  held?: () => boolean;
  /** Where to go on; asked at every connection. */
  position: () => JournalPosition | undefined;
  /**
   * Told after every (re)connection, when all records until then were handed over: what the supervisor still has.
   * An attempt that was submitted, has not ended and is not in here was never started.
   */
  onConnected: (live: ReadonlySet<string>) => void;
  onRecords: (records: SupervisorRecord[], position: JournalPosition) => void;
}

/** What a supervisor's machine has, and what is taken of it now. */
export type SupervisorStatus = Omit<Extract<SupervisorMessage, { op: 'status' }>, 'op'>;

const CONNECT_TIMEOUT_MS = 15_000;
const RETRY_MS = 25;
/** Before another supervisor is launched in place of one that ended at once; twice as long each time. */
const RELAUNCH_MS = 100;
const LONGEST_RELAUNCH_MS = 2_000;
/** How every version so far says that it is not ours. */
const OTHER_VERSION = /^protocol \d+ is not \d+$/;
const IDLE_MS = 300_000;

export class SupervisorClient {
  private socket: Socket | undefined;
  private closed = false;
  private journal = '';
  private asked: ((status: SupervisorStatus | undefined) => void)[] = [];
  /** What of an attempt's limits holds there; known from the first connection on. */
  limits: LimitFacts | undefined;

  constructor(private readonly options: ClientOptions) {}

  /** Connects; rejects when no supervisor answers within 15 s or it speaks another protocol. */
  async start(): Promise<void> {
    const path = socketPath(this.options.dataDir);
    const deadline = Date.now() + CONNECT_TIMEOUT_MS;
    let launched: ChildProcess | undefined;
    let pause = RELAUNCH_MS;
    while (!this.closed) {
      const socket = await open(path);
      if (socket) {
        const greeted = await this.greet(socket).then(
          () => undefined,
          (error: Error) => error,
        );
        if (!greeted) return;
        // Of another version, or killed while it spoke: the next one is asked.
        if (Date.now() > deadline) throw greeted;
      }
      if (Date.now() > deadline) throw new Error(`the supervisor did not start; see ${path.replace(/socket$/, '')}`);
      // One that was killed before it listened, or found the lock of a dying one, leaves its place to the next.
      if (launched && hasEnded(launched)) {
        await delay(pause);
        pause = Math.min(2 * pause, LONGEST_RELAUNCH_MS);
      }
      if (!launched || hasEnded(launched)) launched = launchSupervisor({ idleMs: IDLE_MS, ...this.options });
      await delay(RETRY_MS);
    }
  }

  get connected(): boolean {
    return this.socket !== undefined;
  }

  submit(attempts: AttemptSpec[]): void {
    this.send({ op: 'submit', attempts });
  }

  /** Finds attempts again that have begun and that the supervisor does not have. */
  adopt(attempts: AttemptSpec[]): void {
    this.send({ op: 'adopt', attempts });
  }

  /** TERM to the whole group, KILL after `graceMs`; 0 kills at once. */
  cancel(ids: string[], graceMs: number): void {
    this.send({ op: 'cancel', ids, graceMs });
  }

  /** Takes out what has not started; what runs goes on. */
  withdraw(ids: string[]): void {
    this.send({ op: 'withdraw', ids });
  }

  /** Keeps what is queued from starting, or lets it start. */
  hold(on: boolean): void {
    this.send({ op: 'hold', on });
  }

  acknowledge(offset: number): void {
    this.send({ op: 'ack', offset });
  }

  /** What is free and taken now; undefined when no supervisor answers. */
  status(): Promise<SupervisorStatus | undefined> {
    return new Promise((resolve) => {
      if (!this.socket) return resolve(undefined);
      this.asked.push(resolve);
      this.send({ op: 'status' });
    });
  }

  /** Asks the supervisor to end: when idle, or at once and with all attempts. */
  stop(force: boolean): void {
    this.send({ op: 'stop', force });
  }

  /** Leaves the supervisor alone with its work. */
  close(): void {
    this.closed = true;
    this.socket?.destroySoon(); // what was sent is sent
    this.socket = undefined;
  }

  private send(message: ClientMessage): void {
    // Without a connection nothing is lost: after the next one the caller is told what is live and submits again.
    this.socket?.write(`${JSON.stringify(message)}\n`);
  }

  private greet(socket: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      let awaited: { offset: number; live: ReadonlySet<string> } | undefined;
      let greeted = false;
      const ready = (live: ReadonlySet<string>) => {
        awaited = undefined;
        greeted = true;
        this.options.onConnected(live);
        resolve();
      };
      const read = lineReader<SupervisorMessage>((message) => {
        if (message.op === 'refused') {
          if (OTHER_VERSION.test(message.message)) this.replace();
          return socket.destroy(new Error(message.message));
        }
        if (message.op === 'hello') {
          this.journal = message.journal;
          this.limits = message.limits;
          awaited = { offset: message.offset, live: new Set(message.live) };
          return;
        }
        if (message.op === 'status') return this.asked.shift()?.(message);
        if (message.records.length > 0)
          this.options.onRecords(message.records, { journal: this.journal, offset: message.offset });
        if (awaited && message.records.length === 0 && message.offset >= awaited.offset) ready(awaited.live);
      });
      socket.setEncoding('utf8').on('data', read);
      socket.on('error', reject);
      socket.on('close', () => {
        this.socket = undefined;
        for (const answer of this.asked.splice(0)) answer(undefined);
        reject(new Error('the supervisor closed the connection'));
        if (greeted && !this.closed) void this.reconnect();
      });
      this.socket = socket;
      const position = this.options.position();
      this.send({
        op: 'hello',
        version: PROTOCOL_VERSION,
        slots: this.options.slots,
        held: this.options.held?.() ?? false,
        ...(position && { journal: position.journal, since: position.offset }),
      });
    });
  }

  /**
   * A supervisor of another version gives way at once: what it runs does not notice, and the next one, of our version,
   * finds it by journal and marks, as after any death of a supervisor. What was queued is submitted again.
   */
  private replace(): void {
    const pid = lockHolder(join(supervisorFolder(this.options.dataDir), 'lock'));
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }

  private async reconnect(): Promise<void> {
    while (!this.closed && !this.socket) {
      await delay(RETRY_MS);
      await this.start().catch(() => undefined);
    }
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

function open(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}
