/** The view that shows all tasks, beside the map where there is room. */
import { getViewportForBounds, type Node, type Viewport } from '@xyflow/react';
import { type Box, boundsOf } from '#core/workflow/arrange.ts';
import { isNarrow } from '#src/lib/use-media-query.ts';
import { FIT, LEAST_ZOOM } from './fit.ts';
import type { Size } from './geometry.ts';

/** Pixels the map takes in the lower right corner, with its margins (see `mini-map.tsx`). */
const MAP_CORNER: Size = { width: 176, height: 126 };
/** In a canvas no higher than this the style sheet hides the map, as on a narrow screen. */
const NO_MAP = 360;

/** The corner the map takes in a canvas that has one. */
export const cornerOfMap = (map: boolean, { height }: Size): Size | undefined =>
  map && height > NO_MAP && !isNarrow() ? MAP_CORNER : undefined;

/** To keep clear of the map, tasks are drawn no smaller than this share of their size. */
const LEAST_SHARE = 0.75;

type Place = Omit<Box, 'name'>;

export const boxOf = ({ position, width = 0, height = 0 }: Pick<Node, 'position' | 'width' | 'height'>): Place => ({
  ...position,
  width,
  height,
});

const fitted = (bounds: Place, { width, height }: Size): Viewport =>
  getViewportForBounds(bounds, width, height, LEAST_ZOOM, FIT.maxZoom, FIT.padding);

const reaches = ({ x, y, width, height }: Place, view: Viewport, corner: { x: number; y: number }): boolean =>
  (x + width) * view.zoom + view.x > corner.x && (y + height) * view.zoom + view.y > corner.y;

/**
 * All tasks in a canvas of this size. With a `corner` that something covers they stand above it or left of it, whichever
 * leaves them larger, unless that would draw them much smaller. Undefined without tasks.
 */
export function wholeView(tasks: readonly Place[], frame: Size, corner?: Size): Viewport | undefined {
  const bounds = boundsOf(tasks);
  if (!bounds) return undefined;
  const whole = fitted(bounds, frame);
  if (!corner) return whole;
  const clear = { x: frame.width - corner.width, y: frame.height - corner.height };
  if (clear.x <= 0 || clear.y <= 0 || !tasks.some((task) => reaches(task, whole, clear))) return whole;
  const above = fitted(bounds, { width: frame.width, height: clear.y });
  const beside = fitted(bounds, { width: clear.x, height: frame.height });
  const best = beside.zoom > above.zoom ? beside : above;
  return best.zoom >= whole.zoom * LEAST_SHARE ? best : whole;
}
