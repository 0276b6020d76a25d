import { useMemo, useRef } from 'react';

/**
 * Shows one edge as the place that something dragged would take. Written to the page directly: it is asked for with
 * every move of the pointer.
 */
export function useEdgeMark() {
  const shown = useRef<HTMLElement>(null);
  return useMemo(() => {
    const show = (edge: HTMLElement | null) => {
      if (edge === shown.current) return;
      shown.current?.removeAttribute('data-drop');
      edge?.setAttribute('data-drop', '');
      shown.current = edge;
    };
    /** Id of the edge that was shown; it is shown no longer. */
    const take = (): string | undefined => {
      const id = shown.current?.dataset.id;
      show(null);
      return id;
    };
    return { show, take };
  }, []);
}
