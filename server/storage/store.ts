/** Where the bytes of objects are. The index of what exists is in the database; the store only keeps content. */
import type { Readable } from 'node:stream';

export interface ByteRange {
  /** First byte, from 0. */
  start: number;
  /** Last byte, inclusive. */
  end: number;
}

/**
 * Keys are normalised (`core/data-path.ts`): no leading or trailing slash, no `..`. A bucket belongs to one project.
 * Implementations never follow a link out of a bucket.
 */
export interface ObjectStore {
  createBucket(bucket: string): Promise<void>;
  removeBucket(bucket: string): Promise<void>;
  /** Makes a folder and its parents. */
  makeFolder(bucket: string, key: string): Promise<void>;
  /** A private empty folder on the store's own medium, to be filled and then adopted, or removed with `discard`. */
  scratch(): Promise<string>;
  discard(folder: string): Promise<void>;
  /** Puts a file (below a scratch folder) in place under a key, replacing what is there, in one step. */
  adopt(file: string, bucket: string, key: string): Promise<void>;
  /** Moves every file and folder below a host folder to below a key; existing files are replaced, others stay. */
  adoptTree(folder: string, bucket: string, key: string): Promise<void>;
  /** Removes a file, or a folder with all below it. Missing is fine. */
  remove(bucket: string, key: string): Promise<void>;
  /** Size in bytes of a file; undefined when there is none. */
  size(bucket: string, key: string): Promise<number | undefined>;
  /** Content of a file, whole or a range. */
  read(bucket: string, key: string, range?: ByteRange): Promise<Readable>;
  /** Where an executor on this host finds a key; `''` is the bucket itself. */
  hostPath(bucket: string, key: string): string;
}
