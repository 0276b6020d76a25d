import { expect, test } from 'vitest';
import { align, summary } from './series.ts';

const series = (...points: [number, number][]) => ({
  metric: 'disk_read' as const,
  unit: 'bytes/second',
  points: points.map(([timestamp, value]) => ({ timestamp, value })),
});

test('series share one axis of time, with holes where one has no value', () => {
  expect(align([series([1, 10], [3, 30]), series([2, 200], [3, 300])])).toEqual({
    times: [1, 2, 3],
    values: [
      [10, null, 30],
      [null, 200, 300],
    ],
  });
  expect(align([])).toEqual({ times: [], values: [] });
});

test('a summary is the highest and the last value', () => {
  expect(summary(series([1, 10], [2, 70], [3, 30]))).toEqual({ max: 70, last: 30 });
  expect(summary(series())).toBeUndefined();
});
