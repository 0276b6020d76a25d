/**
 * The one loop between our attempts and Slurm: hands over, looks at the queue (one call for all), judges what is over
 * and asks for the end of what is to end. While Slurm does not answer nothing changes; what happened meanwhile is
 * told as soon as it answers.
 */
import { randomUUID } from 'node:crypto';
import type { AttemptFact, AttemptKey, ExecutorListener, FactPosition } from '../../executor.ts';
import { attemptId, attemptKey } from '../attempt-folders.ts';
import type { Batch, Batches } from './batches.ts';
import type { ClusterFacts } from './cluster.ts';
import type { RunCommand } from './commands.ts';
import { Entries, type Entry } from './entries.ts';
import { noteRequest, readMarks } from './marks.ts';
import { elementName, hasEnded, isWaiting, type QueueRow, type QueueSnapshot, readQueue } from './queue.ts';
import type { Sender } from './sender.ts';
import { Stopper } from './stopper.ts';
import { judge } from './verdict.ts';

export interface DispatchTimes {
  /** Between two looks at the queue: while things change, and at most. */
  pollMs: { shortest: number; longest: number };
  /** How long a mark of a node may take to become visible here. */
  visibleMs: number;
  /** How long Slurm may take to hear of an end that the command's own mark tells. */
  overdueMs: number;
}

export interface DispatchParts {
  run: RunCommand;
  batches: Batches;
  sender: Sender;
  listener: ExecutorListener;
  times: DispatchTimes;
  facts(): Promise<ClusterFacts>;
  folderOf(key: AttemptKey): string;
  /** Told once which node an attempt runs on. */
  onNode(entry: Entry, node: string): void;
  /** Told when Slurm stops answering, in words, and when it answers again. */
  onTrouble(words: string | undefined): void;
}

/** How often what Slurm has forgotten without running it is handed over again. */
const MAX_REPEATS = 3;
/** Folders of what runs that are looked at with each look at the queue: on a shared file system each takes its time. */
const LOOKS = 16;
/** Between two looks there is at least so much more time than a look takes. */
const LOAD_FACTOR = 20;

export class Dispatch {
  readonly entries = new Entries();
  private readonly journal = randomUUID();
  private readonly stopper: Stopper;
  private readonly abort = new AbortController();
  private offset = 0;
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;
  private again = false;
  private pause: number;
  private trouble: string | undefined;

  constructor(private readonly parts: DispatchParts) {
    this.stopper = new Stopper(parts.run);
    this.pause = parts.times.pollMs.shortest;
  }

  /** Takes up what earlier servers handed over. */
  start(): void {
    for (const batch of this.parts.batches.load())
      for (const index of batch.attempts.keys()) this.track(batch, index, batch.sent.has(index) ? 'yes' : 'unsure');
    this.parts.listener.onConnected((key) => this.entries.get(attemptId(key)) !== undefined);
    this.kick();
  }

  async close(): Promise<void> {
    this.abort.abort();
    clearTimeout(this.timer);
    await this.ticking;
  }

  add(batch: Batch): void {
    for (const index of batch.attempts.keys()) this.track(batch, index, 'no');
    this.kick();
  }

  cancel(keys: readonly AttemptKey[], graceMs: number): void {
    for (const entry of this.unfinished(keys)) {
      noteRequest(entry.folder, 'cancelled');
      entry.stop = { ...entry.stop, graceMs };
    }
    this.kick();
  }

  withdraw(keys: readonly AttemptKey[]): void {
    for (const entry of this.unfinished(keys)) {
      if (entry.begun) continue;
      noteRequest(entry.folder, 'withdrawn');
      entry.withdrawn = true;
    }
    this.kick();
  }

  acknowledge({ journal, offset }: FactPosition): void {
    if (journal !== this.journal) return;
    for (const entry of this.entries.toldUntil(offset))
      if (this.entries.delete(entry)) void this.parts.batches.remove(entry.batch).catch(() => undefined);
  }

