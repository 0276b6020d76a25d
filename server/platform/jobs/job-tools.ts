/** Workflows and apps as the start of a job needs them: by id or `name::version::source project`. */
import type { AppLookup, AppSignature, WorkflowDocument } from '#core/workflow/types.ts';
import { refuse } from '../../errors.ts';
import type { Platform, ProjectAccess } from '../platform.ts';

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

/** What a job keeps of an app beside its signature, so that its page does not change when the app does. */
export type AppSnapshot = AppSignature & { labels?: string[]; summary?: string; description?: string };

/** A look-up over the apps of a project. */
export async function appLookup(platform: Platform, project: ProjectAccess): Promise<AppLookup> {
  const rows = await platform.db
    .selectFrom('app')
    .select(['id', 'name', 'version', 'body', 'source_project_name'])
    .where('project_id', '=', project.id)
    .execute();
  const apps = new Map<string, AppSnapshot>();
  for (const row of rows) {
    const source = row.source_project_name || project.name;
    const { icon: _icon, ...body } = row.body as unknown as AppSnapshot & { icon?: string };
    const app: AppSnapshot = {
      ...body,
      id: row.id,
      name: row.name,
      version: row.version,
      source_project_name: source,
      inputs: body.inputs ?? [],
      outputs: body.outputs ?? [],
    };
    apps.set(row.id, app);
    apps.set(`${row.name}::${row.version}::${source}`, app);
  }
  return (appId) => apps.get(appId);
}
