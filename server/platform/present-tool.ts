/** What apps and workflows have in common when they are shown: both are named, versioned tools of a project. */
import type { Selectable } from 'kysely';
import type { ToolTable } from '../db/schema.ts';
import { type ProjectAccess, presentTime } from './platform.ts';

export function presentTool(row: Selectable<ToolTable>, project: Pick<ProjectAccess, 'name'>) {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    create_time: presentTime(row.create_time),
    update_time: presentTime(row.update_time),
    source_project_name: row.source_project_name || project.name,
    ...(row.source_resource_id ? { source_resource_id: row.source_resource_id } : {}),
  };
}
