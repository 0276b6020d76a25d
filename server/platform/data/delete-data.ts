/**
 * Deletion as a data job: in the background, in steps small enough for others to get their turn, with progress.
 * Only what was there when it was asked for goes; a job that a stopped server left is taken up again at the start.
 */
import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { refuse } from '../../errors.ts';
import type { Platform, ProjectAccess, SessionUser } from '../platform.ts';
import { parentKey, presentPath, rangeBelow, readPath } from './keys.ts';
import { changeProjectSize, findObject, inOneStep, lockProject } from './object-index.ts';

/** Objects of one step. */
const STEP = 500;

const itselfAndBelow = (key: string) => {
  const range = rangeBelow(key);
  return sql<boolean>`(key = ${key} or (key >= ${range?.from} and key < ${range?.to}))`;
};

/** The paths to delete, those inside another one left out. @throws ApiError 400, 403 for others' uploads, 404 */
async function checkedKeys(platform: Platform, project: ProjectAccess, user: SessionUser, paths: string[]) {
  if (paths.length === 0) throw refuse('01000031', '/paths is empty');
  const keys = [...new Set(paths.map((path) => readPath(project, path).key))];
  if (keys.includes('')) throw refuse('01030019', '/paths: the root of a project cannot be deleted');
  const found = [];
  for (const key of keys) {
    const row = await findObject(platform.db, project.id, key);
    if (!row) throw refuse('01030001', `There is no /${key}`);
    if (project.role === 'Uploader') await checkOwn(platform, project, user, key);
    if (!keys.some((other) => key.startsWith(`${other}/`))) found.push(row);
  }
  return found;
}

async function checkOwn(platform: Platform, project: ProjectAccess, user: SessionUser, key: string): Promise<void> {
  const foreign = await platform.db
    .selectFrom('object')
    .select('key')
    .where('project_id', '=', project.id)
    .where(itselfAndBelow(key))
    .where('creator_id', '<>', user.id)
    .limit(1)
    .executeTakeFirst();
  if (foreign)
    throw refuse('01030003', `/${foreign.key} was put there by somebody else: your role deletes own uploads`);
}

/** 4.3.2.10. @returns the id of the data job, which runs on after this */
export async function createDeletion(
  platform: Platform,
  project: ProjectAccess,
  user: SessionUser,
  paths: string[],
): Promise<{ id: string }> {
  const objects = await checkedKeys(platform, project, user, paths);
  const id = randomUUID();
  const now = new Date();
  await platform.db
    .insertInto('data_job')
    .values({
      id,
      project_id: project.id,
      name: `DataDelete-${now.toISOString().replace(/\D/g, '').slice(0, 14)}`,
      type: 'DELETE_DATA',
      status: 'WAITING',
      creator: user.name,
      sources: JSON.stringify(objects.map(({ key, is_folder }) => presentPath(project, key, is_folder))),
      destinations: '[]',
      complete_data: '[]',
      finish_count: 0,
      total_count: 0,
      failed_reason: '',
      create_time: now,
    })
    .execute();
  platform.bus.publish({ topic: 'data-jobs', eihealth_project_id: project.id, id });
  void runDeletion(platform, id);
  return { id };
}

interface Deletion {
  jobId: string;
  projectId: string;
  bucket: string;
  /** Nothing newer is touched. */
  before: Date;
}

/** Takes files (or, once those are gone, emptied folders) of one step out; answers where the next step goes on. */
async function step(
  platform: Platform,
  job: Deletion,
  key: string,
  folders: boolean,
  from: string | undefined,
): Promise<string | undefined> {
  return inOneStep(platform.db, async (tx, placed) => {
    await lockProject(tx, job.projectId);
    const rows = await tx
      .selectFrom('object')
      .select(['key', 'size'])
      .where('project_id', '=', job.projectId)
      .where(itselfAndBelow(key))
      .where('is_folder', '=', folders)
      .where('create_time', '<=', job.before)
      .$if(from !== undefined, (query) => query.where('key', folders ? '<' : '>', from ?? ''))
      .orderBy('key', folders ? 'desc' : 'asc')
      .limit(STEP)
      .execute();
    if (rows.length === 0) return undefined;
    const keys = rows.map((row) => row.key);
    const gone = folders ? await emptied(tx, job.projectId, keys) : keys;
    // A folder goes with its content: of nested ones, the uppermost is enough, and what nobody indexed goes as well.
    const moved = folders ? gone.filter((path) => !gone.includes(parentKey(path))) : gone;
    if (gone.length > 0)
      await tx.deleteFrom('object').where('project_id', '=', job.projectId).where('key', 'in', gone).execute();
    await changeProjectSize(tx, job.projectId, -rows.reduce((sum, row) => sum + row.size, 0));
    await sql`update data_job set finish_count = least(total_count, finish_count + ${rows.length}) where id = ${job.jobId}`.execute(
      tx,
    );
    placed(await platform.store.takeAway(job.bucket, moved));
    return keys.at(-1);
  });
}

