/** Every operation asserts role and project here, from one table (core/access.ts). */
import { can, effectiveRole, operationPermissions } from '#core/access.ts';
import type { Db } from '../db/database.ts';
import { forbidden, refuse } from '../errors.ts';
import { Joined } from '../joined.ts';
import type { Platform, ProjectAccess, SessionUser } from './platform.ts';

const findProject = (db: Db, userId: string, projectId: string) =>
  db
    .selectFrom('project')
    .leftJoin('project_member', (join) =>
      join.onRef('project_member.project_id', '=', 'project.id').on('project_member.user_id', '=', userId),
    )
    .select([
      'project.id',
      'project.name',
      'project.bucket',
      'project.status',
      'project.is_core',
      'project.owner_id',
      'project_member.role',
    ])
    .where('project.id', '=', projectId)
    .executeTakeFirst();

/** Many requests of one user at a time, as an upload of many files makes them, need not ask one by one. */
const questions = new WeakMap<Db, Joined<Awaited<ReturnType<typeof findProject>>>>();

function questionsTo(db: Db) {
  const known = questions.get(db) ?? new Joined<Awaited<ReturnType<typeof findProject>>>();
  questions.set(db, known);
  return known;
}

/** What a user is in a project; undefined when the user may not know that it exists. */
export async function projectAccess(
  { db }: Pick<Platform, 'db'>,
  user: SessionUser,
  projectId: string,
): Promise<ProjectAccess | undefined> {
  const row = await questionsTo(db).ask(`${user.id}\n${projectId}`, () => findProject(db, user.id, projectId));
  if (!row) return undefined;
  const role = effectiveRole(user.role, row.owner_id === user.id ? 'owner' : (row.role ?? undefined));
  if (!role) return undefined;
  return {
    id: row.id,
    name: row.name,
    bucket: row.bucket,
    status: row.status,
    isCore: row.is_core,
    ownerId: row.owner_id,
    role,
  };
}

/** @returns the project of the call, if its path names one. @throws ApiError 403 or 404 */
export async function authorize(
  platform: Platform,
  user: SessionUser,
  service: string,
  operationId: string,
  path: Record<string, unknown>,
): Promise<ProjectAccess | undefined> {
  if (service !== 'eihealth') return undefined;
  const rule = operationPermissions[operationId];
  if (!rule) throw forbidden(`${operationId} declares no role`);
  if (path.project_id !== platform.cloudProject.id)
    throw refuse('01000006', 'There is no such cloud project on this server', 404);
  const self = rule.self === true && path.user_id === user.id;
  if (rule.platform && user.role !== rule.platform && !self)
    throw forbidden(`This needs the platform role ${rule.platform}; yours is ${user.role}`);
  if (typeof path.eihealth_project_id !== 'string') return undefined;
  const project = await projectAccess(platform, user, path.eihealth_project_id);
  if (!project) throw refuse('01020002', 'There is no such project, or you are not a member of it', 404);
  if (rule.project && !can(project.role, rule.project))
    throw forbidden(`Your role in project ${project.name} is ${project.role}; this needs "${rule.project}"`);
  const frozen = project.status !== 'ACTIVE' && rule.project !== 'view' && !ALLOWED_WHEN_FROZEN.has(operationId);
  if (frozen) throw refuse('01000020', `Project ${project.name} is frozen: unfreeze it first`, 400);
  return project;
}

const ALLOWED_WHEN_FROZEN = new Set([
  'updateProject',
  'deleteProject',
  'downloadData',
  'updateMember',
  'deleteMember',
  'batchDeleteMember',
]);
