import { expect, test } from 'vitest';
import { ApiError } from '#src/api/errors.ts';
import type { LogPart } from '#src/api/log-file.ts';
import { createLogReader } from './log-reader.ts';

/** A log file in memory, read like the server reads it. */
function logFile(text: string) {
  let bytes = new TextEncoder().encode(text);
  const ranges: string[] = [];
  return {
    ranges,
    write: (more: string) => {
      bytes = new TextEncoder().encode(new TextDecoder().decode(bytes) + more);
    },
    replace: (other: string) => {
      bytes = new TextEncoder().encode(other);
    },
    read: async (_address: string, range: string): Promise<LogPart> => {
      ranges.push(range);
      const [first = '', last = ''] = range.replace('bytes=', '').split('-');
      const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
      const end = first === '' || last === '' ? bytes.length : Math.min(bytes.length, Number(last) + 1);
      return { bytes: bytes.slice(start, end), start: Math.min(start, bytes.length), size: bytes.length };
    },
  };
}

const open = (file: ReturnType<typeof logFile>) => createLogReader({ address: async () => '/log', read: file.read });
const lines = ({ buffer }: ReturnType<typeof createLogReader>) =>
  Array.from({ length: buffer.count }, (_, at) => buffer.line(at));

test('follows what is written', async () => {
  const file = logFile('one\n');
  const reader = open(file);
  await reader.loadTail();
  file.write('two\n');
  await reader.loadNew();
  expect(lines(reader)).toEqual(['one', 'two']);
  expect(file.ranges[1]).toMatch(/^bytes=3-/);
});

test('only the end of a large log is read, and the rest on request until the beginning', async () => {
  const text = Array.from({ length: 60_000 }, (_, number) => `line ${number} ${'.'.repeat(20)}\n`).join('');
  const reader = open(logFile(text));
  await reader.loadTail();
  const first = reader.buffer.count;
  expect(reader.buffer.start).toBeGreaterThan(0);
  expect(reader.buffer.line(first - 1)).toContain('line 59999');
  await reader.loadEarlier();
  expect(reader.state.get().shifted).toBe(reader.buffer.count - first);
  await reader.loadEarlier();
  expect(reader.buffer.start).toBe(0);
  expect(lines(reader).join('\n')).toBe(text.trimEnd());
});

test('a shorter log is another attempt and is read anew', async () => {
  const file = logFile('a long first attempt\n');
  const reader = open(file);
  await reader.loadTail();
  file.replace('again\n');
  await reader.loadNew();
  expect(lines(reader)).toEqual(['again']);
});

test('an old address is asked for once more', async () => {
  const file = logFile('text\n');
  let asked = 0;
  const reader = createLogReader({
    address: async () => `/log/${++asked}`,
    read: async (address, range) => {
      if (address === '/log/1') throw new ApiError({ status: 403 });
      return file.read(address, range);
    },
  });
  await reader.loadTail();
  expect(lines(reader)).toEqual(['text']);
  expect(reader.state.get().error).toBeUndefined();
});

test('without a log there is none, and an error is kept to be shown', async () => {
  const none = createLogReader({ address: async () => undefined, read: logFile('').read });
  await none.loadTail();
  expect(none.state.get().phase).toBe('none');
  const broken = createLogReader({
    address: async () => {
      throw new ApiError({ status: 500 });
    },
    read: logFile('').read,
  });
  await broken.loadTail();
  expect(broken.state.get().error).toBeInstanceOf(ApiError);
});
