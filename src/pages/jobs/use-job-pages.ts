import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { isMoving, type JobListQuery, type JobSummary, jobsQuery } from '#src/api/jobs.ts';
import { pollWhile } from '#src/api/query.ts';

/** Rows a request reads: a screen or two, so that the first rows come soon. */
const PAGE = 100;
/** Limits of the page a list begins with, as the router reads it ahead. */
export const FIRST_PAGE = { limit: PAGE, offset: 0 } as const;

type Answer = { jobs?: JobSummary[]; count?: number };

const combine = (results: UseQueryResult<Answer>[]) => ({
  answers: results.map(({ data }) => data),
  error: results.find(({ error }) => error)?.error ?? null,
  reading: results.some(({ isFetching }) => isFetching),
});

/** Numbers of the pages that hold the rows from `first` to `last`. */
export function pagesOf(first: number, last: number): number[] {
  const from = Math.floor(first / PAGE);
  const to = Math.floor(last / PAGE);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** Whether two ranges of rows need the same pages: then nothing has to be read or drawn. */
export const samePages = (a: { first: number; last: number }, b: { first: number; last: number }) =>
  Math.floor(a.first / PAGE) === Math.floor(b.first / PAGE) && Math.floor(a.last / PAGE) === Math.floor(b.last / PAGE);

/** All rows, with holes where nothing is read yet. */
function rowsOf(pages: readonly number[], answers: readonly (Answer | undefined)[]) {
  const count = answers.find((answer) => answer?.count !== undefined)?.count;
  if (count === undefined) return undefined;
  const rows = new Array<JobSummary | undefined>(count);
  for (const [at, page] of pages.entries())
    for (const [row, job] of (answers[at]?.jobs ?? []).entries())
      if (page * PAGE + row < count) rows[page * PAGE + row] = job;
  return rows;
}

/**
 * The jobs a filter matches, as one long list of which only the pages in sight are read. While a new filter is being
 * read the rows of the last one stay, so that the table does not flicker.
 */
export function useJobPages(projectId: string, filter: JobListQuery) {
  const key = JSON.stringify([projectId, filter]);
  const [sight, setSight] = useState({ key, first: 0, last: 0 });
  const seen = sight.key === key ? sight : { key, first: 0, last: 0 };
  const pages = useMemo(() => pagesOf(seen.first, seen.last), [seen.first, seen.last]);
  const { answers, error, reading } = useQueries({
    queries: pages.map((page) => ({
      ...jobsQuery(projectId, { ...filter, limit: PAGE, offset: page * PAGE }),
      refetchInterval: (query: { state: { data?: Answer } }) =>
        pollWhile(query.state.data?.jobs?.some(isMoving) ?? false),
    })),
    combine,
  });
  const fresh = useMemo(() => rowsOf(pages, answers), [pages, answers]);
  const before = useRef<(JobSummary | undefined)[]>(undefined);
  if (fresh) before.current = fresh;
  const onRange = useCallback(
    (first: number, last: number) =>
      setSight((now) => (now.key === key && samePages(now, { first, last }) ? now : { key, first, last })),
    [key],
  );
  return { rows: fresh ?? (error ? undefined : before.current), error, reading, onRange };
}
