/**
 * The bytes of one request: kept in memory while all requests together hold little, what goes beyond in a scratch
 * file. So a part is written once, to its place, and memory stays flat however many clients send.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type ApiError, refuse } from '../../errors.ts';
import type { ObjectStore } from '../../storage/store.ts';

/** Largest file of one request and largest part (error 01030013). */
const MAX_PART_BYTES = 10 * 1024 * 1024;
const BLOCK_BYTES = 1024 * 1024;
/** Blocks all requests together may hold: 64 MB. */
const MAX_BLOCKS = 64;
/** Blocks kept for later. */
const MAX_SPARE_BLOCKS = 48;
const COPY_BYTES = 1024 * 1024;

/**
 * Blocks the bytes are copied into. What sockets hand out must not be kept: thousands of small buffers that live long
 * enough to grow old make the memory of the process climb.
 */
const spare: Buffer[] = [];
let taken = 0;

function takeBlock(): Buffer | undefined {
  if (taken >= MAX_BLOCKS) return undefined;
  taken++;
  return spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
}

function giveBack(blocks: Buffer[]): void {
  taken -= blocks.length;
  spare.push(...blocks.slice(0, MAX_SPARE_BLOCKS - spare.length));
}

/** The refusal of a part of that size, undefined when it may be. */
export function tooLarge(size: number): ApiError | undefined {
  if (size <= MAX_PART_BYTES) return undefined;
  return refuse('01030013', `A request takes at most ${MAX_PART_BYTES} bytes of a file: send it in parts`);
}

export class ReceivedPart {
  size = 0;
  private readonly store: Pick<ObjectStore, 'scratch' | 'discard'>;
  private readonly blocks: Buffer[] = [];
  private spilled: { folder: string; file: FileHandle; size: number } | undefined;

  constructor(store: Pick<ObjectStore, 'scratch' | 'discard'>) {
    this.store = store;
  }

  /** @throws ApiError 400 when the part becomes too large */
  add(chunk: Buffer): Promise<void> | undefined {
    const refusal = tooLarge(this.size + chunk.length);
    if (refusal) throw refusal;
    if (this.spilled) return this.spill(chunk);
    for (let done = 0; done < chunk.length; ) {
      const used = this.size % BLOCK_BYTES;
      if (used === 0) {
        const block = takeBlock();
        if (!block) return this.spill(chunk.subarray(done));
        this.blocks.push(block);
      }
      const length = Math.min(BLOCK_BYTES - used, chunk.length - done);
      this.blocks.at(-1)?.set(chunk.subarray(done, done + length), used);
      done += length;
      this.size += length;
    }
    return undefined;
  }

  /** Writes everything to a place of a file. */
  async writeTo(file: FileHandle, position: number): Promise<void> {
    const kept = this.size - (this.spilled?.size ?? 0);
    if (kept > 0) await writeAll(file, this.filled(kept), kept, position);
    if (this.spilled) await copyRange(this.spilled.file, 0, this.spilled.size, file, position + kept);
  }

  /** Forgets the bytes. */
  async discard(): Promise<void> {
    giveBack(this.blocks.splice(0));
    const { spilled } = this;
    this.spilled = undefined;
    if (!spilled) return;
    await spilled.file.close();
    await this.store.discard(spilled.folder);
  }

  private filled(size: number): Buffer[] {
    return this.blocks.map((block, at) => block.subarray(0, Math.min(BLOCK_BYTES, size - at * BLOCK_BYTES)));
  }

  private async spill(chunk: Buffer): Promise<void> {
    if (!this.spilled) {
      const folder = await this.store.scratch();
      this.spilled = { folder, file: await open(join(folder, 'part'), 'wx+'), size: 0 };
    }
    await writeAll(this.spilled.file, [chunk], chunk.length, this.spilled.size);
    this.spilled.size += chunk.length;
    this.size += chunk.length;
  }
}

/** Writes chunks to a place of a file. @throws when the disk does not take all of them */
export async function writeAll(file: FileHandle, chunks: Buffer[], size: number, position: number): Promise<void> {
  const { bytesWritten } = await file.writev(chunks, position);
  if (bytesWritten !== size) throw new Error(`the disk took ${bytesWritten} of ${size} bytes`);
}

/** Copies bytes between open files. */
export async function copyRange(
  from: FileHandle,
  start: number,
  length: number,
  to: FileHandle,
  position: number,
): Promise<void> {
  const block = Buffer.allocUnsafe(Math.min(COPY_BYTES, length));
  for (let done = 0; done < length; ) {
    const { bytesRead } = await from.read(block, 0, Math.min(block.length, length - done), start + done);
    if (bytesRead === 0) throw new Error('the file ends too early');
    await writeAll(to, [block.subarray(0, bytesRead)], bytesRead, position + done);
    done += bytesRead;
  }
}
