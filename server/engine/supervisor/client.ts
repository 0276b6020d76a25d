/** The server's end of the supervisor's socket: connects, launches a supervisor when none answers, and reconnects. */
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { launchSupervisor } from './launch.ts';
import { socketPath } from './paths.ts';
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
  /** Where to go on; asked at every connection. */
  position: () => JournalPosition | undefined;
  /**
   * Told after every (re)connection, when all records until then were handed over: what the supervisor still has.
   * An attempt that was submitted, has not ended and is not in here was never started.
   */
  onConnected: (live: ReadonlySet<string>) => void;
  onRecords: (records: SupervisorRecord[], position: JournalPosition) => void;
}

const CONNECT_TIMEOUT_MS = 15_000;
const RETRY_MS = 25;
const IDLE_MS = 300_000;

export class SupervisorClient {
  private socket: Socket | undefined;
  private closed = false;
  private journal = '';

  constructor(private readonly options: ClientOptions) {}

  /** Connects; rejects when no supervisor answers within 15 s or it speaks another protocol. */
  async start(): Promise<void> {
    const path = socketPath(this.options.dataDir);
    const deadline = Date.now() + CONNECT_TIMEOUT_MS;
    let launched = false;
    while (!this.closed) {
      const socket = await open(path);
      if (socket) return this.greet(socket);
      if (Date.now() > deadline) throw new Error(`the supervisor did not start; see ${path.replace(/socket$/, '')}`);
      if (!launched) launchSupervisor({ idleMs: IDLE_MS, ...this.options });
      launched = true;
      await delay(RETRY_MS);
    }
  }

  get connected(): boolean {
    return this.socket !== undefined;
  }

  submit(attempts: AttemptSpec[]): void {
    this.send({ op: 'submit', attempts });
  }

  /** TERM to the whole group, KILL after `graceMs`; 0 kills at once. */
  cancel(ids: string[], graceMs: number): void {
    this.send({ op: 'cancel', ids, graceMs });
  }

  /** Takes out what has not started; what runs goes on. */
  withdraw(ids: string[]): void {
    this.send({ op: 'withdraw', ids });
  }

  acknowledge(offset: number): void {
    this.send({ op: 'ack', offset });
  }

  /** Asks the supervisor to end: when idle, or at once and with all attempts. */
  stop(force: boolean): void {
    this.send({ op: 'stop', force });
  }

  /** Leaves the supervisor alone with its work. */
  close(): void {
    this.closed = true;
    this.socket?.destroy();
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
        if (message.op === 'refused') return socket.destroy(new Error(message.message));
        if (message.op === 'hello') {
          this.journal = message.journal;
          awaited = { offset: message.offset, live: new Set(message.live) };
          return;
        }
        if (message.records.length > 0)
          this.options.onRecords(message.records, { journal: this.journal, offset: message.offset });
        if (awaited && message.records.length === 0 && message.offset >= awaited.offset) ready(awaited.live);
      });
      socket.setEncoding('utf8').on('data', read);
      socket.on('error', reject);
      socket.on('close', () => {
        this.socket = undefined;
        reject(new Error('the supervisor closed the connection'));
        if (greeted && !this.closed) void this.reconnect();
      });
      this.socket = socket;
      const position = this.options.position();
      this.send({
        op: 'hello',
        version: PROTOCOL_VERSION,
        slots: this.options.slots,
        ...(position && { journal: position.journal, since: position.offset }),
      });
    });
  }

  private async reconnect(): Promise<void> {
    while (!this.closed && !this.socket) {
      await delay(RETRY_MS);
      await this.start().catch(() => undefined);
    }
  }
}

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
