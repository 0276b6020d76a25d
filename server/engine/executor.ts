/**
 * What runs attempts. The runner owns dependencies, order and state; an executor owns folders, processes and the
 * facts about them. Every executor (local processes, containers, a cluster) is driven through this seam.
 */
import type { InstanceUsage } from '#core/job/types.ts';
import type { LimitFacts } from './supervisor/limits.ts';

/** One attempt of one instance. */
export interface AttemptKey {
  jobId: string;
  task: string;
  index: number;
  /** From 1. */
  attempt: number;
}

/** Where an attempt belongs in the platform. */
export interface AttemptPlace {
  projectName: string;
  /** The project's bucket: the only data the command may read. */
  bucket: string;
  /** Folder of the bucket its outputs go to, `/a/b`. */
  outputDir: string;
}

/** An attempt's folders and data as its command sees them. */
export interface AttemptView {
  work: string;
  out: string;
  tmp: string;
  /** Path of a key of the project's bucket, mounted or copied. */
  input(key: string): string;
}

/** What an attempt asks for; a scheduler admits by it and a limit, where there is one, enforces it. */
export interface AttemptResources {
  cpus: number;
  memoryBytes: number;
  gpus: number;
  gpuType?: string;
}

/** Everything needed to run one attempt; all paths in it are those the command sees. */
export interface AttemptRequest {
  key: AttemptKey;
  place: AttemptPlace;
  priority: number;
  resources: AttemptResources;
  /** At most one: that of the app, else that of the job (domain §1.7). */
  nodeLabel?: string;
  /** What the job's time-out leaves. */
  timeoutSeconds: number;
  /** Whole script; an interpreter runs it as a file. */
  script: string;
  /** Variables of the job and its parameters; the executor adds PATH, LANG, HOME and TMPDIR. */
  env: Record<string, string>;
  /** Image named by the app: a reference only, unless the executor is a container runtime. */
  image?: string;
  /** Folders to make below the output folder before the start, relative. */
  outputFolders: string[];
}

/** What an executor found out about an attempt. `at` is Unix time in milliseconds. */
export type AttemptFact =
  | { type: 'started'; key: AttemptKey; at: number }
  | {
      type: 'ended';
      key: AttemptKey;
      at: number;
      exitCode?: number;
      signal?: string;
      /**
       * CANCELLED: at our request; START_FAILED: never ran; LOST: nobody can know how it ended; the others: ended by
       * the scheduler or for want of something, as `message` says.
       */
      reason?:
        | 'CANCELLED'
        | 'START_FAILED'
        | 'LOST'
        | 'STOPPED'
        | 'TIME_LIMIT'
        | 'OUT_OF_MEMORY'
        | 'NODE_FAILED'
        | 'TOO_MANY_PROCESSES';
      message?: string;
      usage?: InstanceUsage;
    };

/** Where the runner has made facts durable; opaque to it. */
export interface FactPosition {
  journal: string;
  offset: number;
}

export interface ExecutorListener {
  /** Last position made durable; facts after it are told (again) at a connection. */
  position(): FactPosition | undefined;
  onFacts(facts: AttemptFact[], position: FactPosition): void;
  /**
   * After every (re)connection, when facts are told until then. An attempt that was submitted, has not ended and for
   * which `isLive` is false never started: it may be submitted again without running twice.
   */
  onConnected(isLive: (key: AttemptKey) => boolean): void;
}

export interface CollectedFile {
  /** Relative to the output folder, slashes, no leading one. */
  path: string;
  size: number;
}

/** Checked outputs of an attempt, in path order, folders before what is in them. */
export interface CollectedOutputs {
  /** Host folder the paths are relative to. */
  folder: string;
  files: CollectedFile[];
  folders: string[];
}

/** Outputs that must not enter the bucket; `reason` is the instance's failure reason. */
export class OutputRefused extends Error {
  constructor(
    readonly reason:
      | 'OutputLinkRefused'
      | 'OutputSpecialFileRefused'
      | 'OutputNameRefused'
      | 'OutputConflict'
      | 'OutputLost'
      | 'StorageFull',
    message: string,
  ) {
    super(message);
  }
}

export type EnclosureKind = 'plain' | 'bubblewrap' | 'podman' | 'docker' | 'apptainer';

/** What holds for every command of an enclosure. */
export interface EnclosureFacts {
  enclosure: EnclosureKind;
  /** False when commands see the whole machine. */
  isolated: boolean;
  /** True when an app's image is really used. */
  imagesUsed: boolean;
  /** True when commands reach the network. */
  network: boolean;
  /** In words, why not isolated; empty when it is. */
  reason: string;
}

export interface ExecutorFacts extends EnclosureFacts {
  kind: 'local' | 'container' | 'slurm';
  /** Instances at a time. */
  slots: number;
  /** Attempts that may be handed over at a time, waiting or running; absent: as many as keep the slots busy. */
  window?: number;
  /** What of an attempt's limits holds, and how; absent before it is known. */
  limits?: LimitFacts;
}

