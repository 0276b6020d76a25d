/** Supervisors on folders of their own, and attempts for them; for tests with real processes. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type JournalPosition, SupervisorClient } from './client.ts';
import { lockHolder } from './lock.ts';
import { commandLineHolds, isSameProcess } from './processes.ts';
import type { AttemptSpec, SupervisorRecord } from './protocol.ts';

export type Ended = Extract<SupervisorRecord, { type: 'ended' }>;

/** Records as they come, and waiting for them instead of for time. */
export class Records {
  all: SupervisorRecord[] = [];
  private waiting: (() => void)[] = [];

  add(records: SupervisorRecord[]): void {
    this.all.push(...records);
    for (const check of this.waiting.splice(0)) check();
  }

  ended(...ids: string[]): Promise<Ended[]> {
    return this.until(() => {
      const found = this.all.filter((record): record is Ended => record.type === 'ended' && ids.includes(record.id));
      return found.length === ids.length ? found : undefined;
    });
  }

  started(id: string) {
    return this.until(() => this.all.find((record) => record.type === 'started' && record.id === id));
  }

  /** Ids in the order in which they started. */
  get order(): string[] {
    return this.all.filter(({ type }) => type === 'started').map(({ id }) => id);
  }

  private until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined) this.waiting.push(check);
        else resolve(found);
      };
      check();
    });
  }
}

/** A client that remembers its position. */
export class Listener extends Records {
  position: JournalPosition | undefined;
  live: ReadonlySet<string> = new Set();
  readonly client: SupervisorClient;

  constructor(dataDir: string, slots = 2, position?: JournalPosition) {
    super();
    this.position = position;
    this.client = new SupervisorClient({
      dataDir,
      slots,
      position: () => this.position,
      onConnected: (live) => {
        this.live = live;
      },
      onRecords: (records, next) => {
        this.position = next;
        this.add(records);
      },
    });
  }
}

const folders: string[] = [];
const dataFolders = new Set<string>();
const listeners: Listener[] = [];

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'supervisor-'));
  folders.push(made);
  return made;
}

export async function listen(dataDir: string, slots?: number, position?: JournalPosition): Promise<Listener> {
  const listener = new Listener(dataDir, slots, position);
  listeners.push(listener);
  dataFolders.add(dataDir);
  await listener.client.start();
  return listener;
}

export function attempt(dataDir: string, id: string, script: string, extra: Partial<AttemptSpec> = {}): AttemptSpec {
  const dir = join(dataDir, 'work', id);
  mkdirSync(join(dir, 'work'), { recursive: true });
  writeFileSync(join(dir, 'script.sh'), script);
  return {
    id,
    dir,
    command: ['/bin/sh', join(dir, 'script.sh')],
    cwd: join(dir, 'work'),
    log: join(dir, 'log'),
    env: { PATH: process.env.PATH ?? '' },
    priority: 0,
    resources: { cpus: 0.1, memoryBytes: 1e8, gpus: 0 },
    ...extra,
  };
}

export const gone = (pid: number) => !isSameProcess(pid, 0);

/** Process id of the supervisor of a data folder, 0 when there is none. */
export const supervisorOf = (dataDir: string): number => lockHolder(join(dataDir, 'supervisor', 'lock')) ?? 0;

/** Kills the supervisor and waits until its client has another one. */
export async function killSupervisor(dataDir: string, listener: Listener, awaited: string): Promise<void> {
  const supervisor = supervisorOf(dataDir);
  process.kill(supervisor, 'SIGKILL');
  await expect.poll(() => gone(supervisor)).toBe(true);
  await expect.poll(() => ![0, supervisor].includes(supervisorOf(dataDir)), { timeout: 15_000 }).toBe(true);
  await expect.poll(() => listener.client.connected && listener.live.has(awaited), { timeout: 15_000 }).toBe(true);
}

/** Processes that were started for a data folder, such as supervisors that do not have it yet. */
const processesFor = (dataDir: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && commandLineHolds(pid, dataDir) && !gone(pid));

/** Ends all supervisors that were listened to and removes their folders. */
export async function endSupervisors(): Promise<void> {
  const told = new Set([...dataFolders].map(supervisorOf));
  for (const listener of listeners.splice(0)) {
    listener.client.stop(true);
    listener.client.close();
  }
  // One that was launched in vain may come late, find the folder free, and wait for work that nobody has.
  const left = (dir: string) => {
    const pids = processesFor(dir);
    for (const pid of pids) if (!told.has(pid)) process.kill(pid, 'SIGKILL');
    return pids;
  };
  for (const dir of dataFolders) await expect.poll(() => left(dir), { timeout: 10_000 }).toEqual([]);
  dataFolders.clear();
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
