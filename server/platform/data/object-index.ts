/** The index of what a bucket holds. It changes in the same step as the store; the project's size is kept in step. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Transaction } from 'kysely';
import { parseDataPath } from '#core/data-path.ts';
import type { Db } from '../../db/database.ts';
import type { Database } from '../../db/schema.ts';
import { ApiError, refuse } from '../../errors.ts';
import type { Reversible } from '../../storage/store.ts';
import type { Platform } from '../platform.ts';
import { type Addition, Admission, type IndexRow, keysOf, type NewObject } from './admission.ts';
import { nameOf, parentKey } from './keys.ts';

type Tx = Transaction<Database>;

export interface IndexOwner extends Omit<Addition, 'objects'> {
  projectId: string;
}

/** Rows sent in one statement. */
const BATCH = 5000;

/**
 * Runs one transaction that also changes the store: when it fails, the changes told to `placed` are taken back.
 * Inside, only `tx` may be asked: the embedded database has one connection.
 */
export async function inOneStep<T>(
  db: Db,
  work: (tx: Tx, placed: (change: Reversible) => void) => Promise<T>,
): Promise<T> {
  const changes: Reversible[] = [];
  let result: T;
  try {
    result = await db.transaction().execute((tx) => work(tx, (change) => changes.push(change)));
  } catch (error) {
    for (const change of changes.reverse()) await change.undo();
    throw error;
  }
  // What is left of a failed clean-up goes with the scratch folders: the step itself is done.
  await Promise.allSettled(changes.map((change) => change.settle()));
  return result;
}

/** Waits for its turn to change the objects of a project; held until the transaction ends. */
export async function lockProject(tx: Tx, projectId: string): Promise<{ size: number; quota: number }> {
  const row = await tx
    .selectFrom('project')
    .select(['size', 'storage_quota'])
    .where('id', '=', projectId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('01020002', 'The project does not exist any more', 404);
  return { size: row.size, quota: row.storage_quota };
}

export async function changeProjectSize(tx: Tx, projectId: string, bytes: number): Promise<void> {
  if (bytes === 0) return;
  await sql`update project set size = greatest(0, size + ${bytes}::bigint) where id = ${projectId}`.execute(tx);
}

function batches<T>(items: readonly T[]): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < items.length; at += BATCH) found.push(items.slice(at, at + BATCH));
  return found;
}

async function known(tx: Tx, projectId: string, keys: readonly string[]): Promise<Map<string, IndexRow>> {
  const found = new Map<string, IndexRow>();
  for (const part of batches(keys)) {
    const { rows } = await sql<IndexRow>`
      select key, is_folder, size, creator_id from object where project_id = ${projectId} and key in
        (select jsonb_array_elements_text(${JSON.stringify(part)}::jsonb) collate "C")`.execute(tx);
    for (const row of rows) found.set(row.key, row);
  }
  return found;
}

/**
 * Adds files and folders with the folders above them; a file replaces the file of the same key. Additions are judged in
 * turn, each on top of those before it that were let in: one that is refused leaves nothing and does not hurt the others.
 * @returns per addition why it was refused: 403 when the project is full or a file is somebody else's, 409 for a clash
 */
export async function addEach(
  tx: Tx,
  projectId: string,
  additions: readonly Addition[],
): Promise<(ApiError | undefined)[]> {
  const project = await lockProject(tx, projectId);
  const there = await known(tx, projectId, [...new Set(additions.flatMap(keysOf))]);
  const admission = new Admission(project, there);
  const verdicts = additions.map((addition) => admission.admit(addition));
  const now = new Date();
  for (const [at, part] of batches([...admission.fresh.values()]).entries()) {
    const rows = part.map((object) => ({ ...object, parent: parentKey(object.key), name: nameOf(object.key) }));
    await sql`with grown as (
        update project set size = greatest(0, size + ${at === 0 ? admission.growth : 0}::bigint) where id = ${projectId})
      insert into object (project_id, key, parent, name, is_folder, size, create_time, creator_id)
      select ${projectId}, key, parent, name, is_folder, size, ${now}::timestamptz, creator_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(key text, parent text, name text, is_folder boolean, size bigint, creator_id text)
      on conflict (project_id, key) do update set size = excluded.size, create_time = excluded.create_time,
        creator_id = excluded.creator_id`.execute(tx);
  }
  return verdicts;
}

