/**
 * What runs attempts. The runner owns dependencies, order and state; an executor owns folders, processes and the
 * facts about them. Every executor (local processes, containers, a cluster) is driven through this seam.
 */
import type { InstanceUsage } from '#core/job/types.ts';

/** One attempt of one instance. */
export interface AttemptKey {
  jobId: string;
  task: string;
  index: number;
  /** From 1. */
  attempt: number;
}

/** Folders of an attempt as its command sees them. */
export interface AttemptPaths {
  work: string;
  out: string;
  tmp: string;
}

/** Everything needed to run one attempt; all paths in it are those the command sees. */
export interface AttemptRequest {
  key: AttemptKey;
  priority: number;
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
      /** CANCELLED: at our request; START_FAILED: never ran; LOST: nobody can know how it ended. */
      reason?: 'CANCELLED' | 'START_FAILED' | 'LOST';
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

export interface ExecutorFacts {
  kind: 'local' | 'container' | 'slurm';
  slots: number;
  /** False when commands see the whole machine. */
  isolated: boolean;
  /** True when an app's image is really used. */
  imagesUsed: boolean;
  /** In words, why not isolated; empty when it is. */
  reason: string;
}

export interface Executor {
  readonly facts: ExecutorFacts;
  start(listener: ExecutorListener): Promise<void>;
  /** Leaves what runs alone; it is found again at the next start. */
  close(): Promise<void>;
  /** Folders of an attempt as its command will see them. */
  paths(key: AttemptKey): AttemptPaths;
  /** Path by which a command finds a key of a bucket, mounted or copied. */
  inputPath(bucket: string, key: string): string;
  /** Makes the private folder of an attempt, empty, with script and output folders. */
  prepare(request: AttemptRequest): void;
  /** Hands prepared attempts over; those already known are not run again. */
  submit(batch: AttemptRequest[]): void;
  /** Asks running attempts to end, by force after `graceMs`; queued ones never start. */
  cancel(keys: AttemptKey[], graceMs: number): void;
  /** Takes back attempts that have not started; running ones go on. */
  withdraw(keys: AttemptKey[]): void;
  /** File with standard output and error of an attempt; it may not exist (yet). */
  logPath(key: AttemptKey): string;
  /** Checks the outputs of an ended attempt. @throws OutputRefused */
  collect(key: AttemptKey): CollectedOutputs;
  /** Facts until the position are durable at the runner. */
  acknowledge(position: FactPosition): void;
  /** Drops the working folders of an attempt that is over; its log stays. */
  tidy(key: AttemptKey): void;
  /** Drops all that is kept of a job, logs included. */
  forget(jobId: string): Promise<void>;
}
