/** The worker thread that computes MD5 sums of files, range after range, so that the server keeps answering. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

export type ChecksumRequest =
  | { type: 'add'; name: string; file: string; start: number; end: number }
  | { type: 'digest'; name: string; id: number }
  | { type: 'drop'; name: string };
export type ChecksumReply = { id: number; hex: string } | { id: number; error: string };

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');

const block = Buffer.allocUnsafe(1024 * 1024);
const hashes = new Map<string, { hash: Hash; error?: string }>();

function add(name: string, file: string, start: number, end: number): void {
  const entry = hashes.get(name) ?? { hash: createHash('md5') };
  hashes.set(name, entry);
  try {
    const handle = openSync(file, 'r');
    try {
      for (let at = start; at < end; ) {
        const read = readSync(handle, block, 0, Math.min(block.length, end - at), at);
        if (read === 0) throw new Error(`the file ends at ${at} of ${end} bytes`);
        entry.hash.update(block.subarray(0, read));
        at += read;
      }
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    entry.error = (error as Error).message;
  }
}

port.on('message', (request: ChecksumRequest) => {
  if (request.type === 'add') return add(request.name, request.file, request.start, request.end);
  const entry = hashes.get(request.name);
  hashes.delete(request.name);
  if (request.type === 'drop') return;
  const reply: ChecksumReply = entry?.error
    ? { id: request.id, error: entry.error }
    : { id: request.id, hex: (entry?.hash ?? createHash('md5')).digest('hex') };
  port.postMessage(reply);
});
