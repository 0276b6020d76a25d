import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALIGNMENTS, AXES, align, type Box, boundsOf, distribute } from './arrange.ts';

const box = (name: string, x: number, y: number, width = 100, height = 50): Box => ({ name, x, y, width, height });

const anyBoxes = fc
  .array(
    fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
      width: fc.integer({ min: 20, max: 200 }).map((n) => n * 2),
      height: fc.integer({ min: 20, max: 200 }).map((n) => n * 2),
    }),
    { minLength: 3, maxLength: 8 },
  )
  .map((boxes) => boxes.map((one, at): Box => ({ name: `t${at}`, ...one })));

const moved = (boxes: readonly Box[], places: Record<string, { x: number; y: number }>) =>
  boxes.map((one) => ({ ...one, ...places[one.name] }));

describe('align', () => {
  const boxes = [box('a', 0, 0), box('b', 50, 100, 200, 80), box('c', -20, 30)];

  it.each([
    ['left', { a: -20, b: -20, c: -20 }, 'x'],
    ['right', { a: 150, b: 50, c: 150 }, 'x'],
    ['centre', { a: 65, b: 15, c: 65 }, 'x'],
    ['top', { a: 0, b: 0, c: 0 }, 'y'],
    ['bottom', { a: 130, b: 100, c: 130 }, 'y'],
    ['middle', { a: 65, b: 50, c: 65 }, 'y'],
  ] as const)('%s', (alignment, wanted, axis) => {
    const places = align(boxes, alignment);
    for (const [name, value] of Object.entries(wanted)) expect(places[name]?.[axis], name).toBe(value);
  });

  it('needs two', () => expect(align([box('a', 0, 0)], 'left')).toEqual({}));

  it('is done when it was done, and moves along one axis only', () => {
    fc.assert(
      fc.property(anyBoxes, fc.constantFrom(...ALIGNMENTS), (some, alignment) => {
        const once = moved(some, align(some, alignment));
        for (const [at, one] of moved(once, align(once, alignment)).entries()) {
          // Middles of odd sizes are rounded.
          expect(Math.abs(one.x - (once[at]?.x ?? 0)) + Math.abs(one.y - (once[at]?.y ?? 0))).toBeLessThanOrEqual(1);
        }
        const other = ['left', 'centre', 'right'].includes(alignment) ? 'y' : 'x';
        expect(once.map((one) => one[other])).toEqual(some.map((one) => one[other]));
      }),
    );
  });
});

describe('distribute', () => {
  it('leaves equal gaps between tasks of different sizes', () => {
    const boxes = [box('a', 0, 0), box('c', 400, 10), box('b', 110, 20, 200)];
    expect(distribute(boxes, 'horizontal')).toEqual({
      a: { x: 0, y: 0 },
      b: { x: 150, y: 20 },
      c: { x: 400, y: 10 },
    });
  });

  it('needs three', () => expect(distribute([box('a', 0, 0), box('b', 9, 9)], 'vertical')).toEqual({}));

  it('keeps the first and the last, and never the order', () => {
    fc.assert(
      fc.property(anyBoxes, fc.constantFrom(...AXES), (some, axis) => {
        const start = axis === 'horizontal' ? 'x' : 'y';
        const after = moved(some, distribute(some, axis));
        const starts = (boxes: readonly Box[]) => boxes.map((one) => one[start]);
        expect(Math.min(...starts(after))).toBe(Math.min(...starts(some)));
        const size = axis === 'horizontal' ? 'width' : 'height';
        const sorted = some.toSorted((a, b) => a[start] - b[start] || a[size] - b[size]);
        const places = new Map(after.map((one) => [one.name, one]));
        const inOrder = sorted.map((one) => places.get(one.name) as Box);
        expect(inOrder.at(-1)?.[start]).toBe(sorted.at(-1)?.[start]);
        const steps = (of: (before: Box) => number) =>
          inOrder.slice(1).map((one, at) => one[start] - of(inOrder[at] as Box));
        const gaps = steps((before) => before[start] + before[size]);
        const even = Math.min(...gaps) < 0 ? steps((before) => before[start]) : gaps;
        expect(Math.max(...even) - Math.min(...even)).toBeLessThanOrEqual(2);
      }),
    );
  });
});

it('knows what boxes cover together', () => {
  expect(boundsOf([box('a', 0, 0), box('b', 50, 100)])).toEqual({ x: 0, y: 0, width: 150, height: 150 });
  expect(boundsOf([])).toBeUndefined();
});
