import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multipartForm } from '../../testing/multipart.ts';
import { boundaryOf, readForm } from './multipart-form.ts';

async function* pieces(body: Buffer, sizes: number[]) {
  for (let at = 0, turn = 0; at < body.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield body.subarray(at, at + size);
    at += size;
  }
}

async function read(body: Buffer, boundary: string, sizes = [7]) {
  const chunks: Buffer[] = [];
  const result = await readForm(pieces(body, sizes), boundary, {
    add: (chunk) => void chunks.push(Buffer.from(chunk)),
  });
  return { ...result, file: Buffer.concat(chunks) };
}

describe('multipart form', () => {
  test('gives the same content however the body is cut, also when it looks like a boundary', async () => {
    const nasty = fc.constantFrom(
      '\r\n--',
      '\r',
      '\n',
      '\r\n',
      '------eihealth-test-7f3c2',
      '\r\n------eihealth-test-7f3c2',
      'x',
    );
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(nasty, { maxLength: 30 }).map((all) => Buffer.from(all.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(content, fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1 }), async (file, sizes) => {
        const { headers, payload } = multipartForm([
          { name: 'before', value: 'ä\r\n-' },
          { name: 'file', value: file, fileName: 'a "b".fq' },
          { name: 'after', value: '' },
        ]);
        const form = await read(payload, boundaryOf(headers['content-type']), sizes);
        expect(form.file.equals(Buffer.from(file))).toBe(true);
        expect(form.fileName).toBe('a "b".fq');
        expect([...form.fields]).toEqual([
          ['before', 'ä\r\n-'],
          ['after', ''],
        ]);
      }),
      { numRuns: 300 },
    );
  });

  test('refuses what is no whole form', async () => {
    const { headers, payload } = multipartForm([{ name: 'file', value: 'x', fileName: 'x' }]);
    const boundary = boundaryOf(headers['content-type']);
    await expect(read(payload.subarray(0, payload.length - 10), boundary)).rejects.toMatchObject({ status: 400 });
    await expect(read(Buffer.from('nothing'), boundary)).rejects.toMatchObject({ status: 400 });
    await expect(read(Buffer.concat([payload.subarray(0, 26), Buffer.from('xx')]), boundary)).rejects.toMatchObject({
      status: 400,
    });
    expect(() => boundaryOf('application/json')).toThrow();
    expect(() => boundaryOf('multipart/form-data')).toThrow();
  });

  test('refuses endless fields and heads, and a second file', async () => {
    const read2 = (parts: Parameters<typeof multipartForm>[0]) => {
      const { headers, payload } = multipartForm(parts);
      return read(payload, boundaryOf(headers['content-type']), [4096]);
    };
    await expect(read2([{ name: 'md5', value: 'x'.repeat(20_000) }])).rejects.toMatchObject({ status: 400 });
    await expect(read2([{ name: 'x'.repeat(40_000), value: '' }])).rejects.toMatchObject({ status: 400 });
    await expect(read2([...Array(40)].map((_, at) => ({ name: `f${at}`, value: '' })))).rejects.toMatchObject({
      status: 400,
    });
    const file = { name: 'file', value: 'x', fileName: 'x' };
    await expect(read2([file, file])).rejects.toMatchObject({ status: 400 });
  });
});
