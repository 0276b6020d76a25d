/** Upload of a file, whole or in parts: 4.3.2.9. */
import { open } from 'node:fs/promises';
import type { FastifyRequest } from 'fastify';
import type { Schema } from '#contracts/index.ts';
import { refuse } from '../../errors.ts';
import type { Platform, ProjectAccess, SessionUser } from '../platform.ts';
import { checksumOf, sameChecksum } from './checksums.ts';
import { readPathBelow } from './keys.ts';
import { findObject } from './object-index.ts';
import { PlacedPart } from './placed-part.ts';
import { publishFile } from './publish-file.ts';
import { closePart, readUploadForm, type UploadForm } from './upload-form.ts';
import { completeUpload, findPlace, openUpload, releaseClaim, storePart } from './uploads.ts';

export interface Target {
  project: ProjectAccess;
  user: SessionUser;
  key: string;
}

export async function upload(
  platform: Platform,
  project: ProjectAccess,
  user: SessionUser,
  request: FastifyRequest,
): Promise<Schema<'UploadDataResponse'>> {
  const owner = { projectId: project.id, userId: user.id };
  const form = await readUploadForm(
    platform,
    request,
    (address) => findPlace(platform, owner, address),
    (address) => releaseClaim(platform, address.multipartId, address.partNumber),
  );
  try {
    if (form.multipartId) return await addPart(platform, project, user, form, form.multipartId);
    const { key, folder } = readPathBelow(project, form.targetFolder, form.fileName);
    if (form.fileName === '' || key === '' || folder)
      throw refuse('01030023', '/file_name is missing or names a folder');
    const target = { project, user, key };
    if (form.totalPart === 1) return await storeWhole(platform, target, form);
    await checkTarget(platform, target);
    const id = await openUpload(platform, target, form);
    return await addPart(platform, project, user, form, id);
  } finally {
    await closePart(form.part);
  }
}

/** Told early, before the other parts are sent for nothing. @throws ApiError 403 or 409 */
async function checkTarget(platform: Platform, { project, user, key }: Target): Promise<void> {
  const old = await findObject(platform.db, project.id, key);
  if (old?.is_folder) throw refuse('01000044', `/${key} is a folder`);
  if (old && project.role === 'Uploader' && old.creator_id !== user.id)
    throw refuse('01030003', `/${key} was uploaded by somebody else: your role may replace only own files`);
}

async function storeWhole(platform: Platform, target: Target, form: UploadForm) {
  const { project, user, key } = target;
  const path = await platform.store.scratchFile();
  try {
    const file = await open(path, 'wx');
    try {
      if (form.part instanceof PlacedPart) throw new Error('a whole file has no place in an upload');
      await form.part.writeTo(file, 0);
    } finally {
      await file.close();
    }
    if (form.md5 && !sameChecksum(form.md5, await checksumOf(path, form.part.size)))
      throw refuse('01000007', '/md5 is not that of the file that arrived: send it again');
    const ownOnly = project.role === 'Uploader';
    await publishFile(platform, project, { path, key, size: form.part.size, creatorId: user.id, ownOnly });
  } catch (error) {
    await platform.store.discard(path);
    throw error;
  }
  return {};
}

async function addPart(platform: Platform, project: ProjectAccess, user: SessionUser, form: UploadForm, id: string) {
  const state = await storePart(platform, { projectId: project.id, userId: user.id }, form, id);
  if (state === 'complete') await completeUpload(platform, project, id);
  return { multipart_id: id };
}
