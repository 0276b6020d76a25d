/**
 * The supervisor's append-only memory. Records are committed in groups (one write and one fdatasync for all that
 * gathered meanwhile) and only then told to clients. Offsets are positions in the whole history: they go on when
 * acknowledged records are dropped.
 */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fdatasync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { SupervisorRecord } from './protocol.ts';

const sync = promisify(fdatasync);

/** First line of the file. `base` is the offset of the byte after this line. */
interface Head {
  journal: string;
  base: number;
}

const START_WAIT_MS = 15;
/** Pause before what could not be written (disk full) is tried again. */
const RETRY_MS = 500;

export interface Replayed {
  record: SupervisorRecord;
  /** Offset after the record. */
  offset: number;
}

export class Journal {
  readonly id: string;
  private head: Head;
  private headBytes: number;
  private file: number;
  private end: number;
  private size: number;
  private pending: SupervisorRecord[] = [];
  private committing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Called after each commit with the records that are durable now. */
  onCommit: (records: SupervisorRecord[], offset: number) => void = () => undefined;

  /**
   * Opens the journal at `path` or begins one. A last line cut short by a crash was never told to anybody and is
   * dropped. What is damaged otherwise is kept beside as `journal.damaged`, and what can be read begins another journal,
   * whose positions nobody mixes up with those of the old one.
   */
  constructor(private readonly path: string) {
    const found = existsSync(path) ? readJournal(path) : undefined;
    if (found?.damaged) copyFileSync(path, `${path}.damaged`);
    if (!found || found.damaged) {
      const readable = found?.records.map(({ record }) => record) ?? [];
      this.begin({ journal: randomUUID(), base: 0 }, readable);
    } else if (found.validBytes < found.bytes) truncateSync(path, found.validBytes);
    const { head, records } = readJournal(path);
    if (!head) throw new Error(`${path} cannot be read`);
    this.head = head;
    this.id = head.journal;
    this.end = records.at(-1)?.offset ?? head.base;
    this.size = this.end - head.base;
    this.headBytes = Buffer.byteLength(`${JSON.stringify(head)}\n`);
    this.file = openSync(path, 'a');
  }

  /** Offset after the last durable record. */
  get offset(): number {
    return this.end;
  }

  /** Bytes of records in the file. */
  get bytes(): number {
    return this.size;
  }

  /** Starts may wait a moment for company: nobody decides anything on them, and short attempts end meanwhile. */
  append(record: SupervisorRecord): void {
    this.pending.push(record);
    if (record.type === 'ended') this.flush();
    else this.timer ??= setTimeout(() => this.flush(), START_WAIT_MS);
  }

  /** Resolves when nothing waits for its commit any more. */
  async settled(): Promise<void> {
    if (this.pending.length > 0) this.flush();
    while (this.committing) await this.committing;
  }

  /** Durable records after `since`, in order. */
  replay(since: number): Replayed[] {
    return readJournal(this.path).records.filter(({ offset }) => offset > since);
  }

  /** Forgets the records until now, except `keep`; offsets go on. Call only when settled. @returns whether it did */
  compact(keep: SupervisorRecord[]): boolean {
    const head = { journal: this.id, base: this.end };
    try {
      this.headBytes = this.begin(head, keep);
    } catch (error) {
      console.error(`the journal stays as long as it is: ${(error as Error).message}`);
      return false;
    }
    closeSync(this.file);
    this.head = head;
    const { records } = readJournal(this.path);
    this.end = records.at(-1)?.offset ?? this.end;
    this.size = this.end - this.head.base;
    this.file = openSync(this.path, 'a');
    return true;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.committing ??= this.commit();
  }

  private async commit(): Promise<void> {
    // One turn of the event loop lets the exits of one poll share a commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.pending.length > 0) {
      const records = this.pending;
      this.pending = [];
      const bytes = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      await this.write(bytes);
      this.end += bytes.length;
      this.size += bytes.length;
      this.onCommit(records, this.end);
    }
    this.committing = undefined;
  }

  /** Writes whole or waits: a full disk holds up what is told, not what runs. */
  private async write(bytes: Buffer): Promise<void> {
    for (;;) {
      try {
        for (let done = 0; done < bytes.length; ) done += writeSync(this.file, bytes, done);
        return await sync(this.file);
      } catch (error) {
        console.error(`the journal cannot be written, which is tried again: ${(error as Error).message}`);
        ftruncateSync(this.file, this.headBytes + this.size);
        await delay(RETRY_MS);
      }
    }
  }

  /** @returns bytes of the head's line */
  private begin(head: Head, keep: SupervisorRecord[]): number {
    const fresh = `${this.path}.new`;
    const lines = [head, ...keep].map((line) => `${JSON.stringify(line)}\n`);
    writeFileSync(fresh, lines.join(''), { flush: true });
    renameSync(fresh, this.path);
    return Buffer.byteLength(lines[0] ?? '');
  }
}

interface Read {
  /** Undefined when not even the first line can be read. */
  head: Head | undefined;
  records: Replayed[];
  bytes: number;
  validBytes: number;
  /** True when more than a last line without its end cannot be read. */
  damaged: boolean;
}

function readJournal(path: string): Read {
  const text = readFileSync(path);
  const headEnd = text.indexOf(10) + 1;
  const head = parse<Head>(text.subarray(0, headEnd));
  const records: Replayed[] = [];
  let position = headEnd;
  let damaged = head?.journal === undefined;
  for (let end = text.indexOf(10, position); !damaged && end >= 0; end = text.indexOf(10, position)) {
    const record = parse<SupervisorRecord>(text.subarray(position, end));
    damaged = record?.id === undefined;
    if (!record || damaged) break;
    position = end + 1;
    records.push({ record, offset: (head?.base ?? 0) + position - headEnd });
  }
  return {
    head,
    records,
    bytes: text.length,
    validBytes: position,
    damaged,
  };
}

function parse<T>(line: Buffer): T | undefined {
  try {
    return JSON.parse(line.toString()) as T;
  } catch {
    return undefined;
  }
}
