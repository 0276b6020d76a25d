import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { capLog } from './log-cap.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-cap-'));
const path = join(folder, 'log');
const LIMIT = 100_000;
const MARK = /^\[the log passed its limit of 100000 bytes;/m;

afterAll(() => rmSync(folder, { recursive: true }));

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `line ${from + at}\n`).join('');

it('leaves a log within its limit alone, and one that is not there', () => {
  writeFileSync(path, lines(0, 100));
  expect(capLog(path, LIMIT)).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe(lines(0, 100));
  expect(capLog(join(folder, 'none'), LIMIT)).toBe(false);
  writeFileSync(path, 'x'.repeat(LIMIT + 10));
  expect(capLog(path, LIMIT, 10)).toBe(false);
});

it('keeps the beginning and the latest lines, whole, however often it is cut', () => {
  writeFileSync(path, '');
  for (let from = 0; from < 100_000; from += 20_000) {
    appendFileSync(path, lines(from, from + 20_000));
    expect(capLog(path, LIMIT)).toBe(true);
    expect(statSync(path).size).toBeLessThanOrEqual(LIMIT);
    const text = readFileSync(path, 'utf8');
    expect(text.startsWith('line 0\nline 1\n')).toBe(true);
    expect(text.endsWith(`\nline ${from + 19_999}\n`)).toBe(true);
    expect(text.match(new RegExp(MARK, 'gm'))).toHaveLength(1);
    expect(text.split('\n').filter((line) => !/^(line \d+|\[the log.*)?$/.test(line))).toEqual([]);
  }
  expect(capLog(path, LIMIT)).toBe(false);
});

it('keeps bytes of a log without lines', () => {
  writeFileSync(path, 'x'.repeat(3 * LIMIT));
  expect(capLog(path, LIMIT)).toBe(true);
  expect(statSync(path).size).toBeLessThanOrEqual(LIMIT);
  expect(readFileSync(path, 'utf8')).toMatch(/x{1000}\[the log passed/);
});

it('says so when it cannot be cut, and lets the supervisor go on', () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  const loop = join(folder, 'loop');
  symlinkSync(loop, loop);
  expect(capLog(loop, LIMIT)).toBe(false);
  expect(said).toHaveBeenCalledWith(expect.stringContaining('cannot be cut: ELOOP'));
  said.mockRestore();
});
