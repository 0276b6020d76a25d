/** The end of a log file, read backwards in bounded steps: never the whole file in memory. */
import { type FileHandle, open } from 'node:fs/promises';

export interface LogTail {
  /** Last lines, oldest first, without line ends. */
  lines: string[];
  /** When the file last changed. */
  changed: Date;
  /** Bytes of the whole file. */
  size: number;
}

const BLOCK = 64 * 1024;
/** One line may be arbitrarily long; what is shown of all lines together is not. */
const MAX_BYTES = 2 * 1024 * 1024;

/** @returns the last `count` lines (at most 2 MiB of them); undefined when there is no such file (yet) */
export async function readTail(path: string, count: number): Promise<LogTail | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    const { size, mtime } = await file.stat();
    const { bytes, start } = await readBack(file, size, count);
    return { lines: lastLines(bytes, start > 0, count), changed: mtime, size };
  } finally {
    await file.close();
  }
}

/** Bytes from the end of the file that hold at least `count` line ends, or as many as are allowed. */
async function readBack(file: FileHandle, size: number, count: number): Promise<{ bytes: Buffer; start: number }> {
  const blocks: Buffer[] = [];
  let start = size;
  let ends = 0;
  while (start > 0 && ends <= count && size - start < MAX_BYTES) {
    const length = Math.min(BLOCK, start);
    start -= length;
    const block = Buffer.alloc(length);
    const { bytesRead } = await file.read(block, 0, length, start);
    ends += countLineEnds(block);
    blocks.unshift(block.subarray(0, bytesRead));
  }
  return { bytes: Buffer.concat(blocks), start };
}

function countLineEnds(block: Buffer): number {
  let found = 0;
  for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) found++;
  return found;
}

function lastLines(bytes: Buffer, cut: boolean, count: number): string[] {
  // Cut at a byte boundary: what is left of a torn character at the beginning is dropped.
  let from = 0;
  while (cut && from < 3 && ((bytes[from] ?? 0) & 0xc0) === 0x80) from++;
  const lines = bytes.subarray(from).toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.slice(-count).map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
