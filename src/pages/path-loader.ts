/** Folders for the path picker of the house: canvas, job form and app form choose files and folders with it. */
import { type DataItem, dataListQuery } from '#src/api/data.ts';
import { folderOnWire, isFolder, pathOf } from '#src/api/data-paths.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { matcher } from '#src/lib/file-pattern.ts';
import type { LoadPaths } from '#src/ui/path-picker.tsx';

/** The contract's largest page. */
const PAGE = 1000;
/** More entries than anybody chooses from by eye; a longer folder is reached by typing the path. */
const MOST = 5000;

async function readFolder(projectId: string, path: string, search: string, signal: AbortSignal): Promise<DataItem[]> {
  const items: DataItem[] = [];
  let marker: string | undefined;
  do {
    const query = {
      path,
      limit: PAGE,
      ...(search ? { search_key: search } : {}),
      ...(marker === undefined ? {} : { marker }),
    };
    const page = await queryClient.fetchQuery(dataListQuery(projectId, query));
    signal.throwIfAborted();
    items.push(...(page.datas ?? []));
    marker = page.next_marker || undefined;
  } while (marker !== undefined && items.length < MOST);
  return items;
}

/**
 * Loader for `PathPicker`: reads one folder of a project, `/` being the root, folders first; with a search, everything
 * below it whose name has the text. `accept` filters files (a pattern such as `*.fastq.gz`). Throws ApiError.
 */
export function pathLoader(projectId: string, accept?: string): LoadPaths {
  const fits = matcher(accept);
  return async (folder, signal, search = '') => {
    const project = await queryClient.ensureQueryData(projectQuery(projectId));
    const items = await readFolder(projectId, folderOnWire(project.name ?? '', folder), search, signal);
    return items
      .map((item) => ({ path: pathOf(item), name: item.name ?? '', folder: isFolder(item), size: item.size }))
      .filter((entry) => entry.folder || fits(entry.name))
      .sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name));
  };
}
