import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ansiPieces, plainLine } from './ansi.ts';

const ESC = '\u001b';

test('colours and weight become pieces', () => {
  expect(ansiPieces(`a ${ESC}[1;31mred${ESC}[0m b`)).toEqual([
    { text: 'a ' },
    { text: 'red', colour: 1, bold: true },
    { text: ' b' },
  ]);
  expect(ansiPieces(`${ESC}[92mok${ESC}[39m!`)).toEqual([{ text: 'ok', colour: 2 }, { text: '!' }]);
});

test.each([
  [`${ESC}[2K${ESC}[1Aline`, 'line'],
  [`${ESC}]8;;http://x${ESC}\\link${ESC}]8;;${ESC}\\`, 'link'],
  [`${ESC}[38;5;196mx${ESC}[48;2;1;2;3my`, 'xy'],
  ['bell\u0007 and tab\t.', 'bell and tab\t.'],
  ['<b>text</b>', '<b>text</b>'],
])('%j reads %j', (line, text) => expect(plainLine(line)).toBe(text));

test('no control character is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ESC, '[', ']', ';', '3', 'm', '\u0007', '\\') }), (line) => {
      expect([...plainLine(line)].some((character) => character < ' ' && character !== '\t')).toBe(false);
    }),
  );
});
