/** Runs attempts on this machine, through the supervisor. */
import { hostname } from 'node:os';
import type { Enclosure } from '../enclosures/enclosure.ts';
import type {
  AttemptDescription,
  AttemptFact,
  AttemptKey,
  AttemptPlace,
  AttemptRequest,
  AttemptView,
  CollectedOutputs,
  ComputeNode,
  Executor,
  ExecutorFacts,
  ExecutorListener,
  FactPosition,
  UsageSample,
} from '../executor.ts';
import { siteOf } from '../site.ts';
import { SupervisorClient } from '../supervisor/client.ts';
import { readMachine } from '../supervisor/machine.ts';
import type { AttemptLimits, AttemptSpec, SupervisorRecord } from '../supervisor/protocol.ts';
import { AttemptFolders, attemptId, attemptKey } from './attempt-folders.ts';
import { hostAddress } from './host-address.ts';

export interface LocalOptions {
  dataDir: string;
  slots: number;
  enclosure: Enclosure;
  /** What an attempt may take at most; absent: all it can get. */
  limits?: AttemptLimits;
  idleMs?: number;
}

export class LocalExecutor implements Executor {
  readonly facts: ExecutorFacts;
  private readonly folders: AttemptFolders;
  private client: SupervisorClient | undefined;
  private ownSite: string | undefined;
  private held = false;

  get site(): string {
    this.ownSite ??= siteOf(this.options.dataDir);
    return this.ownSite;
  }

  constructor(private readonly options: LocalOptions) {
    const { facts } = options.enclosure;
    this.facts = { ...facts, kind: facts.imagesUsed ? 'container' : 'local', slots: options.slots };
    this.folders = new AttemptFolders(options.dataDir);
  }

  async start(listener: ExecutorListener): Promise<void> {
    const { dataDir, slots, idleMs } = this.options;
    this.client = new SupervisorClient({
      dataDir,
      slots,
      ...(idleMs !== undefined && { idleMs }),
      held: () => this.held,
      position: () => listener.position(),
      onRecords: (records, position) => listener.onFacts(records.map(toFact), position),
      onConnected: (live) => listener.onConnected((key) => live.has(attemptId(key))),
    });
    await this.client.start();
    if (this.client.limits) this.facts.limits = this.client.limits;
  }

  async close(): Promise<void> {
    this.client?.close();
  }

  /** Ends the supervisor and all it runs; for tests and for giving up a data folder. */
  shutDown(): void {
    this.client?.stop(true);
    this.client?.close();
  }

  /** This machine. More slots than processors oversubscribe these on purpose; more may be allocated then. */
  async nodes(): Promise<ComputeNode[]> {
    const status = await this.client?.status();
    const machine = status?.machine ?? readMachine();
    return [
      {
        id: 'local',
        name: hostname(),
        cpuType: process.arch === 'arm64' ? 'ARM' : 'X86',
        cpus: machine.cpus,
        memoryBytes: machine.memoryBytes,
        gpus: machine.gpus,
        ...(machine.gpus > 0 ? { gpuType: 'GPU' } : {}),
        labels: [],
        state: 'ACTIVE',
        reason: '',
        allocated: status?.allocated ?? { cpus: 0, memoryBytes: 0, gpus: 0 },
      },
    ];
  }

  view(key: AttemptKey, place: AttemptPlace): AttemptView {
    return this.options.enclosure.view(this.folders.of(key), place);
  }

  prepare(request: AttemptRequest): void {
    const { key, place, resources, image } = request;
    const { facts } = this.options.enclosure;
    this.folders.prepare(request);
    const address = hostAddress();
    this.folders.describe(key, {
      command: this.spec(request).command,
      enclosure: facts.enclosure,
      isolated: facts.isolated,
      outputs: this.view(key, place).out,
      resources,
      ...(this.facts.limits ? { limits: this.facts.limits } : {}),
      node: hostname(),
      ...(address ? { address } : {}),
      ...(image ? { image: { name: image, used: facts.imagesUsed } } : {}),
    });
  }

  submit(batch: AttemptRequest[]): void {
    this.client?.submit(batch.map((request) => this.spec(request)));
  }

  adopt(batch: AttemptRequest[]): void {
    this.client?.adopt(batch.map((request) => this.spec(request)));
  }

  cancel(keys: AttemptKey[], graceMs: number): void {
    this.client?.cancel(keys.map(attemptId), graceMs);
  }

  hold(on: boolean): void {
    this.held = on;
    this.client?.hold(on);
  }

  withdraw(keys: AttemptKey[]): void {
    this.client?.withdraw(keys.map(attemptId));
  }

  revoke(key: AttemptKey): boolean {
    return this.folders.revoke(key);
  }

  logPath(key: AttemptKey): string {
    return this.folders.of(key).log;
  }

  samples(key: AttemptKey): Promise<UsageSample[]> {
    return this.folders.samples(key);
  }

  hasCommand(command: string, image: string | undefined): boolean | undefined {
    return this.options.enclosure.hasCommand?.(command, image);
  }

  async hasImage(image: string): Promise<boolean> {
    return (await this.options.enclosure.hasImage?.(image)) ?? true;
  }

  description(key: AttemptKey): Promise<AttemptDescription | undefined> {
    return this.folders.description(key);
  }

  collect(key: AttemptKey): CollectedOutputs {
    return this.folders.collect(key);
  }

  acknowledge(position: FactPosition): void {
    this.client?.acknowledge(position.offset);
  }

  tidy(key: AttemptKey): void {
    this.folders.tidy(key);
  }

  forget(jobId: string): Promise<void> {
    return this.folders.forget(jobId);
  }

  private spec(request: AttemptRequest): AttemptSpec {
    const { key, priority, resources } = request;
    const folder = this.folders.of(key);
    const { limits, enclosure } = this.options;
    const { command, cwd, env, cleanUp } = enclosure.launch(folder, request);
    return {
      id: attemptId(key),
      dir: folder.root,
      command,
      cwd,
      log: folder.log,
      env,
      priority,
      resources,
      ...(cleanUp ? { cleanUp } : {}),
      ...(limits ? { limits } : {}),
    };
  }
}

function toFact(record: SupervisorRecord): AttemptFact {
  const key = attemptKey(record.id);
  if (record.type === 'started') return { type: 'started', key, at: record.at };
  const { id: _id, ...facts } = record;
  return { ...facts, key };
}
