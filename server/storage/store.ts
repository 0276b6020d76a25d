/** Where the bytes of objects are. The index of what exists is in the database; the store only keeps content. */
import type { Readable } from 'node:stream';

export interface ByteRange {
  /** First byte, from 0. */
  start: number;
  /** Last byte, inclusive. */
  end: number;
}

/** A change that was made and can be taken back until the index that goes with it is committed. */
export interface Reversible {
  undo(): Promise<void>;
  /** Gives up what `undo` would have needed. */
  settle(): Promise<void>;
}

export interface FileFacts {
  size: number;
  modified: Date;
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
  /**
   * A private folder on the store's own medium, to be filled and then adopted, or removed with `discard`.
   * @param name the same name gives the same folder, on every server that shares the store; without one it is new
   */
  scratch(name?: string): Promise<string>;
  /** A path on the store's own medium where nothing is yet, for one file; goes like a scratch folder. */
  scratchFile(): Promise<string>;
  discard(path: string): Promise<void>;
  /** Removes scratch folders that nobody has touched since. */
  sweep(before: Date): Promise<void>;
  /** Puts a file (a scratch file or one below a scratch folder) in place under a key, replacing what is there, in one step. */
  adopt(file: string, bucket: string, key: string): Promise<Reversible>;
  /**
   * Moves every file and folder below a host folder to below a key; existing files are replaced, others stay. What was
   * moved is taken back when it fails, but not where `isShared`: another server moves the same, and what went away
   * meanwhile is where it belongs.
   */
  adoptTree(folder: string, bucket: string, key: string, isShared?: boolean): Promise<Reversible>;
  /** Takes files and folders (with all below them) out of the bucket. Missing ones are fine. */
  takeAway(bucket: string, keys: readonly string[]): Promise<Reversible>;
  /** Removes a file, or a folder with all below it. Missing is fine. */
  remove(bucket: string, key: string): Promise<void>;
  /** Size in bytes of a file; undefined when there is none. */
  size(bucket: string, key: string): Promise<number | undefined>;
  /** Size and time of a file; undefined when there is none, or when a link stands in its place or on the way to it. */
  facts(bucket: string, key: string): Promise<FileFacts | undefined>;
  /** Content of a file, whole or a range; open before this resolves. @throws when `facts` finds no file */
  read(bucket: string, key: string, range?: ByteRange): Promise<Readable>;
  /** Where an executor on this host finds a key; `''` is the bucket itself. */
  hostPath(bucket: string, key: string): string;
}
