/** Wire form of paths of a project: `project name:/a/b`, folders with a slash at the end (4.3.2.14). */
import { formatDataPath, parseDataPath } from '#core/data-path.ts';
import type { DataItem } from './data.ts';

/** A folder of a project on the wire. */
export const folderOnWire = (project: string, folder: string) =>
  formatDataPath({ project, path: folder, folder: true });

/** A file of a project on the wire. */
export const fileOnWire = (project: string, path: string) => formatDataPath({ project, path, folder: false });

/** Normalised path of a list item inside its project: `/a/b`. */
export function pathOf(item: Pick<DataItem, 'path'>): string {
  const parsed = parseDataPath(item.path ?? '');
  return parsed.ok ? parsed.value.path : '/';
}

export const isFolder = (item: Pick<DataItem, 'type'>) => item.type === 'FOLDER';

/** Path of a list item as a delete or a reference wants it. */
export const wirePathOf = (item: DataItem, project: string) =>
  isFolder(item) ? folderOnWire(project, pathOf(item)) : fileOnWire(project, pathOf(item));
