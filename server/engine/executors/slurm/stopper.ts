/** Asks Slurm to end what is to end: what waits at once, what runs with TERM and, after its grace, KILL. */
import type { RunCommand } from './commands.ts';
import type { Entry } from './entries.ts';
import { hasEnded, isWaiting, type QueueRow } from './queue.ts';

/** Ids in one call. */
const MAX_IDS = 200;
/** What was asked and did not happen is asked again. */
const AGAIN_MS = 10_000;

export class Stopper {
  constructor(private readonly run: RunCommand) {}

  /** @param strays jobs of ours that nobody waits for */
  async stop(entries: readonly Entry[], strays: readonly QueueRow[]): Promise<void> {
    const now = Date.now();
    const drop: string[] = strays.map(({ jobId }) => jobId);
    const takeBack: string[] = [];
    const term: string[] = [];
    const kill: string[] = [];
    for (const { row, stop, withdrawn } of entries) {
      if (!row || hasEnded(row)) continue;
      if (!stop) {
        if (withdrawn && isWaiting(row)) takeBack.push(row.jobId);
        continue;
      }
      if (isWaiting(row)) drop.push(row.jobId);
      else if (stop.graceMs > 0 && stop.termAt === undefined) {
        stop.termAt = now;
        term.push(row.jobId);
      } else if (now >= (dueAt(stop) ?? now)) {
        stop.killAt = now;
        kill.push(row.jobId);
      }
    }
    await this.cancel(['--state=PENDING'], takeBack);
    await this.cancel([], drop);
    // To all processes of the job, its batch script too: that one notes how the command took it.
    await this.cancel(['--signal=TERM', '--full'], term);
    await this.cancel(['--signal=KILL', '--full'], kill);
    // A job whose processes are not up yet takes no signal.
    await this.cancel([], kill);
  }

  /** When something is to be done next, in Unix milliseconds. */
  nextDue(entries: readonly Entry[]): number | undefined {
    const times = entries.flatMap(({ row, stop }) => (row && stop && !hasEnded(row) ? (dueAt(stop) ?? []) : []));
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  private async cancel(options: readonly string[], ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += MAX_IDS)
      await this.run('scancel', [...options, ...ids.slice(at, at + MAX_IDS)]);
  }
}

function dueAt({ graceMs, termAt, killAt }: NonNullable<Entry['stop']>): number | undefined {
  if (killAt !== undefined) return killAt + AGAIN_MS;
  if (graceMs === 0) return 0;
  return termAt === undefined ? undefined : termAt + graceMs;
}
