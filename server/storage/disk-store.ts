/** Objects as plain files under DATA_DIR/objects/<bucket>/<key>, so that a command can read them where they are. */
import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, mkdtemp, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { once } from '../once.ts';
import { Moves } from './moves.ts';
import type { ByteRange, FileFacts, ObjectStore, Reversible } from './store.ts';

const SCRATCH = '.scratch';
const READ_SIZE = 1 << 18;

export class DiskStore implements ObjectStore {
  private readonly root: string;
  private readonly realRoot = once(async () => {
    await mkdir(this.root, { recursive: true });
    return realpath(this.root);
  });
  private readonly scratchParent = once(async () => {
    const parent = join(this.root, SCRATCH);
    await mkdir(parent, { recursive: true, mode: 0o700 });
    return parent;
  });

  /** @param root absolute folder; buckets and scratch folders share its file system, so that moves are one step */
  constructor(root: string) {
    this.root = root;
  }

  async createBucket(bucket: string): Promise<void> {
    await mkdir(this.hostPath(bucket, ''), { recursive: true });
  }

  /** The bucket vanishes in one step; its content goes while nobody sees it any more. */
  async removeBucket(bucket: string): Promise<void> {
    const folder = await this.scratch();
    await rename(this.hostPath(bucket, ''), join(folder, 'bucket')).catch(() => undefined);
    await this.discard(folder);
  }

  async makeFolder(bucket: string, key: string): Promise<void> {
    await mkdir(this.hostPath(bucket, key), { recursive: true });
    await this.checkNoLink(bucket, key);
  }

  async scratch(name?: string): Promise<string> {
    const parent = await this.scratchParent();
    if (name === undefined) return mkdtemp(join(parent, 's-'));
    const folder = join(parent, `n-${encodeURIComponent(name)}`);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async scratchFile(): Promise<string> {
    return join(await this.scratchParent(), `f-${randomUUID()}`);
  }

  async discard(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true });
  }

  async sweep(before: Date): Promise<void> {
    const parent = join(this.root, SCRATCH);
    for (const name of await readdir(parent).catch(() => [])) {
      const facts = await lstat(join(parent, name)).catch(() => undefined);
      if (facts && facts.mtime < before) await this.discard(join(parent, name));
    }
  }

  async adopt(file: string, bucket: string, key: string): Promise<Reversible> {
    const target = this.hostPath(bucket, key);
    const parent = parentKey(key);
    // Asked first: nearly always the folder is there.
    if (!(await this.isThere(bucket, parent))) {
      await mkdir(dirname(target), { recursive: true });
      await this.checkNoLink(bucket, parent);
    }
    return this.moving((moves) => moves.replace(file, target));
  }

  async adoptTree(folder: string, bucket: string, key: string, isShared = false): Promise<Reversible> {
    await this.makeFolder(bucket, key);
    return this.moving(
      (moves) => mergeInto(moves, folder, this.hostPath(bucket, key)),
      (error) => isShared && (error as NodeJS.ErrnoException).code === 'ENOENT',
    );
  }

  async takeAway(bucket: string, keys: readonly string[]): Promise<Reversible> {
    const parents = new Set(keys.map(parentKey));
    for (const parent of parents) await this.checkNoLink(bucket, parent);
    return this.moving(async (moves) => {
      for (const key of keys) await moves.take(this.hostPath(bucket, key));
    });
  }

  async remove(bucket: string, key: string): Promise<void> {
    await this.checkNoLink(bucket, parentKey(key));
    await rm(this.hostPath(bucket, key), { recursive: true, force: true });
  }

  async size(bucket: string, key: string): Promise<number | undefined> {
    return (await this.facts(bucket, key))?.size;
  }

  async facts(bucket: string, key: string): Promise<FileFacts | undefined> {
    const facts: Stats | undefined = await lstat(this.hostPath(bucket, key)).catch(() => undefined);
    if (!facts?.isFile() || (await this.isLinked(bucket, parentKey(key)))) return undefined;
    return { size: facts.size, modified: facts.mtime };
  }

  async read(bucket: string, key: string, range?: ByteRange): Promise<Readable> {
    await this.checkNoLink(bucket, parentKey(key));
    // Not waiting for the other end of a pipe, not following a link: only a plain file is content.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(this.hostPath(bucket, key), flags);
    if (!(await file.stat()).isFile()) {
      await file.close();
      throw new Error(`${key} is no plain file`);
    }
    return file.createReadStream({ ...range, highWaterMark: READ_SIZE });
  }

  hostPath(bucket: string, key: string): string {
    const path = join(this.root, bucket, ...key.split('/').filter(Boolean));
    const top = join(this.root, bucket);
    if (path !== top && !path.startsWith(top + sep)) throw new Error(`key ${key} leaves its bucket`);
    return path;
  }

  private async moving(
    work: (moves: Moves) => Promise<void>,
    isKept: (error: unknown) => boolean = () => false,
  ): Promise<Reversible> {
    const moves = new Moves(() => this.scratch());
    try {
      await work(moves);
      return moves;
    } catch (error) {
      await (isKept(error) ? moves.settle() : moves.undo());
      throw error;
    }
  }

  /** Where a key really is, undefined when nothing is there, and where it must be without links. */
  private async realPlace(bucket: string, key: string): Promise<{ real: string | undefined; wanted: string }> {
    const wanted = join(await this.realRoot(), bucket, ...key.split('/').filter(Boolean));
    return { real: await realpath(this.hostPath(bucket, key)).catch(() => undefined), wanted };
  }

  /** Whether something is at a key, with no link on the way. */
  private async isThere(bucket: string, key: string): Promise<boolean> {
    const { real, wanted } = await this.realPlace(bucket, key);
    return real === wanted;
  }

  /** Whether a link stands on the way to a folder of a bucket; a folder that is missing has none. */
  private async isLinked(bucket: string, key: string): Promise<boolean> {
    const { real, wanted } = await this.realPlace(bucket, key);
    return real !== undefined && real !== wanted;
  }

  private async checkNoLink(bucket: string, key: string): Promise<void> {
    if (await this.isLinked(bucket, key)) throw new Error(`a link stands on the way to ${key}`);
  }
}

const parentKey = (key: string) => key.slice(0, Math.max(0, key.lastIndexOf('/')));

async function mergeInto(moves: Moves, from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    const there = entry.isDirectory() ? await lstat(target).catch(() => undefined) : undefined;
    if (there?.isDirectory()) await mergeInto(moves, source, target);
    else if (there) throw Object.assign(new Error(`${entry.name} is a file`), { code: 'ENOTDIR' });
    else await moves.replace(source, target);
  }
}
