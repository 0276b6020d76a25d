import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMd5 } from './md5.ts';

const digest = (...pieces: Uint8Array[]) => {
  const md5 = createMd5();
  for (const piece of pieces) md5.update(piece);
  return md5.hex();
};

test.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
])('%j of RFC 1321', (text, hex) => expect(digest(new TextEncoder().encode(text))).toBe(hex));

test('however the data are cut, the digest is that of the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (pieces) => {
      expect(digest(...pieces)).toBe(createHash('md5').update(Buffer.concat(pieces)).digest('hex'));
    }),
  );
});

test('from 512 MiB on, the length in bits takes more than 32 of them', () => {
  const md5 = createMd5();
  const whole = createHash('md5');
  const piece = new Uint8Array(128 * 1024 * 1024);
  for (let i = 0; i < 4; i += 1) {
    md5.update(piece);
    whole.update(piece);
  }
  expect(md5.hex()).toBe(whole.digest('hex'));
}, 60_000);