/** Of folders in descending order, those in which nothing is left but others of them. */
async function emptied(tx: Transaction<Database>, projectId: string, keys: string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('object')
    .select((where) => ['parent', where.fn.countAll<number>().as('count')])
    .where('project_id', '=', projectId)
    .where('parent', 'in', keys)
    .groupBy('parent')
    .execute();
  const children = new Map(rows.map((row) => [row.parent, row.count]));
  return keys.filter((key) => {
    if ((children.get(key) ?? 0) > 0) return false;
    children.set(parentKey(key), (children.get(parentKey(key)) ?? 0) - 1);
    return true;
  });
}

async function deletePath(platform: Platform, job: Deletion, source: string, key: string): Promise<void> {
  for (const folders of [false, true]) {
    let from: string | undefined;
    do {
      from = await step(platform, job, key, folders, from);
      platform.bus.publish({ topic: 'data-jobs', eihealth_project_id: job.projectId, id: job.jobId });
    } while (from !== undefined && !closing.has(platform));
  }
  if (closing.has(platform)) return;
  await sql`update data_job set complete_data = complete_data || ${JSON.stringify([source])}::jsonb
    where id = ${job.jobId}`.execute(platform.db);
  platform.bus.publish({ topic: 'data', eihealth_project_id: job.projectId });
}

async function countObjects(platform: Platform, job: Deletion, keys: string[]): Promise<number> {
  let total = 0;
  for (const key of keys) {
    const { count } = await platform.db
      .selectFrom('object')
      .select((where) => where.fn.countAll<number>().as('count'))
      .where('project_id', '=', job.projectId)
      .where(itselfAndBelow(key))
      .where('create_time', '<=', job.before)
      .executeTakeFirstOrThrow();
    total += count;
  }
  return total;
}

const running = new Map<string, { platform: Platform; done: Promise<void> }>();
/** Platforms that are being closed: their deletions stop after the present step and go on at the next start. */
const closing = new WeakSet<Platform>();

/** Runs a stored deletion to its end; its failure is in the job, not thrown. */
export function runDeletion(platform: Platform, id: string): Promise<void> {
  const run = deleteAll(platform, id)
    .catch(async (error) => {
      if (closing.has(platform)) return;
      platform.log.error({ err: error, dataJob: id }, 'a data job failed');
      await finish(platform, id, 'FAILED', `The deletion stopped: ${(error as Error).message}`).catch(() => undefined);
    })
    .finally(() => running.delete(id));
  running.set(id, { platform, done: run });
  return run;
}

/** Resolves when no deletion of this server runs any more. */
export async function deletionsSettled(platform: Platform): Promise<void> {
  await Promise.all([...running.values()].filter((run) => run.platform === platform).map(({ done }) => done));
}

/** Stops deletions after their present step; the next start goes on with them. */
export async function pauseDeletions(platform: Platform): Promise<void> {
  closing.add(platform);
  await deletionsSettled(platform);
}

async function finish(platform: Platform, id: string, status: 'SUCCEED' | 'FAILED', reason = ''): Promise<void> {
  const row = await platform.db
    .updateTable('data_job')
    .set({ status, failed_reason: reason.slice(0, 1000), end_time: new Date() })
    .where('id', '=', id)
    .returning('project_id')
    .executeTakeFirst();
  if (row) platform.bus.publish({ topic: 'data-jobs', eihealth_project_id: row.project_id, id });
}

async function deleteAll(platform: Platform, id: string): Promise<void> {
  const row = await platform.db
    .selectFrom('data_job')
    .innerJoin('project', 'project.id', 'data_job.project_id')
    .selectAll('data_job')
    .select(['project.bucket', 'project.name as project_name'])
    .where('data_job.id', '=', id)
    .executeTakeFirst();
  if (!row) return;
  const job = { jobId: id, projectId: row.project_id, bucket: row.bucket, before: row.create_time };
  const project = { id: row.project_id, name: row.project_name };
  const left = row.sources
    .filter((source) => !row.complete_data.includes(source))
    .map((source) => ({ source, key: readPath(project, source).key }));
  const total =
    row.finish_count +
    (await countObjects(
      platform,
      job,
      left.map(({ key }) => key),
    ));
  await platform.db
    .updateTable('data_job')
    .set({ status: 'RUNNING', total_count: total })
    .where('id', '=', id)
    .execute();
  for (const { source, key } of left) await deletePath(platform, job, source, key);
  if (!closing.has(platform)) await finish(platform, id, 'SUCCEED');
}

/** Takes up deletions that a stopped server left; called once at the start. */
export async function resumeDeletions(platform: Platform): Promise<void> {
  const rows = await platform.db
    .selectFrom('data_job')
    .select('id')
    .where('status', 'in', ['WAITING', 'RUNNING'])
    .where('type', '=', 'DELETE_DATA')
    .orderBy('create_time')
    .execute();
  for (const { id } of rows) void runDeletion(platform, id);
}