  /** Why an attempt has not begun, or why its end is not known; undefined when there is nothing to say. */
  note(key: AttemptKey): string | undefined {
    const entry = this.entries.get(attemptId(key));
    if (!entry || entry.endedAt !== undefined) return undefined;
    if (this.trouble) return `Slurm does not answer (${this.trouble}); what happened meanwhile is told when it does`;
    if (entry.begun) return undefined;
    if (entry.hurdle) return `Slurm does not take it yet: ${entry.hurdle}`;
    if (!entry.row || !isWaiting(entry.row)) return undefined;
    return `waits in Slurm as job ${entry.row.jobId}${entry.row.reason ? `: ${entry.row.reason}` : ''}`;
  }

  private track(batch: Batch, index: number, sent: Entry['sent']): void {
    const id = batch.attempts[index];
    if (id !== undefined && !this.entries.get(id))
      this.entries.add(batch, index, this.parts.folderOf(attemptKey(id)), sent);
  }

  private unfinished(keys: readonly AttemptKey[]): Entry[] {
    return keys.flatMap((key) => {
      const entry = this.entries.get(attemptId(key));
      return entry && entry.endedAt === undefined ? [entry] : [];
    });
  }

  /** Something is to be done now. */
  private kick(): void {
    this.pause = this.parts.times.pollMs.shortest;
    this.again = this.ticking !== undefined;
    if (!this.ticking) this.schedule(0);
  }

