/** Whether the data a job names are there. */
import { parseDataPath } from '#core/data-path.ts';
import type { JobPlan } from '#core/job/types.ts';
import { refuse } from '../../errors.ts';
import type { Platform, ProjectAccess } from '../platform.ts';

interface NamedPath {
  text: string;
  key: string;
  folder: boolean;
}

/** @throws ApiError 01050301 naming the first path that does not exist, is of the other kind or may not be read */
export async function checkInputPaths(platform: Platform, project: ProjectAccess, plan: JobPlan): Promise<void> {
  const named = plan.tasks.flatMap(({ inputs }) =>
    inputs.flatMap((input) => {
      if (input.kind !== 'values' || (input.type !== 'FILE' && input.type !== 'DIRECTORY')) return [];
      const folder = input.type === 'DIRECTORY';
      return input.values.map((text): NamedPath => ({ text, key: ownKey(text), folder }));
    }),
  );
  const kinds = await kindsOf(platform, project.id, [...new Set(named.map(({ key }) => key))]);
  for (const { text, key, folder } of named) {
    const isFolder = key === '' ? true : kinds.get(key);
    if (isFolder === undefined) throw refuse('01050301', `There is no ${text} in project ${project.name}`);
    if (isFolder !== folder) throw refuse('01050301', `${text} is a ${isFolder ? 'folder' : 'file'}`);
  }
}

/** @throws ApiError 01050301 when a folder of the output path is a file */
export async function checkOutputFolders(platform: Platform, project: ProjectAccess, plan: JobPlan): Promise<void> {
  const keys = new Set<string>();
  for (const { wholeOutputDir } of plan.tasks) {
    const parts = wholeOutputDir.split('/').filter(Boolean);
    for (let length = 1; length <= parts.length; length++) keys.add(parts.slice(0, length).join('/'));
  }
  const kinds = await kindsOf(platform, project.id, [...keys]);
  for (const [key, isFolder] of kinds)
    if (!isFolder) throw refuse('01050301', `/${key} is a file, the job cannot write below it`);
}

/** Key in the own bucket. Data of other projects would have to be quoted, which needs an operation of its own. */
function ownKey(text: string): string {
  const parsed = parseDataPath(text);
  if (!parsed.ok) throw refuse('01050301', `${text} is no valid data path`);
  if (parsed.value.project !== undefined)
    throw refuse('01050301', `${text} belongs to another project, whose data are not quoted here`);
  return parsed.value.path.slice(1);
}

/** Which keys exist, and whether they are folders. */
async function kindsOf(platform: Platform, projectId: string, keys: string[]): Promise<Map<string, boolean>> {
  if (keys.length === 0) return new Map();
  const rows = await platform.db
    .selectFrom('object')
    .select(['key', 'is_folder'])
    .where('project_id', '=', projectId)
    .where('key', 'in', keys)
    .execute();
  return new Map(rows.map((row) => [row.key, row.is_folder]));
}
