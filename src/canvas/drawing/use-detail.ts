/** How much of the drawing can be made out at a zoom. */
import { useCallback, useState } from 'react';
import type { Detail } from './canvas-context.ts';
import type { Graph } from './graph.ts';

/** Below this zoom port names cannot be read, so they are not shown. */
const FAR = 0.4;
/** Below this one not even the name of a task can be read. */
const DOTS = 0.2;
/** From so many tasks on only what is in view is drawn; below, all stay reachable with the Tab key. */
const CULL_FROM = 120;

export const isLarge = ({ nodes }: { nodes: readonly unknown[] }): boolean => nodes.length >= CULL_FROM;

/** In a small workflow every task keeps its name, however small it is drawn. */
export function detailAt(zoom: number, large: boolean): Detail {
  if (zoom >= FAR) return 'near';
  return large && zoom < DOTS ? 'dots' : 'far';
}

/** The detail to draw with, from the zoom at the start on; it changes only where the zoom passes a border. */
export function useDetail(graph: Graph, start: number) {
  const large = isLarge(graph);
  const [zoom, setZoom] = useState(start);
  const detail = detailAt(zoom, large);
  const showDetail = useCallback(
    (now: number) => setZoom((before) => (detailAt(now, large) === detailAt(before, large) ? before : now)),
    [large],
  );
  return { detail, large, showDetail };
}
