/**
 * What the server and its supervisor say to each other: one JSON object a line over a unix socket. The supervisor
 * knows nothing of jobs; an attempt is a command, a folder and an environment.
 */
import type { InstanceUsage } from '#core/job/types.ts';
import type { Allocated } from './admission.ts';
import type { LimitFacts } from './limits.ts';
import type { Machine } from './machine.ts';

/** Raised when a message changes its meaning; a supervisor of another version is replaced, what it runs is not. */
export const PROTOCOL_VERSION = 3;

/** One attempt to run. `dir` is private to the attempt: the supervisor keeps its start and exit marks in it. */
export interface AttemptSpec {
  id: string;
  dir: string;
  /** Program and arguments; never a shell string. */
  command: string[];
  cwd: string;
  /** Standard output and error are appended here. */
  log: string;
  /** The whole environment of the command. */
  env: Record<string, string>;
  /** Larger starts earlier; first in, first out among equals. */
  priority: number;
  /** What it is admitted by, and may take at most where `limits` say so. */
  resources: { cpus: number; memoryBytes: number; gpus: number };
  /** Run after the attempt failed or was killed: it removes what its processes left elsewhere (a container of a daemon). */
  cleanUp?: string[];
  limits?: AttemptLimits;
}

/** What an attempt may take at most; what is absent has no limit. */
export interface AttemptLimits {
  /** No more memory than it asks for. */
  memory?: boolean;
  /** No more processors than it asks for, not even idle ones. */
  cpu?: boolean;
  /** Processes and threads at a time. */
  processes?: number;
  /** Bytes of log that are kept. */
  logBytes?: number;
}

/** What a supervisor needs to know of an attempt while it runs; journalled, so that a successor knows it too. */
export interface Terms {
  log: string;
  resources: AttemptSpec['resources'];
  limits: AttemptLimits;
  /** Numbers of the GPUs it was given. */
  devices: number[];
}

/**
 * Why an attempt did not end by itself, or not well. OUT_OF_MEMORY: it wanted more memory than it may have, or than
 * there is; TOO_MANY_PROCESSES: ended for its processes where the kernel does not refuse them.
 */
export type EndReason = 'CANCELLED' | 'START_FAILED' | 'LOST' | 'OUT_OF_MEMORY' | 'TOO_MANY_PROCESSES';

/** A journalled fact. `at` is Unix time in milliseconds; `terms` are absent in the journal of an earlier version. */
export type SupervisorRecord =
  | {
      type: 'started';
      id: string;
      at: number;
      dir: string;
      pid: number;
      ticks: number;
      cleanUp?: string[];
      terms?: Terms;
    }
  | {
      type: 'ended';
      id: string;
      at: number;
      exitCode?: number;
      signal?: string;
      reason?: EndReason;
      message?: string;
      usage?: InstanceUsage;
    };

export type ClientMessage =
  /** `since` is the last offset the client has made durable; ignored when `journal` is another one. */
  | { op: 'hello'; version: number; journal?: string; since?: number; slots?: number; held?: boolean }
  | { op: 'submit'; attempts: AttemptSpec[] }
  /** Attempts known to have begun that the supervisor does not name: found by their marks, or lost. Never started. */
  | { op: 'adopt'; attempts: AttemptSpec[] }
  | { op: 'cancel'; ids: string[]; graceMs: number }
  /** Takes out what is still queued; what runs goes on. */
  | { op: 'withdraw'; ids: string[] }
  /** While on, nothing queued starts; what runs goes on. */
  | { op: 'hold'; on: boolean }
  /** Answered by `status`, in order. */
  | { op: 'status' }
  /** Everything until `offset` is durable at the client and may be dropped from the journal. */
  | { op: 'ack'; offset: number }
  /** Ends the supervisor: when idle, or at once with all that runs when `force`. */
  | { op: 'stop'; force: boolean };

export type SupervisorMessage =
  /** `live`: ids queued or running, known before any replayed record. `offset`: end of the replay that follows. */
  | {
      op: 'hello';
      version: number;
      pid: number;
      journal: string;
      slots: number;
      live: string[];
      offset: number;
      limits: LimitFacts;
    }
  /** What the machine has, and what is taken of it now (more than there is where slots oversubscribe processors). */
  | { op: 'status'; machine: Machine; allocated: Allocated }
  /** Durable records in order; `offset` is the position after the last of them. A replay ends with an empty list. */
  | { op: 'records'; records: SupervisorRecord[]; offset: number }
  | { op: 'refused'; message: string };

/** Splits a byte stream into JSON lines. Throws what JSON.parse throws on a damaged line. */
export function lineReader<T>(onMessage: (message: T) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part) onMessage(JSON.parse(part) as T);
  };
}
