/**
 * Runs attempts as processes of this machine, through the supervisor. Inputs are real paths of the object store;
 * nothing is isolated. Folder of an attempt: `<data folder>/work/<job>/<task>-<index>/<attempt>/{work,out,tmp,…}`.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type {
  AttemptFact,
  AttemptKey,
  AttemptPaths,
  AttemptRequest,
  CollectedOutputs,
  Executor,
  ExecutorFacts,
  ExecutorListener,
  FactPosition,
} from '../executor.ts';
import { SupervisorClient } from '../supervisor/client.ts';
import type { AttemptSpec, SupervisorRecord } from '../supervisor/protocol.ts';
import { inspectOutputs } from './outputs.ts';

export interface LocalOptions {
  dataDir: string;
  slots: number;
  /** Image name → folder put first on PATH. */
  toolEnvs: Record<string, string>;
  /** Where the object store keeps a key on this host. */
  hostPath: (bucket: string, key: string) => string;
  idleMs?: number;
}

export class LocalExecutor implements Executor {
  readonly facts: ExecutorFacts;
  private readonly shell = findShell();
  private client: SupervisorClient | undefined;

  constructor(private readonly options: LocalOptions) {
    this.facts = {
      kind: 'local',
      slots: options.slots,
      isolated: false,
      imagesUsed: false,
      reason: 'commands run as processes of this machine and may read what its user may read',
    };
  }

  async start(listener: ExecutorListener): Promise<void> {
    const { dataDir, slots, idleMs } = this.options;
    this.client = new SupervisorClient({
      dataDir,
      slots,
      ...(idleMs !== undefined && { idleMs }),
      position: () => listener.position(),
      onRecords: (records, position) => listener.onFacts(records.map(toFact), position),
      onConnected: (live) => listener.onConnected((key) => live.has(attemptId(key))),
    });
    await this.client.start();
  }

  async close(): Promise<void> {
    this.client?.close();
  }

  /** Ends the supervisor and all it runs; for tests and for giving up a data folder. */
  shutDown(): void {
    this.client?.stop(true);
    this.client?.close();
  }

  paths(key: AttemptKey): AttemptPaths {
    const folder = this.folder(key);
    return { work: join(folder, 'work'), out: join(folder, 'out'), tmp: join(folder, 'tmp') };
  }

  inputPath(bucket: string, key: string): string {
    return this.options.hostPath(bucket, key);
  }

  prepare(request: AttemptRequest): void {
    const folder = this.folder(request.key);
    // Remains of an attempt that was prepared and never submitted; one that began has its pid mark.
    if (existsSync(folder) && !existsSync(join(folder, 'pid'))) rmSync(folder, { recursive: true });
    mkdirSync(join(folder, 'out'), { recursive: true, mode: 0o700 });
    mkdirSync(join(folder, 'work'), { recursive: true });
    mkdirSync(join(folder, 'tmp'), { recursive: true });
    for (const path of request.outputFolders) mkdirSync(join(folder, 'out', path), { recursive: true });
    writeFileSync(join(folder, 'script.sh'), request.script);
  }

  submit(batch: AttemptRequest[]): void {
    this.client?.submit(batch.map((request) => this.spec(request)));
  }

  cancel(keys: AttemptKey[], graceMs: number): void {
    this.client?.cancel(keys.map(attemptId), graceMs);
  }

  withdraw(keys: AttemptKey[]): void {
    this.client?.withdraw(keys.map(attemptId));
  }

  logPath(key: AttemptKey): string {
    return join(this.folder(key), 'log');
  }

  /**
   * The list is kept beside the outputs, so that collecting again after a crash (some or all files moved already)
   * answers the same.
   */
  collect(key: AttemptKey): CollectedOutputs {
    const folder = this.folder(key);
    const list = join(folder, 'outputs.json');
    if (existsSync(list)) return JSON.parse(readFileSync(list, 'utf8')) as CollectedOutputs;
    const found = inspectOutputs(join(folder, 'out'));
    writeFileSync(`${list}.new`, JSON.stringify(found));
    renameSync(`${list}.new`, list);
    return found;
  }

  acknowledge(position: FactPosition): void {
    this.client?.acknowledge(position.offset);
  }

  tidy(key: AttemptKey): void {
    for (const path of Object.values(this.paths(key))) rmSync(path, { recursive: true, force: true });
  }

  async forget(jobId: string): Promise<void> {
    await rm(join(this.options.dataDir, 'work', jobId), { recursive: true, force: true });
  }

  private folder(key: AttemptKey): string {
    return join(this.options.dataDir, 'work', attemptId(key));
  }

  private spec({ key, priority, env, image }: AttemptRequest): AttemptSpec {
    const dir = this.folder(key);
    const { work, tmp } = this.paths(key);
    const first = image && this.options.toolEnvs[image];
    const path = process.env.PATH ?? '/usr/bin:/bin';
    return {
      id: attemptId(key),
      dir,
      command: [this.shell, join(dir, 'script.sh')],
      cwd: work,
      log: join(dir, 'log'),
      env: {
        ...env,
        PATH: first ? `${first}${delimiter}${path}` : path,
        LANG: process.env.LANG ?? 'C.UTF-8',
        HOME: work,
        TMPDIR: tmp,
      },
      priority,
    };
  }
}

const attemptId = ({ jobId, task, index, attempt }: AttemptKey) => `${jobId}/${task}-${index}/${attempt}`;

function attemptKey(id: string): AttemptKey {
  const [jobId = '', instance = '', attempt] = id.split('/');
  const dash = instance.lastIndexOf('-');
  return { jobId, task: instance.slice(0, dash), index: Number(instance.slice(dash + 1)), attempt: Number(attempt) };
}

function toFact(record: SupervisorRecord): AttemptFact {
  const key = attemptKey(record.id);
  if (record.type === 'started') return { type: 'started', key, at: record.at };
  const { id: _id, ...facts } = record;
  return { ...facts, key };
}

/** bash where there is one, else the system's sh (domain §1.1). */
function findShell(): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, 'bash')).find(isExecutable) ?? '/bin/sh';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
