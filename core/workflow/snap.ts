/** Snapping while tasks are dragged: to edges and middles of neighbours first, else to the grid. Pure arithmetic. */
import type { Box } from './arrange.ts';
import type { Point } from './commands.ts';

type Area = Omit<Box, 'name'>;

/** A line that shows what a dragged box lines up with: at `at`, from `from` to `to` along the other axis. */
export interface Guide {
  axis: 'x' | 'y';
  at: number;
  from: number;
  to: number;
}

export interface Snapped {
  /** What to add to every dragged place. */
  offset: Point;
  guides: Guide[];
}

export interface SnapRules {
  /** Distance between grid lines, in canvas pixels. */
  grid: number;
  /** How near a neighbour's line has to be, in canvas pixels. */
  tolerance: number;
}

/** Start, middle and end of a box along an axis. */
function marks(box: Area, axis: 'x' | 'y'): [number, number, number] {
  const size = axis === 'x' ? box.width : box.height;
  return [box[axis], box[axis] + size / 2, box[axis] + size];
}

interface Match {
  shift: number;
  at: number;
  neighbour: Area;
}

/** The nearest line of a neighbour: starts meet starts, middles middles, ends ends. */
function nearest(moving: Area, others: readonly Area[], axis: 'x' | 'y', tolerance: number): Match | undefined {
  const own = marks(moving, axis);
  let best: Match | undefined;
  for (const neighbour of others) {
    const lines = marks(neighbour, axis);
    for (const at of [0, 1, 2] as const) {
      const shift = lines[at] - own[at];
      if (Math.abs(shift) > tolerance || (best && Math.abs(shift) >= Math.abs(best.shift))) continue;
      best = { shift, at: lines[at], neighbour };
    }
  }
  return best;
}

function guide(axis: 'x' | 'y', { at, neighbour }: Match, moved: Area): Guide {
  const across = axis === 'x' ? 'y' : 'x';
  const ends = [...marks(neighbour, across), ...marks(moved, across)];
  return { axis, at, from: Math.min(...ends), to: Math.max(...ends) };
}

const toGrid = (value: number, grid: number): number => Math.round(value / grid) * grid - value;

/** Where the box around everything dragged is drawn to, and the lines that say why. */
export function snap(moving: Area, others: readonly Area[], { grid, tolerance }: SnapRules): Snapped {
  const across = nearest(moving, others, 'x', tolerance);
  const down = nearest(moving, others, 'y', tolerance);
  const offset = {
    x: across ? across.shift : toGrid(moving.x, grid),
    y: down ? down.shift : toGrid(moving.y, grid),
  };
  const moved = { ...moving, x: moving.x + offset.x, y: moving.y + offset.y };
  const guides = [across && guide('x', across, moved), down && guide('y', down, moved)];
  return { offset, guides: guides.filter((line) => line !== undefined) };
}
