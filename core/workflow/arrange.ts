/** Aligning and distributing tasks on the canvas: boxes in, new places out. Pure arithmetic in canvas pixels. */
import type { Point } from './commands.ts';

export interface Box extends Point {
  name: string;
  width: number;
  height: number;
}

export const ALIGNMENTS = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];
export const AXES = ['horizontal', 'vertical'] as const;
export type Axis = (typeof AXES)[number];

/** Fewest boxes for which an arrangement means something. */
export const LEAST_TO_ALIGN = 2;
export const LEAST_TO_DISTRIBUTE = 3;

/** The smallest box around all; undefined around none. */
export function boundsOf(boxes: readonly Omit<Box, 'name'>[]): Omit<Box, 'name'> | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

/** Places of the boxes lined up at an edge or the middle of what they cover together; {} for fewer than two. */
export function align(boxes: readonly Box[], alignment: Alignment): Record<string, Point> {
  const all = boundsOf(boxes);
  if (!all || boxes.length < LEAST_TO_ALIGN) return {};
  const place = (box: Box): Point => {
    switch (alignment) {
      case 'left':
        return { x: all.x, y: box.y };
      case 'centre':
        return { x: all.x + (all.width - box.width) / 2, y: box.y };
      case 'right':
        return { x: all.x + all.width - box.width, y: box.y };
      case 'top':
        return { x: box.x, y: all.y };
      case 'middle':
        return { x: box.x, y: all.y + (all.height - box.height) / 2 };
      case 'bottom':
        return { x: box.x, y: all.y + all.height - box.height };
    }
  };
  return Object.fromEntries(boxes.map((box) => [box.name, rounded(place(box))]));
}

/**
 * Places with the same gap between neighbours; the first and the last keep theirs. Where there is no room for gaps,
 * boxes start at equal distances instead. {} for fewer than three.
 */
export function distribute(boxes: readonly Box[], axis: Axis): Record<string, Point> {
  const all = boundsOf(boxes);
  if (!all || boxes.length < LEAST_TO_DISTRIBUTE) return {};
  const [start, size] = axis === 'horizontal' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const sorted = boxes.toSorted((a, b) => a[start] - b[start] || a[size] - b[size]);
  const last = sorted.at(-1);
  if (!last) return {};
  const span = last[start] - all[start];
  const inner = sorted.slice(0, -1).reduce((sum, box) => sum + box[size], 0);
  const gap = (span - inner) / (sorted.length - 1);
  let next = all[start];
  const places = sorted.map((box) => {
    const at = box === last ? { x: box.x, y: box.y } : { x: box.x, y: box.y, [start]: next };
    next += gap >= 0 ? box[size] + gap : span / (sorted.length - 1);
    return [box.name, rounded(at)] as const;
  });
  return Object.fromEntries(places);
}

const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });
