import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query holds now. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

const NARROW = '(max-width: 768px)';

/** Narrow screens: navigation is a drawer and tables have two-line rows. */
export const useNarrow = () => useMediaQuery(NARROW);

/** Whether the screen is narrow at this moment. */
export const isNarrow = () => matchMedia(NARROW).matches;

/** Whether somebody asked their system for less motion. */
export const wantsLessMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
