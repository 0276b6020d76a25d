/** Data: 4.3.2.1–.3, .9, .10, .14 and 4.3.4.3. */

import listLimits from '#contracts/generated/limits/eihealth.listData.ts';
import { can } from '#core/access.ts';
import { refuse } from '../../errors.ts';
import type { Call, Handlers, Platform, ProjectAccess } from '../platform.ts';
import { readText } from './content.ts';
import { createDeletion } from './delete-data.ts';
import { downloadObject } from './download.ts';
import { presentPath, readPath, readPathBelow } from './keys.ts';
import { listObjects } from './list.ts';
import { ensureFolders, findObject, inOneStep } from './object-index.ts';
import { presentObject } from './present.ts';
import { upload } from './upload.ts';

/** The key of a folder that must be there. @throws ApiError 400 for a file, 404 */
async function existingFolder(platform: Platform, project: ProjectAccess, path: string): Promise<string> {
  const { key } = readPath(project, path);
  if (key === '') return key;
  const row = await findObject(platform.db, project.id, key);
  if (!row) throw refuse('01030020', `There is no folder /${key}`);
  if (!row.is_folder) throw refuse('01030022', `/${key} is a file`);
  return key;
}

/** A new folder, with the folders above it. @throws ApiError 400 when it is there, 409 when a file is */
async function createFolder(
  { platform, project, user }: Pick<Call<never>, 'platform' | 'project' | 'user'>,
  key: string,
) {
  if (key === '') throw refuse('01030002', 'The root of the project is always there');
  await inOneStep(platform.db, async (tx) => {
    if ((await findObject(tx, project.id, key))?.is_folder) throw refuse('01030002', `/${key} is there already`);
    await ensureFolders(tx, { projectId: project.id, creatorId: user.id }, key);
    await platform.store.makeFolder(project.bucket, key);
  });
  platform.bus.publish({ topic: 'data', eihealth_project_id: project.id });
}

export const dataHandlers: Handlers<'eihealth'> = {
  createData: async ({ platform, project, user, body }) => {
    const { key } = readPathBelow(project, body.parent_folder, body.name);
    await createFolder({ platform, project, user }, key);
    return { id: presentPath(project, key, true) };
  },

  listData: async ({ platform, project, user, query }) => {
    const page = await listObjects(platform.db, {
      projectId: project.id,
      folder: await existingFolder(platform, project, query.path ?? ''),
      search: query.search_key ?? '',
      sort: query.sort_key ?? 'type',
      descending: query.sort_dir !== 'asc',
      limit: query.limit ?? listLimits['?limit'].default,
      offset: query.offset ?? 0,
      marker: query.marker,
    });
    const datas = page.objects.map((object) => presentObject(project, user, object));
    return { count: page.count, datas, ...(page.next ? { next_marker: page.next } : {}) };
  },

  showBucketStorage: async ({ platform, project }) =>
    platform.db.selectFrom('project').select('size').where('id', '=', project.id).executeTakeFirstOrThrow(),

  showData: async ({ platform, project, user, path, headers }) => {
    const { key, folder } = readPath(project, path.path);
    if (key === '')
      return {
        path: presentPath(project, '', true),
        name: '',
        type: 'FOLDER',
        allowed_operate: false,
        deletable: false,
      };
    const row = await findObject(platform.db, project.id, key);
    if (!row || (folder && !row.is_folder)) throw refuse('01030001', `There is no ${path.path}`);
    const shown = presentObject(project, user, row);
    if (row.is_folder) return shown;
    const content =
      headers['x-need-content'] === true ? await readText(platform, project.bucket, key, row.size) : undefined;
    return {
      ...shown,
      ...(content === undefined ? {} : { content }),
      // Who may not download is not given an address to download from.
      ...(can(project.role, 'download')
        ? { download_url: platform.signed.sign({ kind: 'object', projectId: project.id, key }) }
        : {}),
    };
  },

  downloadData: async ({ platform, project, body, request }) => downloadObject(platform, project, body, request),

  uploadData: async ({ platform, project, user, request }) => upload(platform, project, user, request),

  batchDeleteData: async ({ platform, project, user, body }) => createDeletion(platform, project, user, body.paths),
};
