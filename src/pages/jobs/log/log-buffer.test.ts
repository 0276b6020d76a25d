import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogBuffer } from './log-buffer.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const lines = (buffer: LogBuffer) => Array.from({ length: buffer.count }, (_, at) => buffer.line(at));
const roomy = () => new LogBuffer(1_000_000);

test('the end of a log begins with a whole line', () => {
  const buffer = roomy();
  buffer.reset(bytes('alf a line\nsecond\nthi'), 100);
  expect(lines(buffer)).toEqual(['second', 'thi']);
  expect([buffer.start, buffer.end]).toEqual([111, 121]);
});

test('an unfinished line goes on, and a character cut in two is whole again', () => {
  const buffer = roomy();
  const text = bytes('one\n二三\n');
  buffer.reset(text.subarray(0, 5), 0);
  buffer.append(text.subarray(5));
  expect(lines(buffer)).toEqual(['one', '二三']);
});

test('earlier lines come before, without the piece of a line at their beginning', () => {
  const buffer = roomy();
  buffer.reset(bytes('x\nc\nd\n'), 20);
  expect(buffer.prepend(bytes('yz\na\nb\n'), buffer.start - 7)).toBe(2);
  expect(lines(buffer)).toEqual(['a', 'b', 'c', 'd']);
});

test('a carriage return begins a line anew', () => {
  const buffer = roomy();
  buffer.reset(bytes('10 %\r50 %\r100 %\r\ndone\r\n'), 0);
  expect(lines(buffer)).toEqual(['100 %', 'done']);
});

test('search finds lines, the unfinished one too', () => {
  const buffer = roomy();
  buffer.reset(bytes('Error: a\nfine\nan error'), 0);
  expect(buffer.find('ERROR')).toEqual([0, 2]);
  expect(buffer.find('')).toEqual([]);
});

test('what is kept is bounded at both ends', () => {
  const block = `${'x'.repeat(1023)}\n`.repeat(300);
  const buffer = new LogBuffer(700 * 1024);
  buffer.reset(bytes(block), 0);
  buffer.append(bytes(block));
  expect(buffer.append(bytes(block))).toBe(300);
  expect([buffer.start, buffer.end, buffer.count]).toEqual([300 * 1024, 900 * 1024, 600]);
  buffer.prepend(bytes(block), 0);
  expect([buffer.start, buffer.end, buffer.count]).toEqual([0, 600 * 1024, 600]);
});

test('however a text is cut into parts, its lines are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\n', '二', '🧬') })), (parts) => {
      const text = parts.join('');
      const all = bytes(text);
      const buffer = roomy();
      buffer.reset(new Uint8Array(), 0);
      for (let at = 0; at < all.length; at += 3) buffer.append(all.subarray(at, at + 3));
      const expected = text.split('\n');
      if (expected.at(-1) === '') expected.pop();
      expect(lines(buffer)).toEqual(expected);
      expect(buffer.end).toBe(all.length);
    }),
  );
});
