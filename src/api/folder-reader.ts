import { dataListQuery, dataQuery } from './data.ts';
import { fileOnWire, folderOnWire } from './data-paths.ts';
import { ApiError } from './errors.ts';
import { readNow } from './query-client.ts';
import type { FolderReader } from './upload-conflicts.ts';

/** The contract's largest page: a longer folder is asked name by name. */
const PAGE = 1000;

/** Reads what is in a project now, for the question whether an upload replaces something. */
export function folderReader(projectId: string, project: string): FolderReader {
  return {
    async all(folder) {
      const query = dataListQuery(projectId, { path: folderOnWire(project, folder), limit: PAGE });
      const { count = 0, datas = [] } = await readNow(query);
      return count > PAGE ? 'large' : new Set(datas.map(({ name = '' }) => name));
    },
    async has(folder, name) {
      const path = fileOnWire(project, `${folder === '/' ? '' : folder}/${name}`);
      try {
        await readNow(dataQuery(projectId, path));
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return false;
        throw error;
      }
    },
  };
}
