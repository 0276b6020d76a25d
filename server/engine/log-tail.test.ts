import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readTail } from './log-tail.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-tail-'));
const path = join(folder, 'log');
afterAll(() => rmSync(folder, { recursive: true }));

describe('log tail', () => {
  it('answers the same as reading everything', async () => {
    const line = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll(/[\r\n]/g, ''));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.integer({ min: 1, max: 20 }), async (lines, count) => {
        writeFileSync(path, lines.map((text) => `${text}\n`).join(''));
        expect((await readTail(path, count))?.lines).toEqual(lines.slice(-count));
      }),
      { numRuns: 50 },
    );
  });

  it('reads only the end of a huge file', async () => {
    writeFileSync(path, 'first\n');
    truncateSync(path, 3 * 1024 ** 3);
    appendFileSync(path, `\n${Array.from({ length: 1500 }, (_, index) => `line ${index}`).join('\n')}`);
    const before = process.memoryUsage().arrayBuffers;
    const tail = await readTail(path, 1000);
    expect(tail?.lines).toHaveLength(1000);
    expect(tail?.lines[0]).toBe('line 500');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 ** 2);
  });

  it('bounds a line without end, at a character boundary, and knows a missing file', async () => {
    writeFileSync(path, '基'.repeat(1_500_000));
    const text = (await readTail(path, 1000))?.lines[0] ?? '';
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2 * 1024 ** 2);
    expect(text).toMatch(/^基+$/);
    expect(await readTail(join(folder, 'none'), 10)).toBeUndefined();
  });
});
