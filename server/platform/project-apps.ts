/** The apps of a project as the domain rules and the start of a job need them: by id or `name::version::project`. */
import { createHash } from 'node:crypto';
import type { Schema } from '#contracts/index.ts';
import type { AppSignature } from '#core/workflow/types.ts';
import type { Db } from '../db/database.ts';
import type { ProjectAccess } from './platform.ts';

/** An app with everything a definition or a job shows of it. */
export type ProjectApp = AppSignature &
  Pick<Schema<'AppReq'>, 'labels' | 'summary' | 'description' | 'icon'> & { source_project_name: string };

/** How a task may name an app beside its id (4.5.4.5). */
export function appAddress(app: { name: string; version: string; source_project_name: string }): string {
  return `${app.name}::${app.version}::${app.source_project_name}`;
}

/** Finds the apps of a project as they are now. */
export async function projectApps(
  db: Db,
  project: Pick<ProjectAccess, 'id' | 'name'>,
): Promise<(appId: string) => ProjectApp | undefined> {
  const rows = await db
    .selectFrom('app')
    .select(['id', 'name', 'version', 'body', 'source_project_name'])
    .where('project_id', '=', project.id)
    .execute();
  const apps = new Map<string, ProjectApp>();
  for (const row of rows) {
    const body = row.body as Schema<'AppReq'>;
    const app: ProjectApp = {
      ...body,
      id: row.id,
      source_project_name: row.source_project_name || project.name,
      inputs: body.inputs ?? [],
      outputs: body.outputs ?? [],
    };
    apps.set(row.id, app);
    apps.set(appAddress(app), app);
  }
  return (appId) => apps.get(appId);
}

/** A text that changes exactly when the content of an app does (4.5.4.6, `app_snapshot_sign`). */
export function appSignatureText(app: ProjectApp): string {
  return createHash('sha256').update(canonical(app)).digest('hex');
}

/** JSON with sorted keys: databases keep no order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
