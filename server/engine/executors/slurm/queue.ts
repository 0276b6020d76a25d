/** What Slurm's queue says of our jobs: one call for all of them. */
import { type CommandResult, complaint, type RunCommand } from './commands.ts';

/** One element of a job array, as Slurm sees it. */
export interface QueueRow {
  /** Name of the job: that of our batch. */
  batch: string;
  index: number;
  /** As scancel takes it, `12_3`. */
  jobId: string;
  state: string;
  /** Slurm's word for why it waits or how it ended; empty for none. */
  reason: string;
  /** Node it runs or ran on. */
  node: string;
  /** Of the batch script, once it has ended. */
  exitCode: number;
  /** Number of the signal that ended the batch script itself, 0 for none. */
  signal: number;
}

/** Rows by batch and index; several where an element was handed over twice. */
export type QueueSnapshot = Map<string, QueueRow[]>;

const WIDTHS = { Name: 64, ArrayJobID: 16, ArrayTaskID: 16, State: 24, exit_code: 16, NodeList: 128, Reason: 256 };
const FORMAT = Object.entries(WIDTHS)
  .map(([field, width]) => `${field}:${width}`)
  .join(',');

const ENDED = new Set([
  'BOOT_FAIL',
  'CANCELLED',
  'COMPLETED',
  'DEADLINE',
  'FAILED',
  'NODE_FAIL',
  'OUT_OF_MEMORY',
  'PREEMPTED',
  'REVOKED',
  'TIMEOUT',
]);
const WAITING = new Set(['PENDING', 'REQUEUED', 'REQUEUE_HOLD', 'REQUEUE_FED', 'SPECIAL_EXIT', 'RESV_DEL_HOLD']);

export const hasEnded = ({ state }: QueueRow): boolean => ENDED.has(state);
export const isWaiting = ({ state }: QueueRow): boolean => WAITING.has(state);

export const elementName = (batch: string, index: number): string => `${batch}/${index}`;

/** @returns our elements by `elementName`, or in words why Slurm could not be asked */
export async function readQueue(
  run: RunCommand,
  prefix: string,
  signal?: AbortSignal,
): Promise<QueueSnapshot | { trouble: string }> {
  const args = ['--me', '--all', '--noheader', '--array', '--states=all', `--Format=${FORMAT}`];
  const result: CommandResult = await run('squeue', args, signal && { signal });
  return result.code === 0 ? parseQueue(result.stdout, prefix) : { trouble: complaint(result) };
}

/** Rows of jobs whose names start with `prefix`. */
export function parseQueue(text: string, prefix: string): QueueSnapshot {
  const snapshot: QueueSnapshot = new Map();
  for (const line of text.split('\n')) {
    if (!line.startsWith(prefix)) continue;
    const row = parseRow(line);
    if (!row) continue;
    const name = elementName(row.batch, row.index);
    snapshot.set(name, [...(snapshot.get(name) ?? []), row]);
  }
  return snapshot;
}

function parseRow(line: string): QueueRow | undefined {
  let at = 0;
  const [batch = '', job = '', index = '', state = '', status = '', node = '', reason = ''] = Object.values(WIDTHS).map(
    (width) => {
      const field = line.slice(at, at + width).trim();
      at += width;
      return field;
    },
  );
  if (!/^\d+$/.test(index)) return undefined;
  return {
    batch,
    index: Number(index),
    jobId: `${job}_${index}`,
    state,
    reason: reason === 'None' ? '' : reason,
    node: node === '(null)' ? '' : node,
    ...exitOf(status),
  };
}

/** Slurm prints a wait status (`768`) or, in other releases, code and signal (`3:0`). */
function exitOf(status: string): { exitCode: number; signal: number } {
  const [code = '', signal] = status.split(':');
  if (signal !== undefined) return { exitCode: Number(code) || 0, signal: Number(signal) || 0 };
  const wait = Number(code) || 0;
  return { exitCode: (wait >> 8) & 0xff, signal: wait & 0x7f };
}
