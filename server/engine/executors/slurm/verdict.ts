/** How an attempt ended, from what its node left in its folder and what Slurm still knows. Pure. */
import { constants } from 'node:os';
import type { AttemptFact } from '../../executor.ts';
import { ALREADY_BEGUN } from '../../supervisor/wrapper.ts';
import type { Marks } from './marks.ts';
import { hasEnded, type QueueRow } from './queue.ts';
import { FOLDER_NOT_SEEN } from './scripts.ts';

export type End = Omit<Extract<AttemptFact, { type: 'ended' }>, 'type' | 'key'>;
type Reason = NonNullable<End['reason']>;

export type Verdict =
  /** It runs or waits. */
  | 'live'
  /** A mark may still become visible. */
  | 'wait'
  /** It never began and Slurm has forgotten it: it may be handed over again. */
  | 'again'
  | End;

export interface Evidence {
  /** All that Slurm lists of it. */
  rows: readonly QueueRow[];
  marks: Marks;
  /** Whether we asked for its end. */
  asked: boolean;
  /** Time since Slurm first said it was over, or no longer listed it. */
  overMs: number;
  /** How long a mark may take to become visible over a shared file system. */
  visibleMs: number;
  /** How long Slurm may take to hear of the end that a mark tells. */
  overdueMs: number;
  now: number;
}

/** States in which Slurm itself ended the command, whatever exit code that left. */
const CUT: Readonly<Record<string, { reason: Reason; words: string }>> = {
  CANCELLED: { reason: 'STOPPED', words: 'was cancelled in Slurm, not through this platform' },
  TIMEOUT: { reason: 'TIME_LIMIT', words: 'reached its time limit in Slurm' },
  DEADLINE: { reason: 'TIME_LIMIT', words: 'reached its deadline in Slurm' },
  OUT_OF_MEMORY: { reason: 'OUT_OF_MEMORY', words: 'needed more memory than it had asked for' },
  PREEMPTED: { reason: 'STOPPED', words: 'was preempted by Slurm for other work' },
  REVOKED: { reason: 'STOPPED', words: 'was revoked by Slurm' },
};
const NODE_FAILURES = new Set(['NODE_FAIL', 'BOOT_FAIL']);

export function judge(evidence: Evidence): Verdict {
  const verdict = verdictOf(evidence);
  const { seen } = evidence.marks;
  // What the wrapper counted at the end is more than what was seen before.
  return typeof verdict === 'string' || !seen ? verdict : { ...verdict, usage: { ...seen, ...verdict.usage } };
}

function verdictOf(evidence: Evidence): Verdict {
  const { rows, marks, overdueMs, now } = evidence;
  const ended = ofTheAttempt(rows.filter(hasEnded));
  // A controller that crashed may list for hours what ended meanwhile: the command's own mark says more.
  const isTold = marks.exit && (ended || now - marks.exit.at >= overdueMs);
  if (rows.some((row) => !hasEnded(row)) && !isTold) return 'live';
  if (marks.exit) return exited(evidence, marks.exit, ended);
  if (!ended) return forgotten(evidence);
  return unmarked(evidence, ended);
}

/** Of several elements that named one attempt, the one that ran it: the others found it begun. */
function ofTheAttempt(rows: readonly QueueRow[]): QueueRow | undefined {
  return rows.find(({ exitCode }) => exitCode !== ALREADY_BEGUN) ?? rows[0];
}

function exited({ marks, asked }: Evidence, exit: NonNullable<Marks['exit']>, row: QueueRow | undefined): End {
  const { at, ...facts } = exit;
  if (asked || marks.cancelled) return { at, ...facts, reason: 'CANCELLED' };
  const cut = row && CUT[row.state];
  return cut ? { at, ...facts, reason: cut.reason, message: `${jobOf(row)} ${cut.words}` } : { at, ...facts };
}

/** Slurm does not list it any more, and no exit code is to be seen. */
function forgotten({ marks, asked, overMs, visibleMs, now }: Evidence): Verdict {
  const begun = marks.begunAt !== undefined;
  if (asked || marks.cancelled || (marks.withdrawn && !begun)) return { at: now, reason: 'CANCELLED' };
  if (overMs < visibleMs) return 'wait';
  if (!begun) return 'again';
  return { at: now, reason: 'LOST', message: 'Slurm no longer knows the job, and it left no exit code' };
}

/** Slurm says that it is over, and no exit code is to be seen (yet). */
function unmarked({ marks, asked, overMs, visibleMs, now }: Evidence, row: QueueRow): Verdict {
  const begun = marks.begunAt !== undefined;
  const { state, signal } = row;
  if (asked || marks.cancelled || (marks.withdrawn && !begun && state === 'CANCELLED'))
    return { at: now, reason: 'CANCELLED' };
  const cut = CUT[state];
  if (cut) return { at: now, reason: cut.reason, message: `${jobOf(row)} ${cut.words}` };
  if (signal > 0 && begun)
    return { at: now, signal: signalName(signal), message: `${jobOf(row)} was killed${because(row)}` };
  if (overMs < visibleMs) return 'wait';
  if (NODE_FAILURES.has(state)) return { at: now, reason: 'NODE_FAILED', message: `the node of ${jobOf(row)} failed` };
  if (begun) return { at: now, reason: 'LOST', message: `${jobOf(row)} is ${state} and left no exit code` };
  return { at: now, reason: 'START_FAILED', message: neverBegan(row) };
}

function neverBegan(row: QueueRow): string {
  if (row.exitCode === FOLDER_NOT_SEEN) return `node ${row.node} does not see the data folder (DATA_DIR)`;
  return `${jobOf(row)} is ${row.state}${because(row)} without having begun; do the nodes see the data folder (DATA_DIR)?`;
}

const because = ({ reason }: QueueRow): string => (reason ? ` (${reason})` : '');

const jobOf = ({ jobId, node }: QueueRow): string => `Slurm's job ${jobId}${node ? ` on ${node}` : ''}`;

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}
