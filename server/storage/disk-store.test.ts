import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { DiskStore } from './disk-store.ts';

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof import('node:fs/promises')>();
  return { ...real, rename: vi.fn(real.rename) };
});

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

describe('a file that is gone when its turn comes', () => {
  /** Two files, of which the second is taken away by somebody before it is moved. */
  async function move(name: string, isShared: boolean) {
    const store = new DiskStore(join(folder, name));
    const from = join(folder, `${name}-outputs`);
    mkdirSync(from);
    for (const file of ['one', 'two']) writeFileSync(join(from, file), file);
    const real = vi.mocked(rename).getMockImplementation() as typeof rename;
    vi.mocked(rename).mockImplementationOnce(real);
    vi.mocked(rename).mockImplementationOnce(async (source, target) => {
      rmSync(source);
      await real(source, target);
    });
    await expect(store.adoptTree(from, 'lab', 'out', isShared)).rejects.toMatchObject({ code: 'ENOENT' });
    return { left: readdirSync(from), moved: readdirSync(store.hostPath('lab', 'out')) };
  }

  it('brings back what was moved before it', async () => {
    const { left, moved } = await move('alone', false);
    expect([left.length, moved.length]).toEqual([1, 0]);
  });

  it('leaves it where it belongs when another server moves the same', async () => {
    const { left, moved } = await move('shared', true);
    expect([left.length, moved.length]).toEqual([0, 1]);
  });
});
