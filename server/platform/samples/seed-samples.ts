/**
 * Fills a fresh server: project, users, data, apps, workflows and one run. Each step looks first whether it is done, so
 * a start that was cut short is taken up by the next one; once all is made, nothing comes back that a user deleted.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError } from '../../errors.ts';
import { storeApp } from '../apps.ts';
import { projectAccess } from '../authorize.ts';
import { importFolderNow } from '../data/object-index.ts';
import { passwordProblem } from '../iam/passwords.ts';
import { startJob } from '../jobs/start-job.ts';
import type { Platform, ProjectAccess, SessionUser } from '../platform.ts';
import { storeProject } from '../projects.ts';
import { storeUser } from '../users.ts';
import { storeWorkflow } from '../workflows.ts';
import { SAMPLES_PROJECT } from './samples-project.ts';
import { readApp, readSampleList, readWorkflow, type SampleList, samplesFolder } from './templates.ts';

const SETTING = 'samples_seeded';
const DESCRIPTION = 'Sample data, applications and workflows: human mitochondrial genome, four samples of paired reads';
/** Below the lowest priority a user can give, so that the sample run never keeps a user's job waiting. */
const BEHIND_EVERY_JOB = -1;

interface Seeding {
  platform: Platform;
  folder: string;
  list: SampleList;
  admin: SessionUser;
  project: ProjectAccess;
}

/** Makes what is missing of the samples, once in the life of a database. Stops between two steps when aborted. */
export async function seedSamples(platform: Platform, signal?: AbortSignal): Promise<void> {
  const { db } = platform;
  if (await db.selectFrom('setting').select('name').where('name', '=', SETTING).executeTakeFirst()) return;
  const admin = await administrator(platform);
  const project = await sampleProject(platform, admin);
  if (project) {
    const folder = samplesFolder();
    const seeding = { platform, folder, list: readSampleList(folder), admin, project };
    for (const step of [seedMembers, seedData, seedApps, seedWorkflows, seedRun]) {
      if (signal?.aborted) return;
      await step(seeding);
    }
  } else platform.log.warn({}, `A project ${SAMPLES_PROJECT} exists already: no samples were made`);
  await db
    .insertInto('setting')
    .values({ name: SETTING, value: JSON.stringify(true) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function administrator({ db, config }: Platform): Promise<SessionUser> {
  return db
    .selectFrom('iam_user')
    .select(['id', 'name', 'role'])
    .where('name', '=', config.adminUser)
    .executeTakeFirstOrThrow();
}

/** The project, made now or by an earlier start; undefined when somebody else made one of that name. */
async function sampleProject(platform: Platform, admin: SessionUser): Promise<ProjectAccess | undefined> {
  const known = await platform.db
    .selectFrom('project')
    .select(['id', 'description'])
    .where('name', '=', SAMPLES_PROJECT)
    .executeTakeFirst();
  if (known && known.description !== DESCRIPTION) return undefined;
  const body = { name: SAMPLES_PROJECT, description: DESCRIPTION, is_core: false, tags: ['samples'] };
  const id = known?.id ?? (await storeProject(platform, admin, body));
  return projectAccess(platform, admin, id);
}

/** Users to try other roles with: they share ADMIN_PASSWORD when it is set, else nobody knows their password. */
async function seedMembers({ platform, list, project }: Seeding): Promise<void> {
  const { db, config, bus } = platform;
  for (const [name, role] of Object.entries(list.members)) {
    const known = await db.selectFrom('iam_user').select('id').where('name', '=', name).executeTakeFirst();
    const shared = config.adminPassword && !passwordProblem(config.adminPassword, name);
    const password = shared ? config.adminPassword : `${randomBytes(18).toString('base64url')}-7aB`;
    const userId = known?.id ?? (await storeUser(platform, { name, password, role: 'OPERATOR' }));
    await db
      .insertInto('project_member')
      .values({ project_id: project.id, user_id: userId, role })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  bus.publish({ topic: 'members', eihealth_project_id: project.id });
}

/** Copies the files into a scratch folder of the store, from where they are put in place and indexed at once. */
async function seedData({ platform, folder, list, admin, project }: Seeding): Promise<void> {
  const scratch = await platform.store.scratch();
  try {
    const content = join(scratch, 'content');
    for (const [target, names] of Object.entries(list.data)) {
      await mkdir(join(content, target), { recursive: true });
      for (const name of names) await copyFile(join(folder, 'data', name), join(content, target, name));
    }
    await importFolderNow(platform, { project, key: '', folder: content, creatorId: admin.id });
  } finally {
    await platform.store.discard(scratch);
  }
}

async function seedApps({ platform, folder, list, admin, project }: Seeding): Promise<void> {
  for (const name of list.apps) {
    const body = readApp(folder, name);
    if (!(await storedId(platform, 'app', project.id, body))) await storeApp(platform, project, admin.id, body);
  }
}

async function seedWorkflows({ platform, folder, list, admin, project }: Seeding): Promise<void> {
  for (const name of list.workflows) {
    const body = readWorkflow(folder, name);
    if (!(await storedId(platform, 'workflow', project.id, body)))
      await storeWorkflow(platform, project, admin.id, body);
  }
}

async function storedId(
  { db }: Platform,
  table: 'app' | 'workflow',
  projectId: string,
  { name, version }: { name: string; version: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom(table)
    .select('id')
    .where('project_id', '=', projectId)
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.id;
}

/** Starts the run as a user would; the engine does the rest. A machine that cannot run it has the samples without it. */
async function seedRun({ platform, folder, list, admin: user, project }: Seeding): Promise<void> {
  const { workflow, name, description } = list.run;
  const known = await platform.db
    .selectFrom('job')
    .select('id')
    .where('project_id', '=', project.id)
    .where('name', '=', name)
    .executeTakeFirst();
  const toolId = await storedId(platform, 'workflow', project.id, readWorkflow(folder, workflow));
  if (known || !toolId) return;
  const labels = ['sample'];
  const body = {
    name,
    description,
    labels,
    priority: BEHIND_EVERY_JOB,
    tool_id: toolId,
    tool_type: 'workflow' as const,
  };
  try {
    await startJob({ platform, project, user, body });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    platform.log.warn({ code: error.code }, `The sample job was not started: ${error.message}`);
  }
}
