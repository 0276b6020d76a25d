/** Workflows: 4.5.4.4–4.5.4.8. */
import { randomUUID } from 'node:crypto';
import type { Schema } from '#contracts/index.ts';
import { lintWorkflow } from '#core/workflow/lint.ts';
import { type Db, isUniqueViolation } from '../db/database.ts';
import { refuse } from '../errors.ts';
import { documentedFields } from './documented-fields.ts';
import type { Handlers, Platform, ProjectAccess } from './platform.ts';
import { presentTool } from './present-tool.ts';
import { appSignatureText, type ProjectApp, projectApps } from './project-apps.ts';
import { lockTools } from './project-lock.ts';
import { refuseErrors } from './refuse-problem.ts';

type WorkflowBody = Schema<'WorkflowDto'>;
/** The document with the signatures its apps had when it was saved. */
type StoredWorkflow = WorkflowBody & { app_snapshot_sign?: Record<string, string> };
type Project = Pick<ProjectAccess, 'id' | 'name'>;

function rowsOf(db: Db, projectId: string) {
  return db
    .selectFrom('workflow')
    .leftJoin('iam_user', 'iam_user.id', 'workflow.user_id')
    .selectAll('workflow')
    .select('iam_user.name as user_name')
    .where('workflow.project_id', '=', projectId);
}

/** @throws ApiError 404 01050102 */
async function findWorkflow(db: Db, projectId: string, workflowId: string) {
  const row = await rowsOf(db, projectId).where('workflow.id', '=', workflowId).executeTakeFirst();
  if (!row) throw refuse('01050102', 'There is no such workflow in the project');
  return row;
}

/** A task with its app, as 4.5.4.6 shows it. An app that is gone leaves only what the task said of it. */
function presentTask(task: Schema<'TaskDto'>, app: ProjectApp | undefined): Schema<'TaskDefinitionDto'> {
  const { app_id, ...definition } = task;
  return { ...definition, app_info: app ? presentApp(app) : { app_id } };
}

function presentApp(app: ProjectApp): Schema<'AppInfoDto'> {
  return {
    app_id: app.id,
    app_name: app.name,
    app_version: app.version,
    app_src_project_name: app.source_project_name,
    app_labels: app.labels,
    app_summary: app.summary,
    app_description: app.description,
    app_image: app.image,
    app_commands: app.commands,
    app_input_parameters: app.inputs,
    app_output_parameters: app.outputs,
    app_node_labels: app.node_labels,
    app_icon: app.icon,
  };
}

/** The document as it is stored. @throws ApiError with the code of the first rule it breaks */
async function checkedDocument(tx: Db, project: Project, given: WorkflowBody): Promise<StoredWorkflow> {
  const body = documentedFields('WorkflowDto', given);
  const lookup = await projectApps(tx, project);
  refuseErrors(lintWorkflow(body, lookup, 'save'));
  const used = (body.tasks ?? []).flatMap((task) => lookup(task.app_id) ?? []);
  return { ...body, app_snapshot_sign: Object.fromEntries(used.map((app) => [app.id, appSignatureText(app)])) };
}

/** Stores a workflow. @throws ApiError with the documented codes of 4.5.4.5 */
export async function storeWorkflow(
  platform: Pick<Platform, 'db' | 'bus'>,
  project: Project,
  userId: string,
  given: WorkflowBody,
): Promise<string> {
  const id = randomUUID();
  const now = new Date();
  try {
    await platform.db.transaction().execute(async (tx) => {
      await lockTools(tx, project.id);
      const body = await checkedDocument(tx, project, given);
      await tx
        .insertInto('workflow')
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
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw refuse('01050103', `/name ${given.name} with version ${given.version} is taken`);
    throw error;
  }
  platform.bus.publish({ topic: 'workflows', eihealth_project_id: project.id, id });
  return id;
}

export const workflowHandlers: Handlers<'eihealth'> = {
  listWorkflow: async ({ platform, project, query }) => {
    let rows = rowsOf(platform.db, project.id);
    if (query.name !== undefined) rows = rows.where('workflow.name', '=', query.name);
    if (query.version !== undefined) rows = rows.where('workflow.version', '=', query.version);
    const found = await rows.orderBy('workflow.create_time', 'desc').orderBy('workflow.name').execute();
    const workflows = found.map((row): Schema<'WorkflowListDto'> => {
      const { summary, description, labels } = row.body as unknown as WorkflowBody;
      return { ...presentTool(row, project), user_name: row.user_name ?? '', summary, description, labels };
    });
    return { count: workflows.length, workflows };
  },

  createWorkflow: async ({ platform, project, user, body }) => ({
    id: await storeWorkflow(platform, project, user.id, body),
  }),

  showWorkflow: async ({ platform, project, path }) => {
    const row = await findWorkflow(platform.db, project.id, path.workflow_id);
    const lookup = await projectApps(platform.db, project);
    const body = row.body as unknown as StoredWorkflow;
    return {
      ...body,
      tasks: (body.tasks ?? []).map((task) => presentTask(task, lookup(task.app_id))),
      ...presentTool(row, project),
    };
  },

  updateWorkflow: async ({ platform, project, path, body: given }) => {
    await platform.db.transaction().execute(async (tx) => {
      await lockTools(tx, project.id);
      const row = await findWorkflow(tx, project.id, path.workflow_id);
      if (given.name !== row.name || given.version !== row.version)
        throw refuse('01050104', `/name and /version stay ${row.name} and ${row.version}: create another workflow`);
      const body = await checkedDocument(tx, project, given);
      await tx
        .updateTable('workflow')
        .set({ body: JSON.stringify(body), update_time: new Date() })
        .where('id', '=', row.id)
        .execute();
    });
    platform.bus.publish({ topic: 'workflows', eihealth_project_id: project.id, id: path.workflow_id });
    return undefined;
  },

  deleteWorkflow: async ({ platform, project, path }) => {
    const row = await findWorkflow(platform.db, project.id, path.workflow_id);
    await platform.db.deleteFrom('workflow').where('id', '=', row.id).execute();
    platform.bus.publish({ topic: 'workflows', eihealth_project_id: project.id, id: row.id });
    return undefined;
  },
};
