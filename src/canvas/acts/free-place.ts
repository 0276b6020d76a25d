/** A place for a new task that covers no other. */
import type { Size } from '../drawing/geometry.ts';
import type { Point } from '../drawing/placement.ts';

const GAP = 24;

type Box = Point & Size;

const covers = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP;

/** The wanted place, or the next free one below it. */
export function freePlace(wanted: Point, size: Size, taken: readonly Box[]): Point {
  const at = { x: Math.round(wanted.x), y: Math.round(wanted.y) };
  const column = taken
    .filter((box) => covers({ ...at, ...size }, { ...box, y: at.y, height: size.height }))
    .sort((a, b) => a.y - b.y);
  for (const box of column) if (covers({ ...at, ...size }, box)) at.y = box.y + box.height + GAP;
  return at;
}
