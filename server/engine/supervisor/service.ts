/** The supervisor itself: attempts, journal and clients on a unix socket of one data folder. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Attempts } from './attempts.ts';
import { ControlGroups } from './control-groups.ts';
import { Journal } from './journal.ts';
import { lockHolder, releaseLock, takeLock } from './lock.ts';
import { readMachine } from './machine.ts';
import { groupsName, socketPath, supervisorFolder } from './paths.ts';
import {
  type ClientMessage,
  lineReader,
  PROTOCOL_VERSION,
  type SupervisorMessage,
  type SupervisorRecord,
} from './protocol.ts';

export interface SupervisorOptions {
  dataDir: string;
  slots: number;
  /** Ends itself after so long without work and without a client. */
  idleMs: number;
}

/** Above this size a fully acknowledged journal is begun anew. */
const COMPACT_BYTES = 4 * 1024 * 1024;
const REPLAY_BATCH = 500;
const LOOK_MS = 2_000;

export class Supervisor {
  private readonly lock: string;
  private readonly journal: Journal;
  private readonly attempts: Attempts;
  private readonly clients = new Set<Socket>();
  /** Ended attempts that no client has acknowledged yet: submitting one again must not run it again. */
  private readonly ended = new Set<string>();
  private acknowledged = 0;
  private server: Server | undefined;
  private idleTimer: NodeJS.Timeout | undefined;
  private lookTimer: NodeJS.Timeout | undefined;
  private stopping = false;
  private resolveDone: () => void = () => undefined;
  /** Resolves when the supervisor has stopped and released its lock. */
  readonly done = new Promise<void>((resolve) => {
    this.resolveDone = resolve;
  });

  private constructor(private readonly options: SupervisorOptions) {
    const folder = supervisorFolder(options.dataDir);
    this.lock = join(folder, 'lock');
    this.journal = new Journal(join(folder, 'journal'));
    this.attempts = new Attempts({
      slots: options.slots,
      machine: readMachine(),
      groups: ControlGroups.probe(groupsName(options.dataDir)),
      note: (record) => this.note(record),
    });
    this.journal.onCommit = (records, offset) => this.tellAll(records, offset);
  }

  /** Starts a supervisor; undefined when another one already serves this data folder. */
  static async start(options: SupervisorOptions): Promise<Supervisor | undefined> {
    const socket = socketPath(options.dataDir);
    if (!takeLock(join(supervisorFolder(options.dataDir), 'lock'))) return undefined;
    const supervisor = new Supervisor(options);
    supervisor.recover();
    await supervisor.listen(socket);
    supervisor.watchIdle();
    supervisor.watchFolder();
    return supervisor;
  }

  private recover(): void {
    const begun = new Map<string, SupervisorRecord & { type: 'started' }>();
    for (const { record } of this.journal.replay(0)) {
      if (record.type === 'started') begun.set(record.id, record);
      else {
        begun.delete(record.id);
        this.ended.add(record.id);
      }
    }
    this.attempts.adopt([...begun.values()]);
  }

