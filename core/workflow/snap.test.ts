import fc from 'fast-check';
import { expect, it } from 'vitest';
import { snap } from './snap.ts';

const rules = { grid: 12, tolerance: 5 };
const area = (x: number, y: number, width = 100, height = 60) => ({ x, y, width, height });

it('goes to the grid where no neighbour is near', () => {
  const { offset, guides } = snap(area(13, 31), [area(1000, 1000)], rules);
  expect(offset).toEqual({ x: -1, y: 5 });
  expect(guides).toEqual([]);
});

it('lines up with a neighbour, and says along which line', () => {
  const { offset, guides } = snap(area(203, 300), [area(200, 40)], rules);
  expect(offset).toEqual({ x: -3, y: 0 });
  expect(guides).toEqual([{ axis: 'x', at: 200, from: 40, to: 360 }]);
});

it('lines up middles of boxes of different sizes', () => {
  const { offset, guides } = snap(area(0, 102, 100, 60), [area(400, 90, 100, 80)], rules);
  expect(offset.y).toBe(-2);
  expect(guides).toEqual([{ axis: 'y', at: 130, from: 0, to: 500 }]);
});

it('prefers the nearest neighbour', () => {
  expect(snap(area(104, 0), [area(100, 500), area(107, 900)], rules).offset.x).toBe(3);
});

it('stays when it has snapped, and never moves farther than it may', () => {
  const any = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) });
  fc.assert(
    fc.property(any, fc.array(any, { maxLength: 5 }), (at, others) => {
      const boxes = others.map(({ x, y }) => area(x, y));
      const { offset } = snap(area(at.x, at.y), boxes, rules);
      for (const axis of ['x', 'y'] as const) expect(Math.abs(offset[axis])).toBeLessThanOrEqual(6);
      const again = snap(area(at.x + offset.x, at.y + offset.y), boxes, { ...rules, tolerance: 0 });
      expect(Math.abs(again.offset.x)).toBeLessThanOrEqual(6);
    }),
  );
});
