/**
 * Uploads in parts, without a lock while bytes are written. Who claims a part first writes it to its place in one file,
 * (n - 1) times the size of part 1. A part that is sent again, or is of another size, goes to a file beside it. The
 * common file becomes the object only when every part of it is noted as written, so nobody can write to it any more.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { refuse } from '../../errors.ts';
import type { Platform, ProjectAccess } from '../platform.ts';
import { dropChecksum, partWritten, sameChecksum, uploadChecksum } from './checksums.ts';
import { addObjects, inOneStep } from './object-index.ts';
import { PlacedPart } from './placed-part.ts';
import { copyRange, type ReceivedPart } from './received-part.ts';
import type { Target } from './upload.ts';
import type { PartAddress, UploadForm } from './upload-form.ts';

/** Hours after which an upload that was not finished is removed. */
const EXPIRES_HOURS = 24;

const DATA_FILE = 'data';

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
  beside: string;
}

/** Whether a part has its place in the common file: all have the size of the first, only the last may be shorter. */
function fits(upload: Pick<UploadRow, 'part_size' | 'total_part'>, part: number, size: number): boolean {
  return part < upload.total_part ? size === upload.part_size : size <= upload.part_size;
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

/** The upload and, when nobody did so before, the claim to write this part to its place: one question. */
async function claimPart(platform: Platform, id: string, part: number) {
  const { rows } = await sql<UploadRow & { claimed: boolean }>`
    with claim as (
      insert into upload_part (upload_id, part_number, size)
      select id, ${part}, -1 from upload where id = ${id} and not finished and ${part} <= total_part
      on conflict do nothing returning part_number)
    select upload.*, exists (select 1 from claim) as claimed from upload where id = ${id}`.execute(platform.db);
  return rows[0];
}

export interface UploadOwner {
  projectId: string;
  userId: string;
}

/** @throws ApiError 400 when a part does not belong to the upload, 404 when there is no such upload (any more) */
async function claimOwn(platform: Platform, owner: UploadOwner, { multipartId, partNumber, totalPart }: PartAddress) {
  const row = await claimPart(platform, multipartId, partNumber);
  if (!row || row.project_id !== owner.projectId || row.creator_id !== owner.userId) {
    if (row?.claimed) await releaseClaim(platform, multipartId, partNumber);
    throw refuse('01000011', '/multipart_id: there is no such upload, or it was not finished in time', 404);
  }
  if (totalPart === row.total_part) return row;
  if (row.claimed) await releaseClaim(platform, multipartId, partNumber);
  throw refuse('01000007', `/total_part is ${totalPart}, part 1 said ${row.total_part}`);
}

/** Gives up a claim whose part did not arrive, so that the next sender may use the place. */
export async function releaseClaim(platform: Platform, id: string, part: number): Promise<void> {
  await platform.db
    .deleteFrom('upload_part')
    .where('upload_id', '=', id)
    .where('part_number', '=', part)
    .where('size', '<', 0)
    .execute();
}

const besideName = (part: number) => `part-${part}-${randomUUID()}`;

/** The place of a part nobody sent before. @throws ApiError as `storePart` does */
export async function findPlace(
  platform: Platform,
  owner: UploadOwner,
  address: PartAddress,
): Promise<PlacedPart | undefined> {
  const row = await claimOwn(platform, owner, address);
  if (!row.claimed || row.finished) return undefined;
  const number = address.partNumber;
  return PlacedPart.open({
    folder: await platform.store.scratch(`upload-${row.id}`),
    file: DATA_FILE,
    besideFile: besideName(number),
    position: (number - 1) * row.part_size,
    length: row.part_size,
    last: number === row.total_part,
    growing: row.md5 !== '',
  });
}

/**
 * Stores a part, again if need be.
 * @returns whether all parts are there now; a part of an upload that is finished changes nothing
 * @throws ApiError 400 when it does not belong to the upload, 404 when there is no such upload (any more)
 */
export async function storePart(
  platform: Platform,
  owner: UploadOwner,
  form: UploadForm,
  id: string,
): Promise<'waiting' | 'complete' | 'finished'> {
  const { part } = form;
  if (part instanceof PlacedPart) {
    if (!part.beside && part.place.growing) partWritten(id, part.path, form.partNumber, part.size);
    return notePart(platform, id, form, part.beside);
  }
  const row = await claimOwn(platform, owner, {
    multipartId: id,
    partNumber: form.partNumber,
    totalPart: form.totalPart,
  });
  if (row.finished) return 'finished';
  const inPlace = row.claimed && fits(row, form.partNumber, part.size);
  const beside = inPlace ? '' : besideName(form.partNumber);
  const file = join(await platform.store.scratch(`upload-${id}`), beside || DATA_FILE);
  try {
    await writeInTurn(file, inPlace ? (form.partNumber - 1) * row.part_size : 0, part);
  } catch (error) {
    // The folder goes when the upload is complete: this was a part sent again meanwhile.
    const now = await platform.db.selectFrom('upload').select('finished').where('id', '=', id).executeTakeFirst();
    if (now?.finished) return 'finished';
    if (row.claimed) await releaseClaim(platform, id, form.partNumber);
    throw error;
  }
  // An upload whose md5 comes late, with its last part, is read at its end.
  if (inPlace && (row.md5 || form.md5)) partWritten(id, file, form.partNumber, part.size);
  return notePart(platform, id, form, beside);
}

/** The last write to each common file: writes to one file only wait for each other in the kernel, and burn time there. */
const writing = new Map<string, Promise<void>>();

function writeInTurn(path: string, position: number, part: ReceivedPart): Promise<void> {
  const before = writing.get(path) ?? Promise.resolve();
  const turn = before.catch(() => undefined).then(() => writePart(path, position, part));
  writing.set(path, turn);
  return turn.finally(() => {
    if (writing.get(path) === turn) writing.delete(path);
  });
}

async function writePart(path: string, position: number, part: ReceivedPart): Promise<void> {
  // Made when missing, never cut: others write to the same file.
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    await part.writeTo(file, position);
  } finally {
    await file.close();
  }
}

