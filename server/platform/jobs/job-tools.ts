/** Workflows and apps as the start of a job needs them: by id or `name::version::source project`. */
import type { Schema } from '#contracts/index.ts';
import type { AppLookup, WorkflowDocument } from '#core/workflow/types.ts';
import { refuse } from '../../errors.ts';
import type { Platform, ProjectAccess } from '../platform.ts';
import { projectApps } from '../project-apps.ts';

export interface Tool {
  id: string;
  name: string;
  version: string;
  document: WorkflowDocument;
}

/** `name::version::project`, undefined when the text is an id. */
function splitName(text: string): { name: string; version: string; source: string } | undefined {
  const [name, version, source, more] = text.split('::');
  return name && version && source && more === undefined ? { name, version, source } : undefined;
}

/** The workflow a job names. @throws ApiError 01050102 */
export async function findTool(platform: Platform, project: ProjectAccess, toolId: string): Promise<Tool> {
  const named = splitName(toolId);
  const query = platform.db
    .selectFrom('workflow')
    .select(['id', 'name', 'version', 'body', 'source_project_name'])
    .where('project_id', '=', project.id);
  const row = named
    ? await query.where('name', '=', named.name).where('version', '=', named.version).executeTakeFirst()
    : await query.where('id', '=', toolId).executeTakeFirst();
  const fits = !named || named.source === (row?.source_project_name || project.name);
  if (!row || !fits) throw refuse('01050102', 'There is no such workflow in the project');
  return { id: row.id, name: row.name, version: row.version, document: row.body as WorkflowDocument };
}

/** The apps of a project without their icons, which would make every plan large. */
export async function planApps(platform: Platform, project: ProjectAccess): Promise<AppLookup> {
  const find = await projectApps(platform.db, project);
  return (appId) => {
    const app = find(appId);
    if (!app) return undefined;
    const { icon: _icon, ...rest } = app;
    return rest;
  };
}

/** @throws ApiError 01050220 when a task asks for its data to be copied to an acceleration instance */
export function refuseAcceleration(tasks: readonly Pick<Schema<'JobTaskDto'>, 'io_acc_type'>[]): void {
  if (tasks.some(({ io_acc_type }) => io_acc_type))
    throw refuse('01050220', 'This platform has no I/O acceleration instance');
}
