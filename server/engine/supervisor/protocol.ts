/**
 * What the server and its supervisor say to each other: one JSON object a line over a unix socket. The supervisor
 * knows nothing of jobs; an attempt is a command, a folder and an environment.
 */
import type { InstanceUsage } from '#core/job/types.ts';

/** Raised when a message changes its meaning; a supervisor of another version is left to finish and then replaced. */
export const PROTOCOL_VERSION = 1;

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
}

/** Why an attempt ended without an exit code of its own. */
export type EndReason = 'CANCELLED' | 'START_FAILED' | 'LOST';

/** A journalled fact. `at` is Unix time in milliseconds. */
export type SupervisorRecord =
  | { type: 'started'; id: string; at: number; dir: string; pid: number; ticks: number }
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
  | { op: 'hello'; version: number; journal?: string; since?: number; slots?: number }
  | { op: 'submit'; attempts: AttemptSpec[] }
  | { op: 'cancel'; ids: string[]; graceMs: number }
  /** Takes out what is still queued; what runs goes on. */
  | { op: 'withdraw'; ids: string[] }
  /** Everything until `offset` is durable at the client and may be dropped from the journal. */
  | { op: 'ack'; offset: number }
  /** Ends the supervisor: when idle, or at once with all that runs when `force`. */
  | { op: 'stop'; force: boolean };

export type SupervisorMessage =
  /** `live`: ids queued or running, known before any replayed record. `offset`: end of the replay that follows. */
  | { op: 'hello'; version: number; pid: number; journal: string; slots: number; live: string[]; offset: number }
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
