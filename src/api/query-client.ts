import { QueryClient } from '@tanstack/react-query';
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
