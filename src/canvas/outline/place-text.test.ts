import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FARTHEST, readPlace, writePlace } from './place-text.ts';

test('what is written is read again', () => {
  const number = fc.integer({ min: -4 * FARTHEST, max: 4 * FARTHEST }).map((value) => value / 4);
  fc.assert(
    fc.property(number, number, (x, y) => {
      expect(readPlace(writePlace({ x, y }))).toEqual({ x, y });
    }),
  );
});

test('commas of either script and spaces stand between the numbers', () => {
  for (const text of ['12, -40', '12,-40', ' 12 -40 ', '12，-40', '12 ; -40']) {
    expect(readPlace(text), text).toEqual({ x: 12, y: -40 });
  }
});

test('one number, three, words and numbers too large to be shown are no place', () => {
  for (const text of [
    '',
    '12',
    '1, 2, 3',
    'left, top',
    '1,',
    '0x10, 0',
    `${FARTHEST + 1}, 0`,
    `0, ${'9'.repeat(400)}`,
  ]) {
    expect(readPlace(text), text).toBeUndefined();
  }
});
