/** The executor seam over a scripted world: what one server process holds of it. */
import type {
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
} from '../executor.ts';
import { attemptName } from '../job-store.ts';
import type { Life } from './mortal.ts';
import { type ScriptedWorld, scriptedOutputs, type WorldClient } from './scripted-world.ts';

/** Large enough for everything: what is held back by nodes is another test's business. */
const NODE: ComputeNode = {
  id: 'scripted',
  name: 'scripted',
  cpuType: 'X86',
  cpus: 1024,
  memoryBytes: 1024 ** 4,
  gpus: 0,
  labels: [],
  state: 'ACTIVE',
  reason: '',
  allocated: { cpus: 0, memoryBytes: 0, gpus: 0 },
};

export class ScriptedExecutor implements Executor, WorldClient {
  readonly facts: ExecutorFacts;
  readonly site = 'scripted';
  connected = false;
  private listener: ExecutorListener | undefined;

  constructor(
    private readonly world: ScriptedWorld,
    private readonly life: Life,
    slots: number,
  ) {
    this.facts = {
      kind: 'local',
      slots,
      enclosure: 'plain',
      isolated: false,
      imagesUsed: false,
      network: true,
      reason: 'scripted',
    };
  }

  get alive(): boolean {
    return !this.life.dead;
  }

  position = () => this.listener?.position();

  onFacts(facts: AttemptFact[], position: FactPosition): void {
    this.listener?.onFacts(facts, position);
  }

  onConnected(isLive: (key: AttemptKey) => boolean): void {
    this.listener?.onConnected(isLive);
  }

  start(listener: ExecutorListener): Promise<void> {
    return this.life.step(async () => {
      this.listener = listener;
      this.world.connect(this);
    });
  }

  async close(): Promise<void> {
    this.connected = false;
  }

  nodes = async () => [NODE];
  samples = async () => [];
  description = async () => undefined;

  view(key: AttemptKey, { bucket }: AttemptPlace): AttemptView {
    const folder = `/nonexistent/${attemptName(key)}`;
    return {
      work: `${folder}/work`,
      out: `${folder}/out`,
      tmp: `${folder}/tmp`,
      input: (path) => `/nonexistent/${bucket}/${path}`,
    };
  }

  prepare({ key }: AttemptRequest): void {
    if (!this.life.pass()) return;
    if (this.world.fate(key) !== 'prepare-failed') return;
    this.world.unprepared.push(key);
    throw new Error('the folder could not be made');
  }

  submit(batch: AttemptRequest[]): void {
    if (!this.life.pass() || !this.connected) return;
    for (const { key, priority } of batch) this.world.submit(key, priority);
  }

  cancel(keys: AttemptKey[]): void {
    if (!this.life.pass() || !this.connected) return;
    for (const key of keys) this.world.cancel(key);
  }

  withdraw(keys: AttemptKey[]): void {
    if (!this.life.pass() || !this.connected) return;
    for (const key of keys) this.world.withdraw(key);
  }

  revoke(key: AttemptKey): boolean {
    return this.life.pass() && this.world.revoke(key);
  }

  logPath = (key: AttemptKey) => `/nonexistent/${attemptName(key)}/log`;

  collect(key: AttemptKey): CollectedOutputs {
    return scriptedOutputs(this.world.fate(key));
  }

  acknowledge(position: FactPosition): void {
    if (this.life.pass() && this.connected) this.world.acknowledge(position);
  }

  tidy(): void {}

  async forget(): Promise<void> {}
}
