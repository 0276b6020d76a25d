/** Attempts that were handed over and whose end is not durable at the runner yet. */
import type { AttemptKey } from '../../executor.ts';
import { attemptKey } from '../attempt-folders.ts';
import type { Batch } from './batches.ts';
import { elementName, type QueueRow } from './queue.ts';

export interface Entry {
  id: string;
  key: AttemptKey;
  /** Folder of the attempt. */
  folder: string;
  batch: Batch;
  index: number;
  /** Whether Slurm took it: `unsure` until the queue tells. */
  sent: 'no' | 'unsure' | 'yes';
  /** How often it was handed over again because Slurm had forgotten it. */
  repeats: number;
  /** Why Slurm does not take it now; empty for no reason. */
  hurdle: string;
  /** Not handed over (again) before. */
  retryAt: number;
  /** As Slurm last listed it. */
  row?: QueueRow;
  /** Its start was told. */
  begun: boolean;
  /** When its folder was last looked at, Unix milliseconds. */
  lookedAt: number;
  /** Since when Slurm says it is over, or does not list it. */
  overSince?: number;
  /** It is to end: TERM was sent at `termAt`, KILL at `killAt`. */
  stop?: { graceMs: number; termAt?: number; killAt?: number };
  /** It is to be taken back unless it has begun. */
  withdrawn: boolean;
  /** Position after the fact of its end. */
  endedAt?: number;
}

export class Entries {
  private readonly byId = new Map<string, Entry>();
  private readonly byElement = new Map<string, Entry>();
  private readonly open = new Map<string, number>();

  add(batch: Batch, index: number, folder: string, sent: Entry['sent']): Entry {
    const id = batch.attempts[index] ?? '';
    const entry: Entry = {
      id,
      key: attemptKey(id),
      folder,
      batch,
      index,
      sent,
      repeats: 0,
      hurdle: '',
      retryAt: 0,
      begun: false,
      lookedAt: 0,
      withdrawn: false,
    };
    this.byId.set(id, entry);
    this.byElement.set(elementName(batch.name, index), entry);
    this.open.set(batch.name, (this.open.get(batch.name) ?? 0) + 1);
    return entry;
  }

  /** @returns true when it was the last one of its batch */
  delete(entry: Entry): boolean {
    this.byId.delete(entry.id);
    this.byElement.delete(elementName(entry.batch.name, entry.index));
    const left = (this.open.get(entry.batch.name) ?? 1) - 1;
    if (left > 0) this.open.set(entry.batch.name, left);
    else this.open.delete(entry.batch.name);
    return left === 0;
  }

  clear(): void {
    this.byId.clear();
    this.byElement.clear();
    this.open.clear();
  }

  get(id: string): Entry | undefined {
    return this.byId.get(id);
  }

  /** The entry of an element Slurm lists. */
  of(element: string): Entry | undefined {
    return this.byElement.get(element);
  }

  /** All that has not ended. */
  unfinished(): Entry[] {
    return [...this.byId.values()].filter(({ endedAt }) => endedAt === undefined);
  }

  /** Of what runs and was not looked at for `overdueMs`, what waits longest; at most `most`. */
  longestUnseen(now: number, overdueMs: number, most: number): Set<Entry> {
    const due = this.unfinished().filter(({ begun, lookedAt }) => begun && now - lookedAt >= overdueMs);
    return new Set(due.sort((one, other) => one.lookedAt - other.lookedAt).slice(0, most));
  }

  /** All whose end was told at or before a position. */
  toldUntil(position: number): Entry[] {
    return [...this.byId.values()].filter(({ endedAt }) => endedAt !== undefined && endedAt <= position);
  }
}
