/** Snapping of the drag that is going on: what React Flow proposes, moved to where it lines up. */
import { boundsOf } from '#core/workflow/arrange.ts';
import { type Guide, snap } from '#core/workflow/snap.ts';
import type { Point } from '../drawing/placement.ts';
import type { Editor } from '../editor.ts';

/** Half the distance of the dots drawn behind the tasks. */
const GRID = 12;
/** Pixels of the screen. */
const TOLERANCE = 6;

/** The proposed places, all moved by the same, and the lines to draw. */
export function snapDrag(
  editor: Editor,
  proposed: ReadonlyMap<string, Point>,
  zoom: number,
): { places: ReadonlyMap<string, Point>; guides: readonly Guide[] } {
  const boxes = editor.boxes();
  const moving = boundsOf(
    boxes.filter(({ name }) => proposed.has(name)).map((box) => ({ ...box, ...proposed.get(box.name) })),
  );
  if (!moving) return { places: proposed, guides: [] };
  const others = boxes.filter((box) => !proposed.has(box.name));
  const { offset, guides } = snap(moving, others, { grid: GRID, tolerance: TOLERANCE / zoom });
  const places = [...proposed].map(([name, { x, y }]) => [name, { x: x + offset.x, y: y + offset.y }] as const);
  return { places: new Map(places), guides };
}
