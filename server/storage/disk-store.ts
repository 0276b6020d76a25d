/** Objects as plain files under DATA_DIR/objects/<bucket>/<key>, so that a command can read them where they are. */
import { createReadStream } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange, ObjectStore } from './store.ts';

export class DiskStore implements ObjectStore {
  private readonly root: string;

  /** @param root absolute folder; buckets and scratch folders share its file system, so that moves are one step */
  constructor(root: string) {
    this.root = root;
  }

  async createBucket(bucket: string): Promise<void> {
    await mkdir(this.hostPath(bucket, ''), { recursive: true });
  }

  async removeBucket(bucket: string): Promise<void> {
    await rm(this.hostPath(bucket, ''), { recursive: true, force: true });
  }

  async makeFolder(bucket: string, key: string): Promise<void> {
    await mkdir(this.hostPath(bucket, key), { recursive: true });
  }

  async scratch(): Promise<string> {
    const parent = join(this.root, '.scratch');
    await mkdir(parent, { recursive: true });
    return mkdtemp(join(parent, 's-'));
  }

  async discard(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  async adopt(file: string, bucket: string, key: string): Promise<void> {
    const target = this.hostPath(bucket, key);
    await mkdir(dirname(target), { recursive: true });
    await rename(file, target);
  }

  async adoptTree(folder: string, bucket: string, key: string): Promise<void> {
    const target = this.hostPath(bucket, key);
    await mkdir(target, { recursive: true });
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const from = join(folder, entry.name);
      const to = join(target, entry.name);
      if (entry.isDirectory()) {
        const there = await lstat(to).catch(() => undefined);
        if (there?.isDirectory()) await this.adoptTree(from, bucket, key ? `${key}/${entry.name}` : entry.name);
        else await rename(from, to);
      } else await rename(from, to);
    }
  }

  async remove(bucket: string, key: string): Promise<void> {
    await rm(this.hostPath(bucket, key), { recursive: true, force: true });
  }

  async size(bucket: string, key: string): Promise<number | undefined> {
    const facts = await lstat(this.hostPath(bucket, key)).catch(() => undefined);
    return facts?.isFile() ? facts.size : undefined;
  }

  async read(bucket: string, key: string, range?: ByteRange): Promise<Readable> {
    return createReadStream(this.hostPath(bucket, key), { ...range, highWaterMark: 1 << 18 });
  }

  hostPath(bucket: string, key: string): string {
    const path = join(this.root, bucket, ...key.split('/').filter(Boolean));
    const top = join(this.root, bucket);
    if (path !== top && !path.startsWith(top + sep)) throw new Error(`key ${key} leaves its bucket`);
    return path;
  }
}
