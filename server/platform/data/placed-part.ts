/**
 * A part whose place in the upload is known before its bytes arrive: they are written as they come, while they are
 * still warm in the cache. A part that turns out not to fit its place is moved to a file beside.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { copyRange, tooLarge, writeAll } from './received-part.ts';

/** Bytes gathered for one write. */
const WRITE_BYTES = 512 * 1024;

export interface Place {
  folder: string;
  /** Name of the common file, and of the file for a part that does not fit. */
  file: string;
  besideFile: string;
  position: number;
  /** Bytes of the place; only the last part may leave some of them. */
  length: number;
  last: boolean;
  /** The md5 of the upload is known and grows along. */
  growing: boolean;
}

export class PlacedPart {
  size = 0;
  /** Name of the file beside, once the part had to go there. */
  beside = '';
  readonly place: Place;
  private file: FileHandle | undefined;
  private position: number;
  private gathered: Buffer[] = [];
  private gatheredSize = 0;
  private written = 0;
  private write: Promise<void> = Promise.resolve();

  private constructor(place: Place, file: FileHandle) {
    this.place = place;
    this.file = file;
    this.position = place.position;
  }

  static async open(place: Place): Promise<PlacedPart> {
    // Made when missing, never cut: others write to the same file.
    return new PlacedPart(
      place,
      await open(join(place.folder, place.file), constants.O_RDWR | constants.O_CREAT, 0o600),
    );
  }

  /** The common file. */
  get path(): string {
    return join(this.place.folder, this.place.file);
  }

  /** @throws ApiError 400 when the part becomes too large */
  async add(chunk: Buffer): Promise<void> {
    this.size += chunk.length;
    const refusal = tooLarge(this.size);
    if (refusal) throw refusal;
    this.gathered.push(chunk);
    this.gatheredSize += chunk.length;
    if (this.gatheredSize < WRITE_BYTES) return;
    // One write is under way while the next one is gathered.
    await this.write;
    await this.flush();
  }

  /** Writes what is left. After this, `beside` says where the part is. */
  async finish(): Promise<void> {
    await this.write;
    await this.flush();
    await this.write;
    if (!this.beside && this.size !== this.place.length && !this.place.last) await this.moveBeside();
    await this.close();
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await this.write.catch(() => undefined);
    await file?.close();
  }

  private async flush(): Promise<void> {
    const chunks = this.gathered;
    const size = this.gatheredSize;
    if (size === 0 || !this.file) return;
    if (!this.beside && this.written + size > this.place.length) await this.moveBeside();
    this.gathered = [];
    this.gatheredSize = 0;
    this.write = writeAll(this.file, chunks, size, this.position + this.written);
    // Told by the next await; until then it must not count as unhandled.
    this.write.catch(() => undefined);
    this.written += size;
  }

  private async moveBeside(): Promise<void> {
    if (!this.file) return;
    const other = await open(join(this.place.folder, this.place.besideFile), 'wx+', 0o600);
    const before = this.file;
    await copyRange(before, this.position, this.written, other, 0);
    await before.close();
    this.file = other;
    this.position = 0;
    this.beside = this.place.besideFile;
  }
}
