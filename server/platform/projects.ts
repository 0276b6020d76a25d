/** Projects: 4.1.3.1–4.1.3.5. */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Schema } from '#contracts/index.ts';
import { effectiveRole, type ProjectRole } from '#core/access.ts';
import { type Db, isUniqueViolation } from '../db/database.ts';
import type { ProjectTable } from '../db/schema.ts';
import { refuse } from '../errors.ts';
import { type Handlers, type Platform, presentTime, type SessionUser } from './platform.ts';
import { limitsOfUser } from './user-settings.ts';

const NAME_PATTERN = /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/;
const ROLES = ['Administrator', 'Developer', 'Uploader', 'Viewer'] as const;
/** Days a deleted project stays restorable. */
const RESTORABLE_DAYS = 7;

/** Stores a project with its bucket; the creator becomes the owner. @throws ApiError 400 when the name is taken */
export async function storeProject(
  platform: Platform,
  user: SessionUser,
  body: Schema<'CreateProjectReq'>,
): Promise<string> {
  if (!NAME_PATTERN.test(body.name))
    throw refuse(
      '01000032',
      '/name takes lower-case letters, digits, hyphens and underscores, and starts and ends with a letter or digit',
    );
  const id = randomUUID();
  const bucket = `eihealth-${id}`;
  const now = new Date();
  try {
    await platform.db.transaction().execute(async (tx) => {
      await admitProject(tx, user.id);
      await tx
        .insertInto('project')
        .values({
          id,
          name: body.name,
          description: body.description ?? '',
          tags: JSON.stringify(body.tags ?? []),
          is_core: body.is_core ?? true,
          status: 'ACTIVE',
          creator_id: user.id,
          owner_id: user.id,
          bucket,
          storage_quota: -1,
          create_time: now,
          update_time: now,
        })
        .execute();
      await platform.store.createBucket(bucket);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw refuse('01020001', `/name ${body.name} is taken`);
    throw error;
  }
  platform.bus.publish({ topic: 'projects', id });
  return id;
}

/** @throws ApiError 01000033 when the user's limits (4.2.4.18) allow no further project */
async function admitProject(tx: Db, userId: string): Promise<void> {
  const limits = await limitsOfUser(tx, userId);
  if (!limits) return;
  await tx.selectFrom('iam_user').select('id').where('id', '=', userId).forUpdate().execute();
  const { count } = await tx
    .selectFrom('project')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('owner_id', '=', userId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= limits.projects_per_user)
    throw refuse('01000033', `The user may own ${limits.projects_per_user} projects and has ${count}`);
}

/** Removes a project with everything in it. */
async function removeProject(platform: Platform, id: string, bucket: string): Promise<void> {
  const jobs = await platform.db
    .selectFrom('job')
    .select('id')
    .where('project_id', '=', id)
    .where('status', 'in', ['PENDING', 'RUNNING', 'CANCELLING'])
    .execute();
  await platform.db.deleteFrom('project').where('id', '=', id).execute();
  // The runner finds that these jobs are gone, and ends their processes.
  for (const job of jobs) platform.engine.wake(job.id);
  await platform.store.removeBucket(bucket);
}

/** Members by role, as 4.1.3.5 lists them. */
async function memberRoles(
  platform: Platform,
  projectId: string,
  owner: { id: string; name: string },
): Promise<Schema<'ProjectRoleRsp'>[]> {
  const rows = await platform.db
    .selectFrom('project_member')
    .innerJoin('iam_user', 'iam_user.id', 'project_member.user_id')
    .select(['project_member.role', 'iam_user.id', 'iam_user.name'])
    .where('project_member.project_id', '=', projectId)
    .orderBy('iam_user.name')
    .execute();
  return [
    { role_type: 'Owner', users: [owner] },
    ...ROLES.map((role) => ({
      role_type: role,
      users: rows.filter((row) => row.role === role).map(({ id, name }) => ({ id, name })),
    })),
  ];
}

/** What list and detail have in common. */
function presentProject(row: Selectable<ProjectTable>, creator: string, role: ProjectRole) {
  return {
    id: row.id,
    name: row.name,
    creator,
    role: presentRole(role),
    size: row.size,
    status: row.status,
    tags: row.tags,
    description: row.description,
    create_time: presentTime(row.create_time),
    update_time: presentTime(row.update_time),
    delete_time: presentTime(row.delete_time),
    is_core: row.is_core,
  };
}

const presentRole = (role: ProjectRole) => (role === 'owner' ? 'Owner' : role);

export const projectHandlers: Handlers<'eihealth'> = {
  createProject: async ({ platform, user, body }) => ({ id: await storeProject(platform, user, body) }),

  listProject: async ({ platform, user }) => {
    const rows = await platform.db
      .selectFrom('project')
      .innerJoin('iam_user', 'iam_user.id', 'project.creator_id')
      .leftJoin('project_member', (join) =>
        join.onRef('project_member.project_id', '=', 'project.id').on('project_member.user_id', '=', user.id),
      )
      .selectAll('project')
      .select(['iam_user.name as creator', 'project_member.role as member_role'])
      .$if(user.role !== 'ADMIN', (query) =>
        query.where((where) =>
          where.or([where('project.owner_id', '=', user.id), where('project_member.role', 'is not', null)]),
        ),
      )
      .orderBy('project.create_time', 'desc')
      .execute();
    return {
      count: rows.length,
      projects: rows.map((row) => {
        const membership = row.owner_id === user.id ? 'owner' : (row.member_role ?? undefined);
        return presentProject(row, row.creator, effectiveRole(user.role, membership) ?? 'Viewer');
      }),
    };
  },

  showProject: async ({ platform, project }) => {
    const row = await platform.db
      .selectFrom('project')
      .innerJoin('iam_user as creator', 'creator.id', 'project.creator_id')
      .innerJoin('iam_user as owner', 'owner.id', 'project.owner_id')
      .selectAll('project')
      .select(['creator.name as creator', 'owner.name as owner_name'])
      .where('project.id', '=', project.id)
      .executeTakeFirstOrThrow();
    return {
      ...presentProject(row, row.creator, project.role),
      obs_bucket_name: row.bucket,
      roles: await memberRoles(platform, row.id, { id: row.owner_id, name: row.owner_name }),
      storage_quota: row.storage_quota,
    };
  },

  updateProject: async ({ platform, project, body }) => {
    if (body.status && body.status !== project.status && project.role !== 'owner')
      throw refuse('01020016', 'Only the owner may freeze, unfreeze or restore a project', 403);
    if (body.is_core === false && project.isCore)
      throw refuse('01020040', '/is_core: a core project cannot become non-core');
    if (body.storage_quota !== undefined) {
      if (project.role !== 'owner') throw refuse('01020016', 'Only the owner may change the storage limit', 403);
      const { size } = await platform.db
        .selectFrom('project')
        .select('size')
        .where('id', '=', project.id)
        .executeTakeFirstOrThrow();
      if (body.storage_quota !== -1 && body.storage_quota < 2 ** 30)
        throw refuse('01020044', '/storage_quota must be -1 or at least 1 GB');
      if (body.storage_quota !== -1 && body.storage_quota < size)
        throw refuse('01020042', `/storage_quota is below the ${size} bytes in use`);
    }
    const onlyStatus = body.status === 'ACTIVE' && Object.keys(body).length === 1;
    if (project.status !== 'ACTIVE' && !onlyStatus && body.status !== 'ACTIVE')
      throw refuse('01000020', `Project ${project.name} is frozen: unfreeze it first`);
    await platform.db
      .updateTable('project')
      .set({
        ...(body.description !== undefined ? { description: body.description } : {}),
        ...(body.tags !== undefined ? { tags: JSON.stringify(body.tags) } : {}),
        ...(body.is_core !== undefined ? { is_core: body.is_core } : {}),
        ...(body.storage_quota !== undefined ? { storage_quota: body.storage_quota } : {}),
        ...(body.status !== undefined ? { status: body.status, delete_time: null } : {}),
        update_time: new Date(),
      })
      .where('id', '=', project.id)
      .execute();
    platform.bus.publish({ topic: 'projects', id: project.id });
    return undefined;
  },

  deleteProject: async ({ platform, project, headers }) => {
    if (project.status === 'ACTIVE')
      throw refuse('01020006', `Project ${project.name} is active: freeze it first, then delete it`);
    const now = headers['x-delete-now'] === true;
    if (now && project.isCore) throw refuse('01020015', 'A core project can only be marked for deletion');
    if (now) await removeProject(platform, project.id, project.bucket);
    else if (project.status !== 'TO_BE_DELETED')
      await platform.db
        .updateTable('project')
        .set({ status: 'TO_BE_DELETED', delete_time: new Date() })
        .where('id', '=', project.id)
        .execute();
    platform.bus.publish({ topic: 'projects', id: project.id });
    return undefined;
  },
};

/** Removes projects whose time to be restored is over; called at start and once an hour. */
export async function removeExpiredProjects(platform: Platform, now = Date.now()): Promise<void> {
  const rows = await platform.db
    .selectFrom('project')
    .select(['id', 'bucket'])
    .where('status', '=', 'TO_BE_DELETED')
    .where('delete_time', '<', new Date(now - RESTORABLE_DAYS * 86_400_000))
    .execute();
  for (const { id, bucket } of rows) await removeProject(platform, id, bucket);
}
