/** The place of a task as text: `x, y` in pixels of the canvas, from its left and from its top. */
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import type { Point } from '../drawing/placement.ts';

/** Commas of either script, or only space, between the two. */
const BETWEEN = /\s*[,，;；]\s*|\s+/u;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

export const writePlace = ({ x, y }: Point): string => `${x}, ${y}`;

/** The contract takes any number; a browser places what it draws by numbers of 32 bits, exact for pixels up to here. */
export const FARTHEST = 2 ** 24;

/** What one of the two may be. */
function within(value: number, limit: { type: 'number'; minimum?: number; maximum?: number }): boolean {
  const { minimum = -FARTHEST, maximum = FARTHEST } = limit;
  return value >= Math.max(minimum, -FARTHEST) && value <= Math.min(maximum, FARTHEST);
}

/** The place a text says; undefined when it says none, or one that the contract does not take or a browser cannot show. */
export function readPlace(text: string): Point | undefined {
  const parts = text.trim().split(BETWEEN);
  if (parts.length !== 2 || !parts.every((part) => NUMBER.test(part))) return undefined;
  const [x = Number.NaN, y = Number.NaN] = parts.map(Number);
  return within(x, limits['tasks[].location.x']) && within(y, limits['tasks[].location.y']) ? { x, y } : undefined;
}
