import fc from 'fast-check';
import { expect, it } from 'vitest';
import { freePlace } from './free-place.ts';

const size = { width: 100, height: 50 };

it('keeps a place that is free', () => {
  expect(freePlace({ x: 10.4, y: 5 }, size, [])).toEqual({ x: 10, y: 5 });
});

it('never covers another task', () => {
  const box = fc.record({ x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 300 }) });
  fc.assert(
    fc.property(fc.array(box, { maxLength: 20 }), box, (boxes, wanted) => {
      const taken = boxes.map((one) => ({ ...one, ...size }));
      const at = freePlace(wanted, size, taken);
      for (const one of taken) {
        const apart = at.x >= one.x + 100 || one.x >= at.x + 100 || at.y >= one.y + 50 || one.y >= at.y + 50;
        expect(apart).toBe(true);
      }
    }),
  );
});
