import { describe, expect, it, test } from 'vitest';
import { moved, pastedValues, toValues } from './value-text.ts';

test('lines are values, empty ones are not', () => expect(toValues('a\n\n b \n')).toEqual(['a', 'b']));

describe('a pasted text', () => {
  it.each([
    ['a column', 'a\nb\nc\n', ['a', 'b', 'c']],
    ['a column of another system', 'a\r\nb\rc', ['a', 'b', 'c']],
    ['a row', 'a\tb\tc', ['a', 'b', 'c']],
    ['a table: its first column', 'S1\t/x/1.fq\nS2\t/x/2.fq', ['S1', 'S2']],
    ['a line with commas', 'a, b ,,c', ['a', 'b', 'c']],
    ['a line with quoted commas', '"a,1",b', ['a,1', 'b']],
    ['a column whose values have commas', 'a,1\nb,2', ['a,1', 'b,2']],
    ['one value', ' a b ', ['a b']],
    ['nothing', ' \n\t', []],
  ])('%s', (_, text, values) => expect(pastedValues(text)).toEqual(values));

  it('of a spreadsheet of 10,000 rows is read at once', () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => `sample-${n}\tx`);
    expect(pastedValues(rows.join('\r\n'))).toHaveLength(10_000);
  });
});

test('values move together and stay inside the list', () => {
  expect(moved(['a', 'b', 'c', 'd'], new Set([0, 2]), 1)).toEqual(['b', 'a', 'c', 'd']);
  expect(moved(['a', 'b'], new Set([0]), 9)).toEqual(['b', 'a']);
  expect(moved(['a', 'b'], new Set([1]), -1)).toEqual(['b', 'a']);
});
