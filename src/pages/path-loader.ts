/** Folders for the path picker of the house: canvas, job form and app form choose files and folders with it. */
import { type DataItem, dataListQuery } from '#src/api/data.ts';
import { folderOnWire, isFolder, pathOf } from '#src/api/data-paths.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import type { PickerEntry } from '#src/ui/path-picker.tsx';

/** The contract's largest page. */
const PAGE = 1000;
/** More entries than anybody chooses from by eye; a longer folder is reached by typing the path. */
const MOST = 5000;

/** Whether a file name fits a pattern such as `*.bam`; without a pattern, or with one of another kind, all do. */
export function matcher(accept: string | undefined): (name: string) => boolean {
  const suffix = /^\*(\.[^*?]+)$/.exec(accept?.trim() ?? '')?.[1]?.toLowerCase();
  return suffix ? (name) => name.toLowerCase().endsWith(suffix) : () => true;
}

async function readFolder(projectId: string, path: string, signal: AbortSignal): Promise<DataItem[]> {
  const items: DataItem[] = [];
  let marker: string | undefined;
  do {
    const query = { path, limit: PAGE, ...(marker === undefined ? {} : { marker }) };
    const page = await queryClient.fetchQuery(dataListQuery(projectId, query));
    signal.throwIfAborted();
    items.push(...(page.datas ?? []));
    marker = page.next_marker || undefined;
  } while (marker !== undefined && items.length < MOST);
  return items;
}

/**
 * Loader for `PathPicker`: reads one folder of a project, `/` being the root, folders first. `accept` filters files
 * (a pattern such as `*.fastq.gz`). Throws ApiError.
 */
export function pathLoader(projectId: string, accept?: string) {
  const fits = matcher(accept);
  return async (folder: string, signal: AbortSignal): Promise<readonly PickerEntry[]> => {
    const project = await queryClient.ensureQueryData(projectQuery(projectId));
    const items = await readFolder(projectId, folderOnWire(project.name ?? '', folder), signal);
    return items
      .map((item) => ({ path: pathOf(item), name: item.name ?? '', folder: isFolder(item), size: item.size }))
      .filter((entry) => entry.folder || fits(entry.name))
      .sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name));
  };
}
