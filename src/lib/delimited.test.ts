import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDelimited } from './delimited.ts';

test('quotes hold separators, line ends and doubled quotes', () => {
  expect(parseDelimited('a,b\r\n"x, ""y""\nz",2\n', ',')).toEqual([
    ['a', 'b'],
    ['x, "y"\nz', '2'],
  ]);
});

test('in tab-separated text a quote is a character', () => {
  expect(parseDelimited('5" pipe\t2', '\t')).toEqual([['5" pipe', '2']]);
});

test('no more rows than asked for', () => expect(parseDelimited('1\n2\n3\n', ',', 2)).toHaveLength(2));

test('what is written comes back', () => {
  const write = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const table = fc.array(fc.array(fc.string(), { minLength: 1 }), { minLength: 1 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = rows.map((row) => `${row.map(write).join(',')}\n`).join('');
      expect(parseDelimited(text, ',')).toEqual(rows);
    }),
  );
});
