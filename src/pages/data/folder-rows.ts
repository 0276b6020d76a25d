import type { DataItem, DataListQuery } from '#src/api/data.ts';
import { isFolder } from '#src/api/data-paths.ts';
import { compareNatural } from '#src/lib/format.ts';
import type { Sort } from '#src/ui/data-table-types.ts';

/** Rows of one request. A folder that fits into one is put in order here, by any column. */
export const PAGE = 500;

export interface FolderView {
  /** Folder on the wire: `project:/a/`. */
  path: string;
  /** Text that names must contain; then everything below the folder is searched. */
  search: string;
  sort: Sort;
}

/** The request for page `index`; the platform knows two orders (4.3.2.2): folders first by name, and by time. */
export function pageRequest({ path, search, sort }: FolderView, index: number): DataListQuery {
  const byTime = sort.key === 'created';
  return {
    path,
    limit: PAGE,
    offset: index * PAGE,
    sort_key: byTime ? 'create_time' : 'type',
    // Descending by type is folders first; names ascend within a type.
    sort_dir: byTime ? sort.dir : 'desc',
    ...(search ? { search_key: search } : {}),
  };
}

/** Numbers of the pages that hold rows `first` to `last`; the first page is always among them, for the count. */
export function pagesInSight(first: number, last: number): number[] {
  const pages = new Set([0]);
  for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) pages.add(page);
  return [...pages];
}

type Compare = (a: DataItem, b: DataItem) => number;

const byName: Compare = (a, b) => compareNatural(a.name ?? '', b.name ?? '');
const ORDERS: Record<string, Compare> = {
  name: byName,
  size: (a, b) => (a.size ?? 0) - (b.size ?? 0),
  created: (a, b) => (a.create_time ?? '').localeCompare(b.create_time ?? ''),
};

/** A whole folder in the wanted order, folders first. */
export function orderRows(items: readonly DataItem[], sort: Sort): DataItem[] {
  const order = ORDERS[sort.key] ?? byName;
  const direction = sort.dir === 'asc' ? 1 : -1;
  return [...items].sort(
    (a, b) => Number(isFolder(b)) - Number(isFolder(a)) || direction * order(a, b) || byName(a, b),
  );
}

/** Rows of a long folder with holes for what is not read. */
export function sparseRows(count: number, pages: ReadonlyMap<number, readonly DataItem[]>): (DataItem | undefined)[] {
  const rows = new Array<DataItem | undefined>(count);
  for (const [page, items] of pages) {
    items.forEach((item, index) => {
      if (page * PAGE + index < count) rows[page * PAGE + index] = item;
    });
  }
  return rows;
}