/** One statement, which waits for its turn at the rows: of several last parts exactly one is counted last. */
async function notePart(platform: Platform, id: string, form: UploadForm, beside: string) {
  const { rows } = await sql<{ complete: boolean }>`
    with old as (
      select size from upload_part where upload_id = ${id} and part_number = ${form.partNumber} for update),
    noted as (
      update upload_part set size = ${form.part.size}, beside = ${beside}
      where upload_id = ${id} and part_number = ${form.partNumber})
    update upload set version = version + 1,
      parts = parts + (select count(*) from old where size < 0),
      md5 = case when ${form.md5}::text = '' then md5 else ${form.md5}::text end
    where id = ${id} and not finished returning parts = total_part as complete`.execute(platform.db);
  if (!rows[0]) return 'finished';
  return rows[0].complete ? 'complete' : 'waiting';
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
      .select(['part_number', 'size', 'beside'])
      .where('upload_id', '=', id)
      .orderBy('part_number')
      .execute();
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    const path = await assemble(folder, row, parts);
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

/** One file of all parts; nearly always it is there already. */
async function assemble(folder: string, upload: UploadRow, parts: PartRow[]): Promise<string> {
  const path = join(folder, DATA_FILE);
  if (!parts.some((part) => part.beside)) return path;
  const whole = join(folder, `whole-${randomUUID()}`);
  const target = await open(whole, 'wx', 0o600);
  try {
    let at = 0;
    for (const part of parts) {
      const source = await open(part.beside ? join(folder, part.beside) : path, 'r');
      try {
        await copyRange(source, part.beside ? 0 : (part.part_number - 1) * upload.part_size, part.size, target, at);
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
