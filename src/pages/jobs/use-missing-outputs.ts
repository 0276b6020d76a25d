import { useQueries } from '@tanstack/react-query';
import { dataListQuery } from '#src/api/data.ts';
import { ApiError } from '#src/api/errors.ts';
import { type DeclaredOutput, folderOf } from './declared-outputs.ts';

/** Folders that are looked into per task: enough to notice what is missing, never thousands of requests. */
const FOLDERS = 20;
const PAGE = 1000;

/**
 * Paths of declared outputs that are not there although their instance succeeded: a command may end well and yet
 * write nothing. Only folders that could be listed whole are judged.
 */
export function useMissingOutputs(
  projectId: string,
  projectName: string,
  outputs: readonly DeclaredOutput[],
): ReadonlySet<string> {
  const due = outputs.filter(({ done, path }) => done && path !== '');
  const folders = [...new Set(due.map(({ path }) => folderOf(path)))].slice(0, FOLDERS);
  const listings = useQueries({
    queries: folders.map((folder) => ({
      ...dataListQuery(projectId, { path: `${projectName}:${folder === '/' ? '/' : `${folder}/`}`, limit: PAGE }),
      enabled: projectName !== '',
    })),
  });
  const missing = new Set<string>();
  for (const [at, folder] of folders.entries()) {
    const listing = listings[at];
    const gone = listing?.error instanceof ApiError && listing.error.status === 404;
    if (!gone && (!listing?.data || listing.data.next_marker)) continue;
    const names = new Set((listing?.data?.datas ?? []).map(({ name = '' }) => name.replace(/\/+$/, '')));
    for (const { path } of due)
      if (folderOf(path) === folder && !names.has(path.slice(path.lastIndexOf('/') + 1))) missing.add(path);
  }
  return missing;
}
