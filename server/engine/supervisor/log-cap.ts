/**
 * Keeps a log within a size while its command goes on writing. The command owns the file and appends to it, without a
 * pipe that would cost every attempt and would break when the supervisor is killed. So now and then the middle is
 * taken out: the beginning stays, a mark says what is missing, and the latest lines follow, as they tell most. All is
 * in the file itself, so a successor of the supervisor goes on where this one stopped. Between two looks the file may
 * be larger by what the command writes in that time.
 */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs';

const TAIL_BYTES = 64 * 1024;
const MARK_BYTES = 256;

/**
 * Cuts the log if it is larger than `limit` bytes (by more than `slack`, so that a slow writer is not cut at every
 * look). Bytes written in the very moment of the cut may be lost; they are among those to go. Never throws: a log that
 * cannot be cut (a full disk has no room for its tail) is no reason to look after nothing any more.
 * @returns whether it was cut
 */
export function capLog(path: string, limit: number, slack = 0): boolean {
  try {
    return cut(path, limit, slack);
  } catch (error) {
    console.error(`the log ${path} cannot be cut: ${(error as Error).message}`);
    return false;
  }
}

function cut(path: string, limit: number, slack: number): boolean {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= limit + slack) return false;
  const file = openSync(path, 'a+');
  try {
    const { size } = fstatSync(file);
    const kept = Math.min(TAIL_BYTES, Math.floor(limit / 4));
    const head = lineEndBefore(file, Math.max(0, limit - kept - MARK_BYTES));
    const tail = lastLines(file, size, kept);
    ftruncateSync(file, head);
    writeSync(file, Buffer.concat([Buffer.from(mark(limit)), tail]));
    return true;
  } finally {
    closeSync(file);
  }
}

const mark = (limit: number) =>
  `[the log passed its limit of ${limit} bytes; the middle of it, here, was not kept, its latest lines follow]\n`;

/** Place after the last line end before `place`, or `place` itself when the line is very long. */
function lineEndBefore(file: number, place: number): number {
  const block = Buffer.alloc(Math.min(TAIL_BYTES, place));
  readSync(file, block, 0, block.length, place - block.length);
  const end = block.lastIndexOf(10);
  return end < 0 ? place : place - block.length + end + 1;
}

/** At most so many bytes from the end, from the beginning of a line where there is one. */
function lastLines(file: number, size: number, bytes: number): Buffer {
  const block = Buffer.alloc(bytes);
  const length = readSync(file, block, 0, bytes, size - bytes);
  const end = block.indexOf(10);
  return block.subarray(end >= 0 && end < length - 1 ? end + 1 : 0, length);
}
