/**
 * The bytes of one request: kept as the chunks they came in while all requests together hold little, else in a scratch
 * file. So a part is written once, to its place, and memory stays flat however many clients send.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../../errors.ts';
import type { ObjectStore } from '../../storage/store.ts';

/** Largest file of one request and largest part (error 01030013). */
export const MAX_PART_BYTES = 10 * 1024 * 1024;
/** Bytes all requests together may hold in memory. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;
const COPY_BYTES = 1024 * 1024;

let held = 0;

export class ReceivedPart {
  size = 0;
  private readonly store: Pick<ObjectStore, 'scratch' | 'discard'>;
  private chunks: Buffer[] = [];
  private heldHere = 0;
  private spilled: { folder: string; file: FileHandle } | undefined;

  constructor(store: Pick<ObjectStore, 'scratch' | 'discard'>) {
    this.store = store;
  }

  /** @throws ApiError 400 when the part becomes too large */
  add(chunk: Buffer): Promise<void> | undefined {
    this.size += chunk.length;
    if (this.size > MAX_PART_BYTES)
      throw refuse('01030013', `A request takes at most ${MAX_PART_BYTES} bytes of a file: send it in parts`);
    this.chunks.push(chunk);
    this.heldHere += chunk.length;
    held += chunk.length;
    return held > MAX_HELD_BYTES || this.spilled ? this.spill() : undefined;
  }

  /** Writes everything to a place of a file. */
  async writeTo(file: FileHandle, position: number): Promise<void> {
    if (this.spilled) {
      await copyRange(this.spilled.file, 0, this.size, file, position);
      return;
    }
    if (this.size > 0) await writeAll(file, this.chunks, this.size, position);
  }

  /** Forgets the bytes. */
  async discard(): Promise<void> {
    this.release();
    const { spilled } = this;
    this.spilled = undefined;
    if (!spilled) return;
    await spilled.file.close();
    await this.store.discard(spilled.folder);
  }

  private async spill(): Promise<void> {
    if (!this.spilled) {
      const folder = await this.store.scratch();
      this.spilled = { folder, file: await open(join(folder, 'part'), 'wx+') };
    }
    await writeAll(this.spilled.file, this.chunks, this.heldHere, this.size - this.heldHere);
    this.release();
  }

  private release(): void {
    held -= this.heldHere;
    this.heldHere = 0;
    this.chunks = [];
  }
}

async function writeAll(file: FileHandle, chunks: Buffer[], size: number, position: number): Promise<void> {
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
