/**
 * Uploads in parts. Part n is written to its place in one file, (n - 1) times the size of part 1; a part of another
 * size lies beside that file until all are there. The row of the upload is locked while a part is written, so that no
 * late part reaches a file that has become an object.
 */
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { refuse } from '../../errors.ts';
import type { Platform, ProjectAccess } from '../platform.ts';
import { dropChecksum, partWritten, sameChecksum, uploadChecksum } from './checksums.ts';
import { addObjects, inOneStep } from './object-index.ts';
import { copyRange, type ReceivedPart } from './received-part.ts';
import type { Target } from './upload.ts';
import type { UploadForm } from './upload-form.ts';

/** Hours after which an upload that was not finished is removed. */
const EXPIRES_HOURS = 24;

const DATA_FILE = 'data';
const besideName = (part: number) => `part-${part}`;

interface UploadRow {
  id: string;
  project_id: string;
  key: string;
  total_part: number;
  part_size: number;
  md5: string;
  version: number;
  finished: boolean;
  creator_id: string;
}

interface PartRow {
  part_number: number;
  size: number;
}

/** Whether a part does not fit its place in the common file. */
function liesBeside(upload: Pick<UploadRow, 'part_size' | 'total_part'>, { part_number, size }: PartRow): boolean {
  return part_number < upload.total_part ? size !== upload.part_size : size > upload.part_size;
}

/** Notes an upload whose first part is there. @returns its id */
export async function openUpload(
  platform: Platform,
  { project, user, key }: Target,
  form: UploadForm,
): Promise<string> {
  const id = randomUUID();
  await platform.db
    .insertInto('upload')
    .values({
      id,
      project_id: project.id,
      key,
      total_part: form.totalPart,
      md5: form.md5,
      creator_id: user.id,
      create_time: new Date(),
      part_size: form.part.size,
    })
    .execute();
  return id;
}

const lockUpload = (tx: Transaction<Database>, id: string): Promise<UploadRow | undefined> =>
  tx.selectFrom('upload').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/**
 * Puts a part in its place, again if need be.
 * @returns whether all parts are there now; a part of an upload that is finished changes nothing
 * @throws ApiError 400 when it does not belong to the upload, 404 when there is no such upload (any more)
 */
export async function storePart(
  platform: Platform,
  upload: { id: string; projectId: string; userId: string },
  form: UploadForm,
): Promise<'waiting' | 'complete' | 'finished'> {
  const part = { part_number: form.partNumber, size: form.part.size };
  let written: string | undefined;
  const state = await platform.db.transaction().execute(async (tx) => {
    const row = await lockUpload(tx, upload.id);
    if (!row || row.project_id !== upload.projectId || row.creator_id !== upload.userId)
      throw refuse('01000011', '/multipart_id: there is no such upload, or it was not finished in time', 404);
    if (form.totalPart !== row.total_part)
      throw refuse('01000007', `/total_part is ${form.totalPart}, part 1 said ${row.total_part}`);
    if (row.finished) return 'finished';
    const folder = await platform.store.scratch(`upload-${upload.id}`);
    const beside = liesBeside(row, part);
    await writePart(folder, row, form.part, form.partNumber, beside);
    if (!beside) written = join(folder, DATA_FILE);
    await tx
      .insertInto('upload_part')
      .values({ upload_id: upload.id, ...part })
      .onConflict((conflict) => conflict.columns(['upload_id', 'part_number']).doUpdateSet({ size: part.size }))
      .execute();
    const { rows } = await sql<{ parts: number }>`update upload set version = version + 1, md5 = ${form.md5 || row.md5}
      where id = ${upload.id}
      returning (select count(*) from upload_part where upload_id = ${upload.id}) as parts`.execute(tx);
    return rows[0]?.parts === row.total_part ? 'complete' : 'waiting';
  });
  if (written) partWritten(upload.id, written, form.partNumber, form.part.size);
  return state;
}

async function writePart(folder: string, row: UploadRow, part: ReceivedPart, number: number, beside: boolean) {
  const file = await open(join(folder, beside ? besideName(number) : DATA_FILE), beside ? 'w' : 'r+').catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    return open(join(folder, DATA_FILE), 'w+');
  });
  try {
    await part.writeTo(file, beside ? 0 : (number - 1) * row.part_size);
  } finally {
    await file.close();
  }
}

/** Completions under way on this server: a repeated last part waits for the one that runs. */
const completing = new Map<string, Promise<void>>();

