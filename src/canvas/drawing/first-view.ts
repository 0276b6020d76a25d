/** Where the view of a workflow begins, known before anything is drawn, so that nothing jumps after the first picture. */
import { getViewportForBounds, type Viewport } from '@xyflow/react';
import { FIT, READABLE } from './fit.ts';
import type { Size } from './geometry.ts';
import type { TaskNode } from './graph.ts';
import { isLarge } from './use-detail.ts';
import { boxOf, wholeView } from './whole-view.ts';

/** A large workflow of which less could be made out is shown from its first tasks on, not as a whole. */
const LEAST_WHOLE = 0.25;
const MARGIN = 40;

/** A place from which tasks can be read: where the first of them stands. */
function firstTasks(nodes: readonly TaskNode[]): Viewport {
  const [first] = nodes.toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y);
  return { x: MARGIN - (first?.position.x ?? 0), y: MARGIN - (first?.position.y ?? 0), zoom: 1 };
}

/**
 * What is seen first: all tasks, clear of the map's corner if there is one, or the first ones where all would be too
 * small. With `shown`, that task, if all would be drawn too small to read it. An empty canvas keeps the view of its
 * first task: it stays where it is dropped.
 */
export function firstView(
  nodes: readonly TaskNode[],
  frame: Size,
  { shown, corner }: { shown?: string | undefined; corner?: Size | undefined } = {},
): Viewport {
  const { width, height } = frame;
  const whole = wholeView(nodes.map(boxOf), frame, corner);
  if (!whole) return { x: 0, y: 0, zoom: 1 };
  const task = nodes.find(({ id }) => id === shown);
  if (task && whole.zoom < READABLE) return getViewportForBounds(boxOf(task), width, height, READABLE, FIT.maxZoom, 1);
  return isLarge({ nodes }) && whole.zoom < LEAST_WHOLE ? firstTasks(nodes) : whole;
}
