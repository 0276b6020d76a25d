import type { Viewport } from '@xyflow/react';
import { type RefObject, useMemo, useRef } from 'react';

/**
 * While the view is only shifted, its drawing is a layer of its own that the browser moves without painting it again.
 * Not while it is zoomed, and not at rest: such a layer keeps the sharpness it was painted with.
 */
export function usePromotedPan(root: RefObject<HTMLElement | null>) {
  const zoom = useRef<number>(undefined);
  return useMemo(() => {
    const mark = (panning: boolean) => root.current?.toggleAttribute('data-panning', panning);
    return {
      start: (view: Viewport) => {
        zoom.current = view.zoom;
      },
      move: (view: Viewport) => mark(view.zoom === zoom.current),
      end: () => mark(false),
    };
  }, [root]);
}