/** Makes an object of an upload all of whose parts are there, exactly once. @throws ApiError 400 for a wrong md5 */
export function completeUpload(platform: Platform, project: ProjectAccess, id: string): Promise<void> {
  const known = completing.get(id);
  if (known) return known;
  const run = complete(platform, project, id).finally(() => completing.delete(id));
  completing.set(id, run);
  return run;
}

async function complete(platform: Platform, project: ProjectAccess, id: string): Promise<void> {
  const folder = await platform.store.scratch(`upload-${id}`);
  for (let done = false; !done; ) {
    const row = await platform.db.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row || row.finished) break;
    const parts = await platform.db
      .selectFrom('upload_part')
      .select(['part_number', 'size'])
      .where('upload_id', '=', id)
      .orderBy('part_number')
      .execute();
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    const path = await assemble(folder, row, parts, size);
    const right = !row.md5 || sameChecksum(row.md5, await uploadChecksum(id, row.version, path, size));
    if (right) done = await publish(platform, project, row, path, size);
    else if (await dropUnchanged(platform, row)) {
      await platform.store.discard(folder);
      throw refuse('01000007', '/md5 is not that of the file that arrived: upload it again');
    }
  }
  dropChecksum(id);
  await platform.store.discard(folder);
  platform.bus.publish({ topic: 'data', eihealth_project_id: project.id });
}

/** A part was written while the checksum was made. */
class ChangedMeanwhile extends Error {}

/** @returns false when the upload changed since `row` was read: look again */
async function publish(
  platform: Platform,
  project: ProjectAccess,
  row: UploadRow,
  path: string,
  size: number,
): Promise<boolean> {
  const owner = { projectId: project.id, creatorId: row.creator_id, ownOnly: project.role === 'Uploader' };
  try {
    await inOneStep(platform.db, async (tx, placed) => {
      await addObjects(tx, owner, [{ key: row.key, is_folder: false, size }]);
      const updated = await tx
        .updateTable('upload')
        .set({ finished: true })
        .where('id', '=', row.id)
        .where('finished', '=', false)
        .where('version', '=', row.version)
        .returning('id')
        .executeTakeFirst();
      if (!updated) throw new ChangedMeanwhile();
      await tx.deleteFrom('upload_part').where('upload_id', '=', row.id).execute();
      placed(await platform.store.adopt(path, project.bucket, row.key));
    });
    return true;
  } catch (error) {
    if (error instanceof ChangedMeanwhile) return false;
    throw error;
  }
}

/** Removes an upload whose content is wrong, unless it has changed since. */
async function dropUnchanged(platform: Platform, row: UploadRow): Promise<boolean> {
  const gone = await platform.db
    .deleteFrom('upload')
    .where('id', '=', row.id)
    .where('finished', '=', false)
    .where('version', '=', row.version)
    .returning('id')
    .executeTakeFirst();
  return gone !== undefined;
}

/** One file of all parts; nearly always it is there already and only its end is set. */
async function assemble(folder: string, upload: UploadRow, parts: PartRow[], size: number): Promise<string> {
  const path = join(folder, DATA_FILE);
  if (!parts.some((part) => liesBeside(upload, part))) {
    const file = await open(path, 'r+');
    await file.truncate(size);
    await file.close();
    return path;
  }
  const whole = join(folder, `whole-${randomUUID()}`);
  const target = await open(whole, 'wx');
  try {
    let at = 0;
    for (const part of parts) {
      const beside = liesBeside(upload, part);
      const source = await open(beside ? join(folder, besideName(part.part_number)) : path, 'r');
      try {
        await copyRange(source, beside ? 0 : (part.part_number - 1) * upload.part_size, part.size, target, at);
      } finally {
        await source.close();
      }
      at += part.size;
    }
  } finally {
    await target.close();
  }
  return whole;
}

/** Removes uploads that were not finished in time, and scratch folders somebody left; at start and once an hour. */
export async function removeExpiredUploads(platform: Platform, now = Date.now()): Promise<void> {
  const before = new Date(now - EXPIRES_HOURS * 3600_000);
  const rows = await platform.db.deleteFrom('upload').where('create_time', '<', before).returning('id').execute();
  for (const { id } of rows) {
    dropChecksum(id);
    await platform.store.discard(await platform.store.scratch(`upload-${id}`));
  }
  await platform.store.sweep(before);
}
