/**
 * MD5 sums off the main thread. The sum of an upload grows along with it: parts are read (from the page cache) as soon
 * as all before them are there, so that little is left to do at the end.
 */
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../entry.ts';
import type { ChecksumReply, ChecksumRequest } from './checksum-worker.ts';

let worker: Worker | undefined;
let nextId = 1;
const waiting = new Map<number, { resolve: (hex: string) => void; reject: (error: Error) => void }>();

function theWorker(): Worker {
  if (worker) return worker;
  const started = startWorker('checksum-worker.mjs', 'platform/data/checksum-worker.ts', {});
  const fail = (error: Error) => {
    if (worker === started) worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  started.on('error', fail);
  started.on('exit', () => fail(new Error('the checksum thread ended')));
  started.on('message', (reply: ChecksumReply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) started.unref();
    if ('hex' in reply) asked?.resolve(reply.hex);
    else asked?.reject(new Error(reply.error));
  });
  started.unref();
  worker = started;
  return started;
}

const send = (request: ChecksumRequest) => theWorker().postMessage(request);

function digest(name: string): Promise<string> {
  const id = nextId++;
  theWorker().ref();
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    send({ type: 'digest', name, id });
  });
}

/** MD5 of a file, hex. */
export async function checksumOf(file: string, size: number): Promise<string> {
  const name = `file ${nextId++}`;
  send({ type: 'add', name, file, start: 0, end: size });
  return digest(name);
}

interface Growing {
  /** Sizes of parts that are written and not yet read. */
  ahead: Map<number, number>;
  nextPart: number;
  bytes: number;
  /** Writes this server saw; the sum counts only when there were no others. */
  writes: number;
  spoilt: boolean;
}

const growing = new Map<string, Growing>();
/** Uploads whose sums are kept growing at the same time; others are read at their end. */
const MAX_GROWING = 1000;

/** Tells that a part is in its place, `(part - 1) * partSize`, in `file`. */
export function partWritten(uploadId: string, file: string, part: number, size: number): void {
  let upload = growing.get(uploadId);
  if (!upload) {
    if (growing.size >= MAX_GROWING) return;
    upload = { ahead: new Map(), nextPart: 1, bytes: 0, writes: 0, spoilt: false };
    growing.set(uploadId, upload);
  }
  upload.writes++;
  if (part < upload.nextPart) upload.spoilt = true;
  upload.ahead.set(part, size);
  for (let next = upload.ahead.get(upload.nextPart); next !== undefined; next = upload.ahead.get(upload.nextPart)) {
    upload.ahead.delete(upload.nextPart++);
    if (!upload.spoilt) send({ type: 'add', name: uploadId, file, start: upload.bytes, end: upload.bytes + next });
    upload.bytes += next;
  }
}

/** MD5 of a whole upload, hex: the sum that grew with it when it holds, else the file is read. */
export async function uploadChecksum(uploadId: string, version: number, file: string, size: number): Promise<string> {
  const upload = growing.get(uploadId);
  growing.delete(uploadId);
  if (upload && !upload.spoilt && upload.writes === version && upload.bytes === size) return digest(uploadId);
  if (upload) send({ type: 'drop', name: uploadId });
  return checksumOf(file, size);
}

/** Forgets the sum of an upload that came to nothing. */
export function dropChecksum(uploadId: string): void {
  if (growing.delete(uploadId)) send({ type: 'drop', name: uploadId });
}

/** Whether a sum, hex or base64, is the one of the content. */
export function sameChecksum(given: string, hex: string): boolean {
  return given.toLowerCase() === hex || given === Buffer.from(hex, 'hex').toString('base64');
}
