/**
 * Runs attempts on a Slurm cluster whose nodes share the data folder. The runner keeps dependencies and order; Slurm
 * decides where and when what is ready runs.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError } from '../../../errors.ts';
import type { Log } from '../../../platform/platform.ts';
import type { Enclosure } from '../../enclosures/enclosure.ts';
import type {
  AttemptDescription,
  AttemptKey,
  AttemptPlace,
  AttemptRequest,
  AttemptView,
  ClusterControl,
  CollectedOutputs,
  ComputeNode,
  Executor,
  ExecutorFacts,
  ExecutorListener,
  FactPosition,
  UsageSample,
} from '../../executor.ts';
import { siteOf } from '../../site.ts';
import { AttemptFolders, attemptId } from '../attempt-folders.ts';
import { Batches } from './batches.ts';
import { type ClusterFacts, readClusterFacts, readNodes, setSchedulable } from './cluster.ts';
import { type RunCommand, runCommand } from './commands.ts';
import { Dispatch, type DispatchTimes } from './dispatch.ts';
import { Kept } from './kept.ts';
import { launchScript } from './scripts.ts';
import { Sender } from './sender.ts';
import { groupByWishes, type SlurmSite, wishesOf } from './submission.ts';

export interface SlurmOptions {
  dataDir: string;
  /** Attempts that may be in Slurm at a time, waiting or running. */
  slots: number;
  enclosure: Enclosure;
  site: SlurmSite;
  log: Pick<Log, 'warn' | 'info'>;
  times?: Partial<SlurmTimes>;
  run?: RunCommand;
}

export interface SlurmTimes extends DispatchTimes {
  /** How long what was read of the nodes counts. */
  nodesKeptMs: number;
  retryMs: { first: number; longest: number };
}

const TIMES: SlurmTimes = {
  nodesKeptMs: 10_000,
  pollMs: { shortest: 1_000, longest: 10_000 },
  visibleMs: 60_000,
  overdueMs: 60_000,
  retryMs: { first: 1_000, longest: 30_000 },
};
const FACTS_KEPT_MS = 600_000;

export class SlurmExecutor implements Executor {
  readonly facts: ExecutorFacts;
  readonly site: string;
  readonly cluster: ClusterControl;
  private readonly folders: AttemptFolders;
  private readonly batches: Batches;
  private readonly run: RunCommand;
  private readonly times: SlurmTimes;
  private readonly clusterFacts: Kept<ClusterFacts>;
  private readonly nodesNow: Kept<ComputeNode[]>;
  private dispatch: Dispatch | undefined;

  constructor(private readonly options: SlurmOptions) {
    const { dataDir, slots, enclosure, site } = options;
    this.facts = { ...enclosure.facts, kind: 'slurm', slots, window: slots };
    this.folders = new AttemptFolders(dataDir);
    this.site = siteOf(dataDir);
    this.batches = new Batches(dataDir, this.site);
    this.run = options.run ?? runCommand;
    this.times = { ...TIMES, ...options.times };
    this.clusterFacts = new Kept(FACTS_KEPT_MS, () => readClusterFacts(this.run, site.partition));
    this.cluster = {
      setSchedulable: async (nodeId, schedulable, reason) => {
        await setSchedulable(this.run, nodeId, schedulable, reason);
        this.nodesNow.drop();
      },
    };
    this.nodesNow = new Kept(this.times.nodesKeptMs, async () =>
      readNodes(this.run, (await this.clusterFacts.get()).partitions),
    );
  }

  /** Attempts of earlier servers are taken up at once; whether Slurm answers shows later. */
  async start(listener: ExecutorListener): Promise<void> {
    const { site, log } = this.options;
    this.dispatch = new Dispatch({
      run: this.run,
      batches: this.batches,
      sender: new Sender({ run: this.run, batches: this.batches, site, retryMs: this.times.retryMs }),
      listener,
      times: this.times,
      facts: () => this.clusterFacts.get(),
      folderOf: (key) => this.folders.of(key).root,
      onNode: ({ key }, node) => this.folders.noteNode(key, node),
      onTrouble: (reason) => {
        if (reason) log.warn({ reason }, 'Slurm does not answer; jobs stay as they are');
        else log.info({}, 'Slurm answers again');
      },
    });
    this.dispatch.start();
  }

  async close(): Promise<void> {
    await this.dispatch?.close();
    this.dispatch = undefined;
  }

  /** While Slurm does not answer, as they were. @throws ApiError when it never has */
  async nodes(): Promise<ComputeNode[]> {
    try {
      return await this.nodesNow.get();
    } catch (error) {
      if (this.nodesNow.last) return this.nodesNow.last;
      throw new ApiError(503, 'eihealth.01000004', `Slurm does not answer: ${(error as Error).message}`);
    }
  }

  view(key: AttemptKey, place: AttemptPlace): AttemptView {
    return this.options.enclosure.view(this.folders.of(key), place);
  }

  /** @throws Error in words when Slurm cannot be asked for what it wants */
  prepare(request: AttemptRequest): void {
    wishesOf(request);
    this.folders.prepare(request);
  }

  submit(requests: AttemptRequest[]): void {
    const { dispatch } = this;
    if (!dispatch) return; // after the next start the runner learns that these are not live
    const fresh = requests.filter(({ key }) => !dispatch.entries.get(attemptId(key)));
    for (const request of fresh) this.writeLaunch(request);
    for (const group of groupByWishes(fresh.map((request) => ({ request, wishes: wishesOf(request) })))) {
      const keys = group.requests.map(({ key }) => key);
      const folders = keys.map((key) => this.folders.of(key).root);
      dispatch.add(this.batches.create(group.wishes, keys.map(attemptId), folders));
    }
  }

  cancel(keys: AttemptKey[], graceMs: number): void {
    this.dispatch?.cancel(keys, graceMs);
  }

  withdraw(keys: AttemptKey[]): void {
    this.dispatch?.withdraw(keys);
  }

  revoke(key: AttemptKey): boolean {
    return this.folders.revoke(key);
  }

  note(key: AttemptKey): string | undefined {
    return this.dispatch?.note(key);
  }

  logPath(key: AttemptKey): string {
    return this.folders.of(key).log;
  }

  samples(key: AttemptKey): Promise<UsageSample[]> {
    return this.folders.samples(key);
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
    this.dispatch?.acknowledge(position);
  }

  tidy(key: AttemptKey): void {
    this.folders.tidy(key);
  }

  forget(jobId: string): Promise<void> {
    return this.folders.forget(jobId);
  }

  private writeLaunch(request: AttemptRequest): void {
    const { key, resources, image } = request;
    const folder = this.folders.of(key);
    const { facts } = this.options.enclosure;
    const launch = this.options.enclosure.launch(folder, request);
    this.folders.describe(key, {
      command: launch.command,
      enclosure: facts.enclosure,
      isolated: facts.isolated,
      resources,
      ...(image ? { image: { name: image, used: facts.imagesUsed } } : {}),
    });
    writeFileSync(join(folder.root, 'launch.sh'), launchScript(folder.root, launch), { mode: 0o600 });
  }
}