  private schedule(wait: number): void {
    clearTimeout(this.timer);
    if (this.abort.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.ticking = this.tick()
        .catch((error: unknown) => this.setTrouble(String(error)))
        .then(() => {
          this.ticking = undefined;
          if (this.again) this.schedule(0);
          else if (this.entries.unfinished().length > 0) this.schedule(this.nextWait());
          this.again = false;
        });
    }, wait);
  }

  private nextWait(): number {
    const { longest } = this.parts.times.pollMs;
    this.pause = Math.min(longest, this.pause);
    if (this.trouble) return this.pause;
    const due = this.stopper.nextDue(this.entries.unfinished());
    return due === undefined ? this.pause : Math.max(0, Math.min(this.pause, due - Date.now()));
  }

  private async tick(): Promise<void> {
    await this.send();
    const began = Date.now();
    const found = await readQueue(this.parts.run, this.parts.batches.prefix, this.abort.signal);
    if (this.abort.signal.aborted) return;
    this.pause = Math.max(this.pause * 1.3, (Date.now() - began) * LOAD_FACTOR);
    if ('trouble' in found) return this.setTrouble(found.trouble);
    this.setTrouble(undefined);
    this.takeIn(found);
    await this.stopper.stop(this.entries.unfinished(), this.strays(found));
  }

  private async send(): Promise<void> {
    for (const entry of this.entries.unfinished())
      if (entry.sent === 'no' && (entry.stop || entry.withdrawn)) this.end(entry, { reason: 'CANCELLED' });
    const due = this.entries.unfinished().filter(({ sent, retryAt }) => sent === 'no' && retryAt <= Date.now());
    if (due.length === 0) return;
    const facts = await this.parts.facts();
    const trouble = await this.parts.sender.send(due, facts, (entry, message) =>
      this.end(entry, { reason: 'START_FAILED', message }),
    );
    if (trouble) this.setTrouble(trouble);
  }

  /** Compares what we know with what Slurm lists. */
  private takeIn(snapshot: QueueSnapshot): void {
    const facts: AttemptFact[] = [];
    const ended: Entry[] = [];
    // What runs may have ended without Slurm's knowledge, when its controller crashed.
    const looks = this.entries.longestUnseen(Date.now(), this.parts.times.overdueMs, LOOKS);
    for (const entry of this.entries.unfinished()) {
      const rows = snapshot.get(elementName(entry.batch.name, entry.index)) ?? [];
      if (!this.isSent(entry, rows)) continue;
      this.noteRow(entry, rows);
      const now = Date.now();
      if (!mayHaveNews(entry, rows) && !looks.has(entry)) continue;
      entry.lookedAt = now;
      const marks = readMarks(entry.folder);
      if (marks.begunAt !== undefined && !entry.begun) {
        entry.begun = true;
        facts.push({ type: 'started', key: entry.key, at: marks.begunAt });
      }
      if (rows.some((row) => !hasEnded(row))) entry.overSince = undefined;
      else entry.overSince ??= now;
      const verdict = judge({
        rows,
        marks,
        asked: entry.stop !== undefined,
        overMs: now - (entry.overSince ?? now),
        visibleMs: this.parts.times.visibleMs,
        overdueMs: this.parts.times.overdueMs,
        now,
      });
      if (verdict === 'live') continue;
      // What is over is looked at often: a mark becomes visible, or Slurm forgets.
      this.pause = this.parts.times.pollMs.shortest;
      if (verdict === 'again') this.handOverAgain(entry, facts, ended);
      else if (verdict !== 'wait') {
        facts.push({ type: 'ended', key: entry.key, ...verdict });
        ended.push(entry);
      }
    }
    this.tell(facts, ended);
  }

  /** Settles what sbatch left open. */
  private isSent(entry: Entry, rows: readonly QueueRow[]): boolean {
    if (entry.sent === 'unsure') {
      const known = rows.length > 0 || readMarks(entry.folder).begunAt !== undefined;
      entry.sent = known ? 'yes' : 'no';
      if (known) entry.hurdle = '';
      else this.again ||= entry.retryAt <= Date.now();
    }
    return entry.sent === 'yes';
  }

  private noteRow(entry: Entry, rows: readonly QueueRow[]): void {
    const row = rows.find((candidate) => !hasEnded(candidate)) ?? rows[0];
    if (row && row.state !== entry.row?.state) this.pause = this.parts.times.pollMs.shortest;
    if (row?.node && row.node !== entry.row?.node) this.parts.onNode(entry, row.node);
    entry.row = row;
  }

  private handOverAgain(entry: Entry, facts: AttemptFact[], ended: Entry[]): void {
    if (entry.repeats >= MAX_REPEATS) {
      const message = `Slurm forgot it ${MAX_REPEATS} times before it had begun`;
      facts.push({ type: 'ended', key: entry.key, at: Date.now(), reason: 'START_FAILED', message });
      ended.push(entry);
      return;
    }
    Object.assign(entry, { sent: 'no', repeats: entry.repeats + 1, overSince: undefined });
    this.again = true;
  }

  private end(entry: Entry, facts: { reason: 'CANCELLED' | 'START_FAILED'; message?: string }): void {
    this.tell([{ type: 'ended', key: entry.key, at: Date.now(), ...facts }], [entry]);
  }

  private tell(facts: AttemptFact[], ended: readonly Entry[]): void {
    if (facts.length === 0) return;
    this.offset += facts.length;
    for (const entry of ended) entry.endedAt = this.offset;
    this.parts.listener.onFacts(facts, { journal: this.journal, offset: this.offset });
  }

  /** Jobs of ours that nobody waits for: of a batch that is settled, or of an attempt that has ended. */
  private strays(snapshot: QueueSnapshot): QueueRow[] {
    return [...snapshot].flatMap(([element, rows]) => {
      const live = rows.filter((row) => !hasEnded(row));
      if (live.length === 0) return [];
      const entry = this.entries.of(element);
      if (entry) return entry.endedAt === undefined ? [] : live;
      // A batch that is on disk belongs to a server that took over, or is about to be known here.
      return live.filter(({ batch }) => !this.parts.batches.has(batch));
    });
  }

  private setTrouble(words: string | undefined): void {
    if (words !== undefined) this.pause = Math.max(this.pause, this.parts.times.pollMs.shortest * 2);
    if ((words === undefined) === (this.trouble === undefined)) return;
    this.trouble = words;
    this.parts.onTrouble(words);
  }
}

/** Folders of what waits, and of what runs and is known to, need not be looked at. */
function mayHaveNews({ begun }: Entry, rows: readonly QueueRow[]): boolean {
  return rows.length === 0 || rows.some(hasEnded) || (!begun && rows.some((row) => !isWaiting(row)));
}
