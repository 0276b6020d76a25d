/**
 * The supervisor's append-only memory. Records are committed in groups (one write and one fdatasync for all that
 * gathered meanwhile) and only then told to clients. Offsets are positions in the whole history: they go on when
 * acknowledged records are dropped.
 */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import type { SupervisorRecord } from './protocol.ts';

const sync = promisify(fdatasync);

/** First line of the file. `base` is the offset of the byte after this line. */
interface Head {
  journal: string;
  base: number;
}

const START_WAIT_MS = 15;

export interface Replayed {
  record: SupervisorRecord;
  /** Offset after the record. */
  offset: number;
}

export class Journal {
  readonly id: string;
  private head: Head;
  private file: number;
  private end: number;
  private size: number;
  private pending: SupervisorRecord[] = [];
  private committing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Called after each commit with the records that are durable now. */
  onCommit: (records: SupervisorRecord[], offset: number) => void = () => undefined;

  /** Opens the journal at `path` or begins one. A last line cut short by a crash is dropped. */
  constructor(private readonly path: string) {
    if (!existsSync(path)) this.begin({ journal: randomUUID(), base: 0 }, []);
    const { head, records, validBytes } = readJournal(path);
    this.head = head;
    this.id = head.journal;
    this.end = records.at(-1)?.offset ?? head.base;
    this.size = this.end - head.base;
    const bytes = readFileSync(path);
    if (validBytes < bytes.length) writeFileSync(path, bytes.subarray(0, validBytes));
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

  /** Forgets the records until now, except `keep`; offsets go on. Call only when settled. */
  compact(keep: SupervisorRecord[]): void {
    closeSync(this.file);
    this.head = { journal: this.id, base: this.end };
    this.begin(this.head, keep);
    const { records } = readJournal(this.path);
    this.end = records.at(-1)?.offset ?? this.end;
    this.size = this.end - this.head.base;
    this.file = openSync(this.path, 'a');
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
      writeSync(this.file, bytes);
      await sync(this.file);
      this.end += bytes.length;
      this.size += bytes.length;
      this.onCommit(records, this.end);
    }
    this.committing = undefined;
  }

  private begin(head: Head, keep: SupervisorRecord[]): void {
    const fresh = `${this.path}.new`;
    writeFileSync(fresh, [head, ...keep].map((line) => `${JSON.stringify(line)}\n`).join(''), { flush: true });
    renameSync(fresh, this.path);
  }
}

function readJournal(path: string): { head: Head; records: Replayed[]; validBytes: number } {
  const text = readFileSync(path);
  const headEnd = text.indexOf(10) + 1;
  const head = JSON.parse(text.subarray(0, headEnd).toString()) as Head;
  const records: Replayed[] = [];
  let position = headEnd;
  for (let end = text.indexOf(10, position); end >= 0; end = text.indexOf(10, position)) {
    const record = JSON.parse(text.subarray(position, end).toString()) as SupervisorRecord;
    position = end + 1;
    records.push({ record, offset: head.base + position - headEnd });
  }
  return { head, records, validBytes: position };
}
