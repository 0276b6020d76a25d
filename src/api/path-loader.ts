/** Folders for the path picker of the house: canvas, job form and app form choose files and folders with it. */
import type { PickerEntry } from '#src/ui/path-picker.tsx';
import { dataListQuery } from './data.ts';
import { folderOnWire, isFolder, pathOf } from './data-paths.ts';
import { projectQuery } from './projects.ts';
import { queryClient } from './query-client.ts';

/** The contract's largest page; a picker shows no more of a folder than this. */
const PAGE = 1000;

/**
 * Loader for `PathPicker`: reads one folder of a project, `/` being the root, folders first. `accept` filters files
 * (a pattern such as `*.fastq.gz`). Throws ApiError.
 */
export function pathLoader(projectId: string, accept?: string) {
  const fits = matcher(accept);
  return async (folder: string, signal: AbortSignal): Promise<readonly PickerEntry[]> => {
    const project = await queryClient.ensureQueryData(projectQuery(projectId));
    const path = folderOnWire(project.name ?? '', folder);
    const { datas = [] } = await queryClient.fetchQuery(dataListQuery(projectId, { path, limit: PAGE }));
    signal.throwIfAborted();
    return datas
      .map((item) => ({ path: pathOf(item), name: item.name ?? '', folder: isFolder(item), size: item.size }))
      .filter((entry) => entry.folder || fits(entry.name))
      .sort((a, b) => Number(b.folder) - Number(a.folder));
  };
}

/** Whether a file name fits a pattern such as `*.bam`; without a pattern, or with one of another kind, all do. */
export function matcher(accept: string | undefined): (name: string) => boolean {
  const suffix = /^\*(\.[^*?]+)$/.exec(accept?.trim() ?? '')?.[1]?.toLowerCase();
  return suffix ? (name) => name.toLowerCase().endsWith(suffix) : () => true;
}
