import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type AppSummary, appsQuery } from '#src/api/apps.ts';
import type { AppsState } from '#src/canvas/palette/palette.tsx';

const NONE: readonly AppSummary[] = [];

/**
 * Apps to choose from. What is known to have changed since it was read (an app was just registered) is not shown while
 * it is read again: entries would move under the hand that drags them.
 */
export function usePaletteApps(projectId: string): { apps: readonly AppSummary[]; appsState: AppsState } {
  const client = useQueryClient();
  const query = appsQuery(projectId);
  const { data, error, isPending, isFetching, refetch } = useQuery(query);
  const [isShown, setShown] = useState(false);
  const outdated = isFetching && client.getQueryState(query.queryKey)?.isInvalidated === true;
  const pending = isPending || (!isShown && outdated);
  if (!pending && !isShown) setShown(true);
  const apps = useMemo(() => (pending ? NONE : (data?.apps ?? NONE)), [pending, data]);
  return { apps, appsState: { pending, error, retry: () => void refetch() } };
}
