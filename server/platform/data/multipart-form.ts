/**
 * Reads a multipart/form-data body as it arrives: short fields are collected, the content of one file is handed on
 * chunk by chunk without being copied. Boundaries are found with the native search of Buffer.
 */
import { refuse } from '../../errors.ts';

export interface FormFile {
  /** Told when the file begins, with the fields that stood before it. */
  begin?(fields: ReadonlyMap<string, string>): Promise<void> | void;
  add(chunk: Buffer): Promise<void> | undefined;
}

export interface FormResult {
  fields: Map<string, string>;
  /** Name the client gave the file; undefined when the form had none. */
  fileName?: string;
}

const CRLF = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_FIELD_BYTES = 16 * 1024;
const MAX_FIELDS = 32;

/** @throws ApiError 400 when the content type is not that of a form */
export function boundaryOf(contentType: string | undefined): string {
  const match = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType ?? '');
  const boundary = match?.[1] ?? match?.[2];
  if (!boundary) throw refuse('01000043', 'The body must be multipart/form-data with a boundary');
  return boundary;
}

/** Bytes at the end of `chunk` that may be the start of `mark`. */
function openEnd(chunk: Buffer, mark: Buffer): number {
  let at = chunk.indexOf(13, Math.max(0, chunk.length - mark.length + 1));
  while (at !== -1) {
    if (chunk.subarray(at).equals(mark.subarray(0, chunk.length - at))) return chunk.length - at;
    at = chunk.indexOf(13, at + 1);
  }
  return 0;
}

interface PartHead {
  name: string;
  fileName?: string;
}

function readHead(text: string): PartHead {
  const line = text.split('\r\n').find((candidate) => /^content-disposition:\s*form-data/i.test(candidate)) ?? '';
  const attribute = (name: string) => new RegExp(`;\\s*${name}="((?:\\\\"|[^"])*)"`, 'i').exec(line)?.[1];
  const name = attribute('name');
  if (name === undefined) throw refuse('01000010', 'A part of the form has no name');
  const fileName = attribute('filename')?.replaceAll('\\"', '"').replaceAll('%22', '"');
  return fileName === undefined ? { name } : { name, fileName };
}

class FormReader {
  private readonly mark: Buffer;
  private readonly file: FormFile;
  private state: 'content' | 'after-mark' | 'head' | 'end' = 'content';
  /** What the current part is; undefined before the first boundary. */
  private part: PartHead | undefined;
  private value: Buffer[] = [];
  private valueSize = 0;
  private rest: Buffer;
  readonly result: FormResult = { fields: new Map() };

  constructor(boundary: string, file: FormFile) {
    this.mark = Buffer.from(`\r\n--${boundary}`);
    this.file = file;
    // The first boundary may stand at the very start: it then has the line break of nothing before it.
    this.rest = CRLF;
  }

  get ended(): boolean {
    return this.state === 'end';
  }

  async push(chunk: Buffer): Promise<void> {
    let data = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    this.rest = Buffer.alloc(0);
    while (data.length > 0 && this.state !== 'end') {
      const next =
        this.state === 'content'
          ? await this.content(data)
          : this.state === 'head'
            ? await this.head(data)
            : this.afterMark(data);
      if (next === undefined) {
        this.rest = Buffer.from(data);
        return;
      }
      data = next;
    }
  }

  private async content(data: Buffer): Promise<Buffer | undefined> {
    const at = data.indexOf(this.mark);
    if (at === -1) {
      const open = openEnd(data, this.mark);
      await this.take(data.subarray(0, data.length - open));
      if (open > 0) this.rest = Buffer.from(data.subarray(data.length - open));
      return Buffer.alloc(0);
    }
    await this.take(data.subarray(0, at));
    this.closePart();
    this.state = 'after-mark';
    return data.subarray(at + this.mark.length);
  }

  private afterMark(data: Buffer): Buffer | undefined {
    if (data.length < 2) return undefined;
    const two = data.toString('latin1', 0, 2);
    if (two === '--') {
      this.state = 'end';
      return Buffer.alloc(0);
    }
    if (two !== '\r\n') throw refuse('01000010', 'The form has a damaged boundary');
    this.state = 'head';
    // The line break before the head stays: a head without lines then ends like any other.
    return data;
  }

  private async head(data: Buffer): Promise<Buffer | undefined> {
    const end = data.indexOf(HEADERS_END);
    if (end === -1) {
      if (data.length > MAX_HEADER_BYTES) throw refuse('01000010', 'The head of a part of the form is too long');
      return undefined;
    }
    this.part = readHead(data.toString('utf8', 0, end));
    if (this.part.name === 'file') {
      if (this.result.fileName !== undefined) throw refuse('01000007', 'The form has more than one file');
      this.result.fileName = this.part.fileName ?? '';
      await this.file.begin?.(this.result.fields);
    }
    this.state = 'content';
    return data.subarray(end + HEADERS_END.length);
  }

  private async take(chunk: Buffer): Promise<void> {
    if (!this.part || chunk.length === 0) return;
    if (this.part.name === 'file') return this.file.add(chunk);
    this.valueSize += chunk.length;
    if (this.valueSize > MAX_FIELD_BYTES) throw refuse('01000026', `/${this.part.name} is too long`);
    this.value.push(Buffer.from(chunk));
  }

  private closePart(): void {
    if (this.part && this.part.name !== 'file') {
      if (this.result.fields.size >= MAX_FIELDS) throw refuse('01000028', 'The form has too many fields');
      this.result.fields.set(this.part.name, Buffer.concat(this.value).toString('utf8'));
    }
    this.part = undefined;
    this.value = [];
    this.valueSize = 0;
  }
}

/**
 * Reads a body to its end, also after a refusal, so that the client gets to read the answer.
 * @param body must not be destroyed by leaving its iteration early
 * @param file gets the content of the part named `file`
 * @param drainLimit bytes that are still read after a refusal
 * @throws ApiError 400 when the form is malformed; whatever `file` or the stream throws
 */
export async function readForm(
  body: AsyncIterable<Buffer>,
  boundary: string,
  file: FormFile,
  drainLimit = 32 * 1024 * 1024,
): Promise<FormResult> {
  const reader = new FormReader(boundary, file);
  let refusal: unknown;
  let drained = 0;
  for await (const chunk of body) {
    if (refusal === undefined) {
      try {
        await reader.push(chunk);
      } catch (error) {
        refusal = error;
      }
    } else drained += chunk.length;
    if (drained > drainLimit) break;
  }
  if (refusal !== undefined) throw refusal;
  if (!reader.ended) throw refuse('01000010', 'The form ends before its last boundary');
  return reader.result;
}
