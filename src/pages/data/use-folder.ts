import { keepPreviousData, type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { type DataItem, dataListQuery } from '#src/api/data.ts';
import { type FolderView, orderRows, PAGE, pageRequest, pagesInSight, sparseRows } from './folder-rows.ts';

/** What the table needs of the pages; kept as it is while none of them changes. */
function combine(results: UseQueryResult<{ count?: number; datas?: DataItem[] }>[]) {
  return {
    data: results.map((result) => result.data),
    error: results.find((result) => result.error)?.error ?? undefined,
    refetch: () => {
      for (const result of results) if (result.error) void result.refetch();
    },
  };
}

/**
 * Rows of a folder. However long it is, only the pages in sight are read and kept up to date. `whole`: the folder
 * fits into one page, so that every column can be sorted by.
 */
export function useFolder(projectId: string, view: FolderView | undefined) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const pages = useMemo(() => pagesInSight(range.first, range.last), [range.first, range.last]);
  const { data, error, refetch } = useQueries({
    queries: pages.map((page) => ({
      ...dataListQuery(projectId, pageRequest(view ?? NO_VIEW, page)),
      enabled: view !== undefined,
      // While a search is typed its last result stays; another folder starts empty.
      placeholderData: view?.search ? keepPreviousData : undefined,
    })),
    combine,
  });
  const count = data[0]?.count;
  const whole = count !== undefined && count <= PAGE;
  const { key, dir } = view?.sort ?? NO_VIEW.sort;
  const rows = useMemo(() => {
    if (count === undefined) return undefined;
    if (whole) return orderRows(data[0]?.datas ?? [], { key, dir });
    const read = new Map<number, readonly DataItem[]>();
    pages.forEach((page, index) => {
      const items = data[index]?.datas;
      if (items) read.set(page, items);
    });
    return sparseRows(count, read);
  }, [count, whole, key, dir, pages, data]);
  // Nothing is drawn while the same pages stay in sight.
  const onRange = useCallback((first: number, last: number) => {
    const wanted = pagesInSight(first, last).join();
    setRange((now) => (pagesInSight(now.first, now.last).join() === wanted ? now : { first, last }));
  }, []);
  return { rows, count, whole, error, refetch, onRange };
}

const NO_VIEW: FolderView = { path: '', search: '', sort: { key: 'name', dir: 'asc' } };