  private listen(path: string): Promise<void> {
    rmSync(path, { force: true }); // stale: we hold the lock
    const server = createServer((socket) => this.accept(socket));
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, () => {
        chmodSync(path, 0o600); // the folder is 0700 already
        resolve();
      });
    });
  }

  private accept(socket: Socket): void {
    socket.setEncoding('utf8');
    const read = lineReader<ClientMessage>((message) => this.handle(socket, message));
    socket.on('data', (chunk: string) => {
      try {
        read(chunk);
      } catch (error) {
        send(socket, { op: 'refused', message: String(error) });
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.clients.delete(socket);
      this.watchIdle();
    });
  }

  private handle(socket: Socket, message: ClientMessage): void {
    if (message.op === 'hello') void this.greet(socket, message);
    else if (message.op === 'submit') this.submit(message);
    else if (message.op === 'adopt') this.adopt(message);
    else if (message.op === 'hold') this.attempts.hold(message.on);
    else if (message.op === 'cancel') this.attempts.cancel(message.ids, message.graceMs);
    else if (message.op === 'withdraw') this.attempts.withdraw(message.ids);
    else if (message.op === 'status') this.tellStatus(socket);
    else if (message.op === 'ack') void this.acknowledge(message.offset);
    else this.stop(message.force);
  }

  private async greet(socket: Socket, hello: ClientMessage & { op: 'hello' }): Promise<void> {
    if (hello.version !== PROTOCOL_VERSION) {
      send(socket, { op: 'refused', message: `protocol ${hello.version} is not ${PROTOCOL_VERSION}` });
      return;
    }
    await this.journal.settled();
    if (hello.held !== undefined) this.attempts.hold(hello.held);
    if (hello.slots !== undefined) this.attempts.setSlots(hello.slots);
    const since = hello.journal === this.journal.id ? (hello.since ?? 0) : 0;
    // A position beyond the end is one of a journal that lost its end since then.
    const known = since <= this.journal.offset ? since : 0;
    const records = this.journal.replay(known);
    send(socket, {
      op: 'hello',
      version: PROTOCOL_VERSION,
      pid: process.pid,
      journal: this.journal.id,
      slots: this.options.slots,
      live: this.attempts.live(),
      offset: this.journal.offset,
      limits: this.attempts.limits,
    });
    for (let from = 0; from < records.length; from += REPLAY_BATCH) {
      const batch = records.slice(from, from + REPLAY_BATCH);
      const offset = batch.at(-1)?.offset ?? known;
      send(socket, { op: 'records', records: batch.map(({ record }) => record), offset });
    }
    send(socket, { op: 'records', records: [], offset: this.journal.offset });
    // Nothing was awaited since the replay was read, so no commit can fall between replay and subscription.
    this.clients.add(socket);
    this.watchIdle();
  }

  private tellStatus(socket: Socket): void {
    const { machine, allocated } = this.attempts;
    send(socket, { op: 'status', machine, allocated });
  }

  private submit({ attempts }: ClientMessage & { op: 'submit' }): void {
    const live = new Set(this.attempts.live());
    if (!this.stopping) this.attempts.submit(attempts.filter(({ id }) => !live.has(id) && !this.ended.has(id)));
    this.watchIdle();
  }

  private adopt({ attempts }: ClientMessage & { op: 'adopt' }): void {
    const live = new Set(this.attempts.live());
    this.attempts.find(attempts.filter(({ id }) => !live.has(id) && !this.ended.has(id)));
    this.watchIdle();
  }

  private note(record: SupervisorRecord): void {
    if (record.type === 'ended') this.ended.add(record.id);
    this.journal.append(record);
  }

  private tellAll(records: SupervisorRecord[], offset: number): void {
    for (const client of this.clients) send(client, { op: 'records', records, offset });
    this.watchIdle();
  }

  private async acknowledge(offset: number): Promise<void> {
    this.acknowledged = Math.max(this.acknowledged, offset);
    if (this.journal.bytes < COMPACT_BYTES) return;
    await this.journal.settled();
    if (this.acknowledged < this.journal.offset) return;
    if (this.journal.compact(this.attempts.startedRecords())) this.ended.clear();
  }

  private stop(force: boolean): void {
    this.stopping = true;
    if (force) this.attempts.cancel(this.attempts.live(), 0);
    this.watchIdle();
  }

  /** A data folder that was removed, or taken by another supervisor, leaves nothing to work for. */
  private watchFolder(): void {
    this.lookTimer = setInterval(() => {
      if (lockHolder(this.lock) === process.pid) return;
      clearInterval(this.lookTimer);
      this.stop(true);
    }, LOOK_MS);
  }

  /** Ends the process when it is told to and idle, or when nobody has needed it for long enough. */
  private watchIdle(): void {
    clearTimeout(this.idleTimer);
    if (!this.attempts.idle) return;
    if (this.stopping) void this.close();
    else if (this.clients.size === 0) this.idleTimer = setTimeout(() => this.close(), this.options.idleMs);
  }

  private async close(): Promise<void> {
    await this.journal.settled();
    if (!this.attempts.idle || !this.server) return;
    const server = this.server;
    this.server = undefined;
    clearInterval(this.lookTimer);
    server.close();
    this.attempts.close();
    for (const client of this.clients) client.destroy();
    releaseLock(this.lock);
    this.resolveDone();
  }
}

function send(socket: Socket, message: SupervisorMessage): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
