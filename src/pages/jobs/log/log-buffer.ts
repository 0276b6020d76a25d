/**
 * The part of a log that is loaded: whole lines in blocks, between two offsets of the file. It grows at both ends and
 * forgets at the other one, so that its size is bounded whatever the size of the file.
 */

interface Block {
  start: number;
  end: number;
  lines: string[];
}

/** A block that is full is not added to. */
const BLOCK_BYTES = 256 * 1024;
/** A line without an end is cut here, so that a log without line ends is shown as well. */
const LONGEST_LINE = 1024 * 1024;
const NEW_LINE = 10;

export class LogBuffer {
  #blocks: Block[] = [];
  /** Bytes of the last line, which has no end yet. */
  #rest: Uint8Array<ArrayBufferLike> = new Uint8Array();
  #restStart = 0;
  readonly #limit: number;

  /** @param limit bytes that are kept at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Offset of the first loaded byte. */
  get start(): number {
    return this.#blocks[0]?.start ?? this.#restStart;
  }

  /** Offset behind the last loaded byte. */
  get end(): number {
    return this.#restStart + this.#rest.length;
  }

  /** Number of lines, with the unfinished one. */
  get count(): number {
    let count = this.#rest.length > 0 ? 1 : 0;
    for (const block of this.#blocks) count += block.lines.length;
    return count;
  }

  line(index: number): string {
    let at = index;
    for (const { lines } of this.#blocks) {
      if (at < lines.length) return lines[at] ?? '';
      at -= lines.length;
    }
    return at === 0 && this.#rest.length > 0 ? (decodeLines(this.#rest)[0] ?? '') : '';
  }

  /** Numbers of the lines that hold a text, whatever the case. */
  find(text: string): number[] {
    const wanted = text.toLowerCase();
    const found: number[] = [];
    if (wanted === '') return found;
    const count = this.count;
    let number = 0;
    for (const { lines } of this.#blocks)
      for (const line of lines) {
        if (line.toLowerCase().includes(wanted)) found.push(number);
        number++;
      }
    if (number < count && this.line(number).toLowerCase().includes(wanted)) found.push(number);
    return found;
  }

  /** Begins with bytes of the file; a piece of a line at their beginning is left out unless the file begins there. */
  reset(bytes: Uint8Array, start: number): void {
    const skipped = start === 0 ? 0 : afterFirstLine(bytes);
    this.#blocks = [];
    this.#rest = new Uint8Array();
    this.#restStart = start + skipped;
    this.append(bytes.subarray(skipped));
  }

  /** Adds bytes that follow the last ones. @returns how many lines were forgotten at the beginning */
  append(bytes: Uint8Array): number {
    if (bytes.length === 0) return 0;
    const all = join(this.#rest, bytes);
    let whole = all.lastIndexOf(NEW_LINE) + 1;
    if (all.length - whole > LONGEST_LINE) whole = all.length;
    if (whole > 0) this.#addLines(decodeLines(all.subarray(0, whole)), whole);
    this.#rest = all.slice(whole);
    return this.#forgetFirst();
  }

  #addLines(lines: string[], bytes: number): void {
    const last = this.#blocks.at(-1);
    const end = this.#restStart + bytes;
    if (last && last.end - last.start < BLOCK_BYTES) {
      for (const line of lines) last.lines.push(line);
      last.end = end;
    } else this.#blocks.push({ start: this.#restStart, end, lines });
    this.#restStart = end;
  }

  /** Adds bytes that end where the loaded ones begin. @returns how many lines came before */
  prepend(bytes: Uint8Array, start: number): number {
    const skipped = start === 0 ? 0 : afterFirstLine(bytes);
    const lines = decodeLines(bytes.subarray(skipped));
    if (lines.length > 0) this.#blocks.unshift({ start: start + skipped, end: start + bytes.length, lines });
    this.#forgetLast();
    return lines.length;
  }

  #forgetFirst(): number {
    let forgotten = 0;
    while (this.#blocks.length > 1 && this.end - this.start > this.#limit)
      forgotten += this.#blocks.shift()?.lines.length ?? 0;
    return forgotten;
  }

  #forgetLast(): void {
    if (this.end - this.start <= this.#limit) return;
    this.#rest = new Uint8Array();
    while (this.#blocks.length > 1 && (this.#blocks.at(-1)?.end ?? 0) - this.start > this.#limit) this.#blocks.pop();
    this.#restStart = this.#blocks.at(-1)?.end ?? this.#restStart;
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** Where the second line begins; 0 when there is only one, which then is shown as a piece. */
const afterFirstLine = (bytes: Uint8Array) => {
  const after = bytes.indexOf(NEW_LINE) + 1;
  return after < bytes.length ? after : 0;
};

/** Lines of whole bytes. A carriage return inside a line begins it anew, as on a terminal. */
function decodeLines(bytes: Uint8Array): string[] {
  const lines = new TextDecoder().decode(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [at, line] of lines.entries()) if (line.includes('\r')) lines[at] = visible(line);
  return lines;
}

function visible(line: string): string {
  const plain = line.replace(/\r+$/, '');
  return plain.slice(plain.lastIndexOf('\r') + 1);
}
