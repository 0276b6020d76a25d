import { expect, test } from 'vitest';
import { compareNatural, formatDuration, formatSize, formatTime, shortenMiddle } from './format.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1_430_000_000, '1.4 GB'],
  [250_000_000_000_000_000, '250 PB'],
])('%i bytes read %s', (bytes, text) => expect(formatSize(bytes, 'en-US')).toBe(text));

test.each([
  [3_600, '4 s'],
  [1_267_000, '21:07'],
  [12_067_000, '3:21:07'],
])('%i ms read %s', (span, text) => expect(formatDuration(span)).toBe(text));

test('the year shows only when it is another one', () => {
  const now = new Date('2026-05-01T00:00:00Z');
  expect(formatTime(new Date('2026-03-02T12:00:00Z'), 'en-US', { now })).not.toContain('2026');
  expect(formatTime(new Date('2024-03-02T12:00:00Z'), 'en-US', { now })).toContain('2024');
});

test('long ids lose their middle', () => {
  expect(shortenMiddle('baabcb56-5bb6-11eb-8a0d-fa163e3ddba1')).toBe('baabcb5…3ddba1');
  expect(shortenMiddle('short')).toBe('short');
});

test('numbers in names sort by value', () => {
  expect(['s10', 's2', 'S1'].sort(compareNatural)).toEqual(['S1', 's2', 's10']);
});
