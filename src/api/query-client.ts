import { type FetchQueryOptions, QueryClient, type QueryKey } from '@tanstack/react-query';
import { ApiError } from './errors.ts';

/** Asking again helps against a lost connection or a busy server, never against a refusal. */
function worthRetrying(failures: number, error: unknown): boolean {
  if (!(error instanceof ApiError) || failures >= 2) return false;
  return error.status === 0 || error.status === 429 || error.status === 502 || error.status === 503;
}

/** The only holder of server state. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, gcTime: 300_000, retry: worthRetrying, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});

/**
 * What a query reads, as it is now and whatever becomes of the page that asks: a reading that a page shares ends with the
 * page, and what was to be done with the answer would be forgotten. Retried as other queries are. Throws ApiError.
 */
export function readNow<T, Key extends QueryKey>(query: FetchQueryOptions<T, Error, T, Key>): Promise<T> {
  const { queryFn, meta, queryKey } = query;
  return queryClient.fetchQuery({
    queryFn: queryFn as FetchQueryOptions<T>['queryFn'],
    meta,
    queryKey: [...queryKey, 'now'],
    retry: worthRetrying,
    staleTime: 0,
    gcTime: 0,
  });
}
