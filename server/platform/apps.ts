/** Applications: 4.5.1.4–4.5.1.8. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Schema } from '#contracts/index.ts';
import { lintApp, signatureChanged } from '#core/app/check.ts';
import { type Db, isUniqueViolation } from '../db/database.ts';
import { refuse } from '../errors.ts';
import { documentedFields } from './documented-fields.ts';
import type { Handlers, Platform, ProjectAccess } from './platform.ts';
import { presentTool } from './present-tool.ts';
import { appAddress } from './project-apps.ts';
import { lockTools } from './project-lock.ts';
import { refuseErrors } from './refuse-problem.ts';

type AppBody = Schema<'AppReq'>;
type Project = Pick<ProjectAccess, 'id' | 'name'>;

function rowsOf(db: Db, projectId: string) {
  return db
    .selectFrom('app')
    .leftJoin('iam_user', 'iam_user.id', 'app.user_id')
    .selectAll('app')
    .select('iam_user.name as user_name')
    .where('app.project_id', '=', projectId);
}

type AppRow = Awaited<ReturnType<typeof findApp>>;

/** @throws ApiError 404 01050003 */
async function findApp(db: Db, projectId: string, appId: string) {
  const row = await rowsOf(db, projectId).where('app.id', '=', appId).executeTakeFirst();
  if (!row) throw refuse('01050003', 'There is no such application in the project');
  return row;
}

/** Name of a workflow that uses an app, by id or by address. */
async function workflowUsing(db: Db, project: Project, row: AppRow): Promise<string | undefined> {
  const address = appAddress({ ...row, source_project_name: row.source_project_name || project.name });
  const uses = (appId: string) => sql<boolean>`body -> 'tasks' @> ${JSON.stringify([{ app_id: appId }])}::jsonb`;
  const found = await db
    .selectFrom('workflow')
    .select(['name', 'version'])
    .where('project_id', '=', project.id)
    .where((where) => where.or([uses(row.id), uses(address)]))
    .executeTakeFirst();
  return found && `${found.name} ${found.version}`;
}

/** Only a container runtime needs the image to exist. @throws ApiError 01050001 */
async function checkImage({ engine }: Platform, image: string): Promise<void> {
  if (await (engine.lookup.hasImage?.(image) ?? true)) return;
  throw refuse('01050001', `/image ${image} is neither on this machine nor told of by its registry`);
}

/** Stores an app. @throws ApiError with the documented codes of 4.5.1.5 */
export async function storeApp(
  platform: Pick<Platform, 'db' | 'bus'>,
  project: Project,
  userId: string,
  given: AppBody,
): Promise<string> {
  const body = documentedFields('AppReq', given);
  refuseErrors(lintApp(body));
  const id = randomUUID();
  const now = new Date();
  try {
    await platform.db
      .insertInto('app')
      .values({
        id,
        project_id: project.id,
        name: body.name,
        version: body.version,
        body: JSON.stringify(body),
        user_id: userId,
        create_time: now,
        update_time: now,
        source_project_name: project.name,
        source_resource_id: '',
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error)) throw refuse('01050004', `/name ${body.name} with version ${body.version} is taken`);
    throw error;
  }
  platform.bus.publish({ topic: 'apps', eihealth_project_id: project.id, id });
  return id;
}

export const appHandlers: Handlers<'eihealth'> = {
  listApp: async ({ platform, project, query }) => {
    let rows = rowsOf(platform.db, project.id);
    if (query.name !== undefined) rows = rows.where('app.name', '=', query.name);
    if (query.version !== undefined) rows = rows.where('app.version', '=', query.version);
    const found = await rows.orderBy('app.create_time', 'desc').orderBy('app.name').execute();
    const apps = found.map((row): Schema<'AppListDto'> => {
      const { summary, description, labels, icon } = row.body as AppBody;
      return { ...presentTool(row, project), user_name: row.user_name ?? '', summary, description, labels, icon };
    });
    return { count: apps.length, apps };
  },

  createApp: async ({ platform, project, user, body }) => {
    await checkImage(platform, body.image);
    return { id: await storeApp(platform, project, user.id, body) };
  },

  showApp: async ({ platform, project, path }) => {
    const row = await findApp(platform.db, project.id, path.app_id);
    const body = row.body as AppBody;
    return {
      ...body,
      inputs: body.inputs ?? [],
      outputs: body.outputs ?? [],
      ...presentTool(row, project),
      user_name: row.user_name ?? '',
    };
  },

  updateApp: async ({ platform, project, path, body: given }) => {
    const body = documentedFields('AppReq', given);
    await checkImage(platform, body.image);
    await platform.db.transaction().execute(async (tx) => {
      await lockTools(tx, project.id);
      const row = await findApp(tx, project.id, path.app_id);
      if (body.name !== row.name || body.version !== row.version)
        throw refuse('01050005', `/name and /version stay ${row.name} and ${row.version}: create another application`);
      refuseErrors(lintApp(body));
      if (signatureChanged(row.body as AppBody, body)) {
        const workflow = await workflowUsing(tx, project, row);
        if (workflow)
          throw refuse('01050011', `Workflow ${workflow} uses the application: its inputs and outputs are fixed`);
      }
      await tx
        .updateTable('app')
        .set({ body: JSON.stringify(body), update_time: new Date() })
        .where('id', '=', row.id)
        .execute();
    });
    platform.bus.publish({ topic: 'apps', eihealth_project_id: project.id, id: path.app_id });
    return undefined;
  },

  deleteApp: async ({ platform, project, path }) => {
    await platform.db.transaction().execute(async (tx) => {
      await lockTools(tx, project.id);
      const row = await findApp(tx, project.id, path.app_id);
      const workflow = await workflowUsing(tx, project, row);
      if (workflow) throw refuse('01050013', `Workflow ${workflow} uses the application`);
      await tx.deleteFrom('app').where('id', '=', row.id).execute();
    });
    platform.bus.publish({ topic: 'apps', eihealth_project_id: project.id, id: path.app_id });
    return undefined;
  },
};