/**
 * Adds files and folders, all or none.
 * @throws ApiError 403 when the project is full or the file is somebody else's, 409 when a folder and a file clash
 */
export async function addObjects(
  tx: Tx,
  { projectId, ...owner }: IndexOwner,
  objects: readonly NewObject[],
): Promise<void> {
  const [refusal] = await addEach(tx, projectId, [{ ...owner, objects }]);
  if (refusal) throw refusal;
}

/** Makes a folder and those above it; folders that are there stay as they are. @throws ApiError 409 for a file in the way */
export async function ensureFolders(tx: Tx, owner: IndexOwner, key: string): Promise<void> {
  await addObjects(tx, owner, [{ key, is_folder: true, size: 0 }]);
}

/** The entry of a key; undefined when there is none. The root is always there, as a folder without a row. */
export async function findObject(db: Db | Tx, projectId: string, key: string) {
  return db
    .selectFrom('object')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Whether a file or folder is there; a path that ends with a slash is meant as a folder. */
export async function objectExists(db: Db | Tx, projectId: string, key: string, folder: boolean): Promise<boolean> {
  return key === '' ? folder : (await findObject(db, projectId, key))?.is_folder === folder;
}

/** What lies in a host folder, folders before their content. @throws ApiError 400 for links, special files, bad names */
async function readTree(folder: string, prefix: string): Promise<NewObject[]> {
  const found: NewObject[] = [];
  const walk = async (path: string, key: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      const below = key ? `${key}/${entry.name}` : entry.name;
      const parsed = parseDataPath(`/${below}`);
      if (!parsed.ok || entry.name.includes('\uFFFD'))
        throw parsed.ok ? refuse('01030023') : new ApiError(400, parsed.code, `${below} cannot be a data path`);
      const facts = await lstat(join(path, entry.name));
      if (facts.isDirectory()) {
        found.push({ key: below, is_folder: true, size: 0 });
        await walk(join(path, entry.name), below);
      } else if (facts.isFile()) found.push({ key: below, is_folder: false, size: facts.size });
      else throw refuse('01030023', `${below} is a link or a special file`);
    }
  };
  if (prefix) found.push({ key: prefix, is_folder: true, size: 0 });
  await walk(folder, prefix);
  return found;
}

export interface ImportRequest {
  project: { id: string; bucket: string };
  /** Folder of the bucket the content is put in; '' for the root. */
  key: string;
  /** Host folder on the file system of the store; its content is moved. */
  folder: string;
  creatorId: string;
}

/**
 * Moves a folder tree into a bucket and indexes it, inside the caller's transaction (`inOneStep` with its `placed`).
 * @throws ApiError 400 for links and names no path may hold, 403 when the project is full, 409 for a folder-file clash
 */
export async function importFolder(
  platform: Pick<Platform, 'store'>,
  tx: Tx,
  placed: (change: Reversible) => void,
  { project, key, folder, creatorId }: ImportRequest,
): Promise<void> {
  const objects = await readTree(folder, key);
  await addObjects(tx, { projectId: project.id, creatorId }, objects);
  placed(await platform.store.adoptTree(folder, project.bucket, key));
}

/** `importFolder` as a step of its own. */
export async function importFolderNow(
  platform: Pick<Platform, 'store' | 'db' | 'bus'>,
  request: ImportRequest,
): Promise<void> {
  await inOneStep(platform.db, (tx, placed) => importFolder(platform, tx, placed, request));
  platform.bus.publish({ topic: 'data', eihealth_project_id: request.project.id });
}
