import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { headOf } from './read-head.ts';

const stream = (bytes: Uint8Array) => new Blob([Uint8Array.from(bytes)]).stream();
const lines = Array.from({ length: 5000 }, (_, i) => `read${i} ${(i * 7919) % 10007}\n`).join('');
const read = (bytes: Uint8Array, options: Partial<Parameters<typeof headOf>[1]> = {}) =>
  headOf(stream(bytes), { gzip: false, more: false, ...options });

test('a short text is whole', async () => {
  expect(await read(Buffer.from('ACGT\nÄ'))).toEqual({ text: 'ACGT\nÄ', cut: false, binary: false });
});

test('a long text ends with its last whole line', async () => {
  const { text, cut } = await read(Buffer.from('one\ntwo\nthree'), { limit: 10 });
  expect([text, cut]).toEqual(['one\ntwo\n', true]);
});

test('gzip is shown as what is in it', async () => {
  expect((await read(gzipSync(lines), { gzip: true })).text).toBe(lines);
});

test('the head of a longer gzip shows what can be taken out', async () => {
  const packed = gzipSync(lines);
  const { text, cut } = await read(packed.subarray(0, packed.length / 2), { gzip: true, more: true });
  expect(cut).toBe(true);
  expect(lines.startsWith(text)).toBe(true);
});

test('what is no gzip is an error', async () => {
  await expect(read(Buffer.from('plain'), { gzip: true })).rejects.toThrow();
});

test('zero bytes are no text', async () => {
  expect((await read(Uint8Array.of(1, 0, 2))).binary).toBe(true);
});
