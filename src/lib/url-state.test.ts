import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readUrlState, writeUrlState } from './url-state.ts';

const defaults = { q: '', page: 1, open: false, status: [] as string[], sort: 'name' };

test('values equal to their default leave no trace', () => {
  expect(writeUrlState(new URLSearchParams('q=x&page=3'), defaults, { q: '', page: 1 }).toString()).toBe('');
});

test('parameters of others survive', () => {
  expect(writeUrlState(new URLSearchParams('embed=1'), defaults, { q: 'a' }).toString()).toBe('embed=1&q=a');
});

test('a damaged number falls back to the default', () => {
  expect(readUrlState(new URLSearchParams('page=abc'), defaults).page).toBe(1);
});

test('what is written is read again', () => {
  const state = fc.record({
    q: fc.string(),
    page: fc.integer(),
    open: fc.boolean(),
    status: fc.array(fc.string({ minLength: 1 })),
    sort: fc.string(),
  });
  fc.assert(
    fc.property(state, (value) => {
      const search = new URLSearchParams(writeUrlState(new URLSearchParams(), defaults, value).toString());
      expect(readUrlState(search, defaults)).toEqual(value);
    }),
  );
});
