import type { QueryClient } from '@tanstack/react-query';
import { type DataItem, dataListQuery } from '#src/api/data.ts';
import { projectQuery } from '#src/api/projects.ts';
import type { PickerEntry } from '#src/ui/path-picker.tsx';

const PAGE = 1000;
/** More entries than anybody chooses from by eye; a longer folder is reached by typing the path. */
const MOST = 5000;

const entryOf = (folder: string, item: DataItem): PickerEntry => {
  const name = (item.name ?? '').replace(/\/+$/, '');
  return {
    name,
    path: `${folder === '/' ? '' : folder}/${name}`,
    folder: item.type === 'FOLDER',
    ...(item.size === undefined ? {} : { size: item.size }),
  };
};

/** Reads one folder of a project for the path picker, folders first. */
export async function loadFolder(client: QueryClient, projectId: string, folder: string): Promise<PickerEntry[]> {
  const project = await client.ensureQueryData(projectQuery(projectId));
  const path = `${project.name ?? ''}:${folder === '/' ? '/' : `${folder.replace(/\/+$/, '')}/`}`;
  const items: DataItem[] = [];
  let marker: string | undefined;
  do {
    const query = { path, limit: PAGE, ...(marker === undefined ? {} : { marker }) };
    const page = await client.fetchQuery(dataListQuery(projectId, query));
    items.push(...(page.datas ?? []));
    marker = page.next_marker || undefined;
  } while (marker !== undefined && items.length < MOST);
  const entries = items.map((item) => entryOf(folder.replace(/\/+$/, '') || '/', item));
  return entries.sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name));
}
