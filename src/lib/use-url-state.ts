import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { readUrlState, type UrlShape, writeUrlState } from './url-state.ts';

/**
 * Page state that lives in the address: filters, sort, tab, selection, open drawer.
 * `defaults` must be a constant of the module. A change replaces the history entry unless `push` is asked for
 * (a drawer that the back button should close).
 */
export function useUrlState<Shape extends UrlShape>(defaults: Shape) {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => readUrlState(search, defaults), [search, defaults]);
  const set = useCallback(
    (change: Partial<Shape>, options: { push?: boolean } = {}) =>
      setSearch((current) => writeUrlState(current, defaults, change), {
        replace: !options.push,
        preventScrollReset: true,
      }),
    [setSearch, defaults],
  );
  return [state, set] as const;
}