/** A machine attempts can run on, as it is now. */
export interface ComputeNode {
  id: string;
  name: string;
  cpuType: 'X86' | 'ARM';
  cpus: number;
  memoryBytes: number;
  gpus: number;
  gpuType?: string;
  /** Labels the scheduler itself knows; those given through the platform are kept beside. */
  labels: string[];
  state: 'ACTIVE' | 'DOWN';
  /** Why nothing can start there now; empty when it can. */
  reason: string;
  allocated: { cpus: number; memoryBytes: number; gpus: number };
}

/** What was measured of an attempt at one moment; sums since its start but for memory. `at` is Unix milliseconds. */
export interface UsageSample {
  at: number;
  cpuSeconds: number;
  memoryBytes: number;
  readBytes?: number;
  writtenBytes?: number;
}

/** How an attempt was launched: facts, for people who look into it. */
export interface AttemptDescription {
  command: string[];
  enclosure: EnclosureKind;
  isolated: boolean;
  /** Output folder as the command saw it. */
  outputs?: string;
  resources: AttemptResources;
  /** How it is held to its limits; absent where a scheduler of its own sees to that. */
  limits?: LimitFacts;
  /** Name of the node it runs or ran on, once known. */
  node?: string;
  /** Address of that node. */
  address?: string;
  /** Image the app names, whether it was used, and if so what identifies its content. */
  image?: { name: string; used: boolean; digest?: string };
}

/** A change of a node that its scheduler does not permit; `message` says why, for people. */
export class NodeChangeRefused extends Error {}

/** A scheduler of its own, which decides what a node takes and keeps its labels. */
export interface ClusterControl {
  /** @throws NodeChangeRefused */
  setSchedulable(nodeId: string, schedulable: boolean, reason: string): Promise<void>;
}

export interface Executor {
  readonly facts: ExecutorFacts;
  /** Identifies the folder its attempts live in: an executor of the same site, and no other, finds them again. */
  readonly site: string;
  /** Absent where the platform itself decides what its nodes take. */
  readonly cluster?: ClusterControl;
  start(listener: ExecutorListener): Promise<void>;
  /** Leaves what runs alone; it is found again at the next start. */
  close(): Promise<void>;
  /** Nodes that attempts can run on, as they are now. */
  nodes(): Promise<ComputeNode[]>;
  /** Folders and data of an attempt as its command will see them. */
  view(key: AttemptKey, place: AttemptPlace): AttemptView;
  /** Makes the private folder of an attempt, empty, with script and output folders. */
  prepare(request: AttemptRequest): void;
  /** Hands prepared attempts over; those already known are not run again. */
  submit(batch: AttemptRequest[]): void;
  /**
   * Finds attempts again that have begun and are not live after a connection, or tells that they are lost; starts none.
   * Without it they are taken for lost.
   */
  adopt?(batch: AttemptRequest[]): void;
  /** Asks running attempts to end, by force after `graceMs`; queued ones never start. */
  cancel(keys: AttemptKey[], graceMs: number): void;
  /** While held, nothing that was submitted starts; what runs goes on. Not for clusters, which hold by themselves. */
  hold?(on: boolean): void;
  /** Takes back attempts that have not started; running ones go on. */
  withdraw(keys: AttemptKey[]): void;
  /**
   * Makes sure that an attempt which is not live never begins. False when it has begun, unnoticed: then submitting it
   * again finds it.
   */
  revoke(key: AttemptKey): boolean;
  /** File with standard output and error of an attempt; it may not exist (yet). */
  logPath(key: AttemptKey): string;
  /** In words, why an attempt that was handed over has not begun, or why its end is not known; undefined for nothing. */
  note?(key: AttemptKey): string | undefined;
  /** What was measured while it ran, oldest first; empty when it was too short. */
  samples(key: AttemptKey): Promise<UsageSample[]>;
  /** Whether commands of an app of this image find a program; undefined where nobody can tell before they run. */
  hasCommand?(command: string, image: string | undefined): boolean | undefined;
  /** Whether an image can be had; true where images are only recorded. */
  hasImage?(image: string): Promise<boolean>;
  /** How it was launched; undefined before, and when nothing was kept. */
  description(key: AttemptKey): Promise<AttemptDescription | undefined>;
  /** Checks the outputs of an ended attempt. @throws OutputRefused */
  collect(key: AttemptKey): CollectedOutputs;
  /** Facts until the position are durable at the runner. */
  acknowledge(position: FactPosition): void;
  /** Drops the working folders of an attempt that is over; its log stays. */
  tidy(key: AttemptKey): void;
  /** Drops all that is kept of a job, logs included. */
  forget(jobId: string): Promise<void>;
}

/** What may be asked about nodes and attempts without driving the executor. */
export type AttemptLookup = Pick<
  Executor,
  'nodes' | 'cluster' | 'logPath' | 'samples' | 'description' | 'hasImage' | 'hasCommand' | 'note'
>;
