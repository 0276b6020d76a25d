import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DiskStore } from './disk-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'disk-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('finds its folder again after it could not be made', async () => {
  const root = join(folder, 'objects');
  writeFileSync(root, 'a file stands where the folder belongs, as a disk that is full or away would');
  const store = new DiskStore(root);
  await expect(store.scratchFile()).rejects.toThrow();
  await expect(store.makeFolder('lab', 'a')).rejects.toThrow();
  rmSync(root);
  const file = await store.scratchFile();
  writeFileSync(file, 'content');
  await store.adopt(file, 'lab', 'a/b');
  expect(await store.size('lab', 'a/b')).toBe(7);
});
