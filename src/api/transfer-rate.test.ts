import { expect, test } from 'vitest';
import { createRate } from './transfer-rate.ts';

test('the rate is that of the last seconds', () => {
  const rate = createRate();
  expect(rate.read(0, 0)).toBe(0);
  for (let second = 1; second <= 20; second += 1) rate.read(second * 1000, second * 1000);
  expect(rate.read(21_000, 21_000)).toBe(1000);
  for (let second = 22; second <= 40; second += 1) rate.read(21_000, second * 1000);
  expect(rate.read(21_000, 41_000)).toBe(0);
});

test('a part that is sent again does not make the rate negative', () => {
  const rate = createRate();
  rate.read(5000, 0);
  expect(rate.read(1000, 1000)).toBe(0);
});
