/** Which of the files to upload are there already: the upload itself replaces without asking (4.3.2.9). */
import { joinPath, parentPath } from '#core/data-path.ts';
import { compareNatural } from '#src/lib/format.ts';
import { ApiError } from './errors.ts';

/** A file and the normalised path inside the project where it shall go. */
export interface Planned {
  file: File;
  path: string;
}

/** Reads the names in a folder, or asks for one name; undefined when there is no such folder. */
export interface FolderReader {
  /** All names, or undefined with `large` when the folder is too large to be read whole. */
  all(folder: string): Promise<ReadonlySet<string> | 'large' | undefined>;
  has(folder: string, name: string): Promise<boolean>;
}

const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Looks at a folder only when its parent has it, so that a new tree of folders costs one question. */
class Folders {
  readonly #reader: FolderReader;
  readonly #seen = new Map<string, Promise<ReadonlySet<string> | 'large' | undefined>>();

  constructor(reader: FolderReader) {
    this.#reader = reader;
  }

  async has(path: string): Promise<boolean> {
    const folder = parentPath(path);
    const found = await this.#open(folder);
    if (found === undefined) return false;
    return found === 'large' ? this.#reader.has(folder, lastPart(path)) : found.has(lastPart(path));
  }

  #open(folder: string): Promise<ReadonlySet<string> | 'large' | undefined> {
    let found = this.#seen.get(folder);
    if (!found) {
      found = this.#read(folder);
      this.#seen.set(folder, found);
    }
    return found;
  }

  async #read(folder: string): Promise<ReadonlySet<string> | 'large' | undefined> {
    if (folder !== '/' && !(await this.has(folder))) return undefined;
    try {
      return await this.#reader.all(folder);
    } catch (error) {
      // A folder that vanished meanwhile, or a file where a folder should be: the upload itself will tell.
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }
}

/** The paths, of those planned, at which something is already. */
export async function findConflicts(planned: readonly Planned[], reader: FolderReader): Promise<string[]> {
  const folders = new Folders(reader);
  const found: string[] = [];
  for (const { path } of planned) if (await folders.has(path)) found.push(path);
  return found.sort(compareNatural);
}

/** `reads.fastq.gz` → `reads-2.fastq.gz`, or the first number that is free. */
export async function freePath(path: string, taken: (path: string) => Promise<boolean>): Promise<string> {
  const folder = parentPath(path);
  const name = lastPart(path);
  const dot = name.indexOf('.', 1);
  const [stem, ending] = dot === -1 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  for (let number = 2; ; number += 1) {
    const candidate = joinPath(folder, `${stem}-${number}${ending}`);
    if (!(await taken(candidate))) return candidate;
  }
}

export type ConflictAnswer = 'overwrite' | 'skip' | 'rename';

/** The files to send after the question was answered once for all. */
export async function settleConflicts(
  planned: readonly Planned[],
  conflicts: readonly string[],
  answer: ConflictAnswer,
  reader: FolderReader,
): Promise<Planned[]> {
  const there = new Set(conflicts);
  if (answer === 'overwrite') return [...planned];
  if (answer === 'skip') return planned.filter(({ path }) => !there.has(path));
  const folders = new Folders(reader);
  const used = new Set(planned.map(({ path }) => path));
  const settled: Planned[] = [];
  for (const { file, path } of planned) {
    if (!there.has(path)) {
      settled.push({ file, path });
      continue;
    }
    const free = await freePath(path, async (other) => used.has(other) || folders.has(other));
    used.add(free);
    settled.push({ file, path: free });
  }
  return settled;
}
