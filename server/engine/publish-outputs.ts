/**
 * Brings checked outputs into the bucket: files are moved first, where nobody sees them, and become visible with the
 * rows of the index, in the transaction that also sets the instance's state.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { parentPath, parseDataPath } from '#core/data-path.ts';
import type { ObjectStore } from '../storage/store.ts';
import { type CollectedOutputs, OutputRefused } from './executor.ts';
import type { Write } from './write-together.ts';

/** A file or folder that is to appear in a project; `key` has no leading slash. */
export interface NewObject {
  project_id: string;
  key: string;
  is_folder: boolean;
  size: number;
  creator_id: string;
}

export interface Destination {
  projectId: string;
  userId: string;
  bucket: string;
  /** Bucket folder, `/a/b`. */
  folder: string;
}

/**
 * Moves outputs below a bucket folder. Moving again what a crash interrupted is harmless.
 * @throws OutputRefused when a path is too long or too deep, or a folder would have to replace a file
 */
export async function moveOutputs(
  store: ObjectStore,
  outputs: CollectedOutputs,
  to: Destination,
): Promise<NewObject[]> {
  const key = (path: string) => checkedKey(path ? `${to.folder}/${path}` : to.folder);
  const base = { project_id: to.projectId, creator_id: to.userId };
  const folders = ['', ...outputs.folders].map((path) => ({ ...base, key: key(path), is_folder: true, size: 0 }));
  const files = outputs.files.map(({ path, size }) => ({ ...base, key: key(path), is_folder: false, size }));
  if (existsSync(outputs.folder)) await adopt(store, outputs, to.bucket, key(''));
  for (const { path } of outputs.files)
    if ((await store.size(to.bucket, key(path))) === undefined)
      throw new OutputRefused('OutputLost', `output ${path} was not found when it was to be stored`);
  return [...parents(folders[0]?.key ?? '', base), ...folders.filter((folder) => folder.key !== ''), ...files];
}

/** How often what is left is looked at again when somebody else moves, too. */
const MOVES = 3;

async function adopt(
  store: ObjectStore,
  outputs: CollectedOutputs,
  bucket: string,
  key: string,
  left = MOVES,
): Promise<void> {
  try {
    // Not taken back: moving again what a crash interrupted is how an interrupted attempt goes on.
    await (await store.adoptTree(outputs.folder, bucket, key, true)).settle();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    // A server that was replaced while it moved them may still be at it; whether all of them came is looked at after.
    if (code === 'ENOENT' && !existsSync(outputs.folder)) return;
    if (code === 'ENOENT' && left > 0) return adopt(store, outputs, bucket, key, left - 1);
    if (code === 'EXDEV') return adoptCopies(store, outputs, bucket, key);
    if (['ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY'].includes(code))
      throw new OutputRefused('OutputConflict', 'an output file has the name of an existing folder, or the reverse');
    throw error;
  }
}

/** The store is on another file system: files are copied to its side first, then put in place in one step each. */
async function adoptCopies(store: ObjectStore, outputs: CollectedOutputs, bucket: string, key: string): Promise<void> {
  const { cp } = await import('node:fs/promises');
  const scratch = await store.scratch();
  try {
    await cp(outputs.folder, join(scratch, 'out'), { recursive: true, verbatimSymlinks: true });
    await (await store.adoptTree(join(scratch, 'out'), bucket, key)).settle();
  } finally {
    await store.discard(scratch);
  }
}

function checkedKey(path: string): string {
  const parsed = parseDataPath(path);
  if (!parsed.ok) throw new OutputRefused('OutputNameRefused', `output ${path} cannot be a data path: ${parsed.fault}`);
  return parsed.value.path.slice(1);
}

function parents(key: string, base: Pick<NewObject, 'project_id' | 'creator_id'>): NewObject[] {
  const found: NewObject[] = [];
  for (let path = parentPath(`/${key}`); path !== '/'; path = parentPath(path))
    found.unshift({ ...base, key: path.slice(1), is_folder: true, size: 0 });
  return found;
}

/** Adds objects to the index (a file replaces the file of the same key) and keeps the projects' sizes in step. */
export function indexWrites(objects: NewObject[]): Write[] {
  // The last one wins when two instances wrote the same key: one statement may touch a row once.
  const rows = [...new Map(objects.map((object) => [`${object.project_id}/${object.key}`, object])).values()];
  if (rows.length === 0) return [];
  return [
    {
      name: 'fresh_object',
      sql: sql`select r.*, coalesce(old.size, 0) as old_size from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(project_id text, key text, is_folder boolean, size bigint, creator_id text)
        left join object old on old.project_id = r.project_id and old.key = r.key collate "C"`,
    },
    {
      name: 'grown_project',
      sql: sql`update project set size = project.size + g.bytes
        from (select project_id, sum(size - old_size) as bytes from fresh_object group by project_id) g
        where project.id = g.project_id and g.bytes <> 0`,
    },
    {
      name: 'new_object',
      sql: sql`insert into object (project_id, key, parent, name, is_folder, size, create_time, creator_id)
        select project_id, key, coalesce(substring(key from '^(.*)/[^/]*$'), ''), substring(key from '[^/]*$'),
          is_folder, size, now(), creator_id from fresh_object
        on conflict (project_id, key) do update set size = excluded.size, create_time = excluded.create_time,
          creator_id = excluded.creator_id where not object.is_folder`,
    },
  ];
}
