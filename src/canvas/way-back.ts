/** The way back of a view that moved by itself to make room for the panel. */
import type { Viewport } from '@xyflow/react';
import type { Box } from '#core/workflow/arrange.ts';

/** A view that made room, the one it came from, and the tasks as they stood then. */
export interface MadeRoom {
  from: Viewport;
  to: Viewport;
  boxes: readonly Box[];
}

/** Views this close look the same. */
const PIXEL = 1;
const ZOOM = 0.001;

const isSame = (a: Viewport, b: Viewport): boolean =>
  Math.abs(a.x - b.x) < PIXEL && Math.abs(a.y - b.y) < PIXEL && Math.abs(a.zoom - b.zoom) < ZOOM;

/** Whether every task that is still there stands where it stood. */
function stand(before: readonly Box[], now: readonly Box[]): boolean {
  if (before === now) return true;
  const places = new Map(before.map((box) => [box.name, box]));
  return now.every(({ name, x, y }) => {
    const old = places.get(name);
    return !old || (old.x === x && old.y === y);
  });
}

/** What is known once the view makes room: views that follow each other untouched lead back to the first. */
export function roomMade(last: MadeRoom | undefined, now: Viewport, to: Viewport, boxes: readonly Box[]): MadeRoom {
  return last && isSame(last.to, now) ? { ...last, to } : { from: now, to, boxes };
}

/** The view to go back to; undefined once somebody moved the view or a task since. */
export function wayBack(made: MadeRoom | undefined, now: Viewport, boxes: readonly Box[]): Viewport | undefined {
  return made && isSame(made.to, now) && stand(made.boxes, boxes) ? made.from : undefined;
}
