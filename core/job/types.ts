/** Words of the job domain: the plan made once at start, and the events from which all job state follows. */
import type { AppSignature, EdgeKind, ParameterType, Resources } from '../workflow/types.ts';

/** States on the wire (domain §3.2). */
export type JobStatus = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLING' | 'CANCELLED' | 'UNKNOWN';
export type TaskStatus = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'UNKNOWN';

/** Where one input of a planned task takes its value from. */
export type PlannedInput = {
  name: string;
  type: ParameterType;
  concurrent: boolean;
} & ({ kind: 'values'; values: string[] } | { kind: 'reference'; task: string; output: string; edge: EdgeKind });

export interface PlannedOutput {
  name: string;
  type: ParameterType;
  required: boolean;
  /** STRING and ENUM: the literal; FILE and DIRECTORY: path relative to the instance's output folder, normalised, no leading slash. */
  value: string;
}

/** One task of a plan. Everything an executor needs is here, so a job does not change when its app does. */
export interface PlannedTask {
  name: string;
  displayName: string;
  app: AppSignature;
  /** Merged app → workflow → job, field by field. */
  resources: Required<Pick<Resources, 'cpu' | 'memory'>> & Resources;
  /** Bucket folder of the task: job dir + task dir, `/a/b`. */
  wholeOutputDir: string;
  outputDir: string;
  location?: { x?: number; y?: number };
  inputs: PlannedInput[];
  outputs: PlannedOutput[];
  /** True when the app has a `vars_iter` input: instance folders get an index, also with one value. */
  fansOut: boolean;
  /** Number of instances, ≥ 1. */
  instances: number;
  /** Instances pair up with those of an upstream task; otherwise concurrent values span a product. */
  paired: boolean;
  /** Upstream task → kind of edge. */
  upstream: Record<string, EdgeKind>;
}

export interface JobPlan {
  /** Name of the project; its paths stand in the plan without it. */
  projectName: string;
  /** Bucket folder of the job, `/a/b`. */
  outputDir: string;
  /** In topological order. */
  tasks: PlannedTask[];
  /** Sum of instances over all tasks. */
  instanceCount: number;
}

/** Identifies one instance of a job. */
export interface InstanceKey {
  task: string;
  index: number;
}

/** Tasks that no node takes now, and why: they wait, they do not fail. */
export interface Hold {
  tasks: string[];
  reason: 'NoNodeWithLabel' | 'NoSchedulableNode' | 'NoNodeLargeEnough';
  /** The label they go by, if any. */
  label?: string;
}

/** Facts measured about one attempt; a field is absent when it was not measured. */
export interface InstanceUsage {
  cpu_seconds?: number;
  max_rss_bytes?: number;
  read_bytes?: number;
  written_bytes?: number;
}

/** Other values of one input of a task. */
export interface InputUpdate {
  name: string;
  from: string[];
  to: string[];
}

/** What an update (4.5.2.5) changes in one task of a plan; with both sides, so that the earlier plan is known too. */
export interface TaskUpdate {
  task: string;
  inputs: InputUpdate[];
  resources?: { from: PlannedTask['resources']; to: PlannedTask['resources'] };
  /** Number of instances, where it changes. */
  instances?: { from: number; to: number };
}

/**
 * What happens to a job, in order. The events are stored; state is what `applyJobEvent` makes of them.
 * `at` is Unix time in milliseconds.
 */
export type JobEvent = { at: number } & (
  | { type: 'job-created' }
  | { type: 'job-started' }
  /** `site`: where the attempt was handed over; only a server of that site can know what becomes of it. */
  | { type: 'instance-queued'; task: string; index: number; attempt: number; site?: string }
  | { type: 'instance-started'; task: string; index: number; attempt: number }
  | {
      type: 'instance-succeeded';
      task: string;
      index: number;
      attempt: number;
      exitCode: 0;
      usage?: InstanceUsage;
      missingOutputs?: string[];
    }
  | {
      type: 'instance-failed';
      task: string;
      index: number;
      attempt: number;
      exitCode?: number;
      reason: string;
      message: string;
      usage?: InstanceUsage;
    }
  | { type: 'instance-cancelled'; task: string; index: number; attempt: number; usage?: InstanceUsage }
  | { type: 'job-cancel-requested'; force: boolean; user: string }
  | { type: 'job-timed-out' }
  | { type: 'job-updated'; user: string; tasks: TaskUpdate[] }
  | { type: 'job-retried'; user: string }
  /** All that waits for a node from now on; nothing when the list is empty. */
  | { type: 'job-waiting'; holds: Hold[] }
  | { type: 'job-finished'; status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'; reason?: string; message?: string }
);

export interface InstanceState {
  status: TaskStatus;
  /** Number of the current or last attempt, from 1; 0 before the first. */
  attempt: number;
  failedTimes: number;
  /** Where the current or last attempt was handed over. */
  site?: string;
  queuedAt?: number;
  startedAt?: number;
  finishedAt?: number;
  exitCode?: number;
  reason?: string;
  message?: string;
  usage?: InstanceUsage;
  missingOutputs?: string[];
}

/** What `${input}` stands for in one instance. */
export interface ResolvedValue {
  /** Type of the data: that of the referenced output, else that of the input. */
  type: ParameterType;
  /** True when the values are paths in a bucket (`/a/b`, or `project:/a/b` of another project). */
  isPath: boolean;
  values: string[];
}

/** State of a job: exactly what its events yield. Instances are dense arrays per task, index = position. */
export interface JobState {
  status: JobStatus;
  createdAt: number;
  startedAt?: number;
  finishedAt?: number;
  failedReason?: string;
  failedMessage?: string;
  /** The time-out passed: nothing new starts, what runs is to be stopped. */
  timedOut?: true;
  cancel?: { force: boolean; user: string };
  /** What waits for a node; absent when nothing does. */
  holds?: Hold[];
  /** How often the job was retried. */
  retries: number;
  tasks: Record<string, InstanceState[]>;
}
