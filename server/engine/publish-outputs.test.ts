import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiskStore } from '../storage/disk-store.ts';
import type { ObjectStore } from '../storage/store.ts';
import { moveOutputs } from './publish-outputs.ts';

const root = mkdtempSync(join(tmpdir(), 'publish-'));
const TO = { projectId: 'p', userId: 'u', bucket: 'b', folder: '/job/task' };
let store: DiskStore;

beforeAll(() => {
  store = new DiskStore(join(root, 'data'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function outputs(name: string) {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'one'), '1');
  writeFileSync(join(folder, 'two'), '22');
  const file = (path: string, size: number) => ({ path, size });
  return { folder, folders: [], files: [file('one', 1), file('two', 2)] };
}

/** The store as a server finds it while the one before it is still moving: what it sees is gone when it moves it. */
function whileMoved(first: (folder: string) => void): ObjectStore {
  let isFirst = true;
  return new Proxy<ObjectStore>(store, {
    get(target, name) {
      if (name === 'adoptTree' && isFirst)
        return (folder: string) => {
          isFirst = false;
          first(folder);
          return Promise.reject(Object.assign(new Error('ENOENT'), { code: 'ENOENT' }));
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('outputs that another server is moving', () => {
  it('are taken from where they came to, and the rest is moved', async () => {
    const given = outputs('shared');
    const moved = whileMoved((folder) => {
      mkdirSync(store.hostPath('b', 'job/task'), { recursive: true });
      writeFileSync(store.hostPath('b', 'job/task/one'), readFileSync(join(folder, 'one')));
      rmSync(join(folder, 'one'));
    });
    const objects = await moveOutputs(moved, given, TO);
    expect(objects.filter(({ is_folder }) => !is_folder).map(({ key }) => key)).toEqual([
      'job/task/one',
      'job/task/two',
    ]);
    expect(readFileSync(store.hostPath('b', 'job/task/two'), 'utf8')).toBe('22');
    expect(existsSync(join(given.folder, 'two'))).toBe(false);
  });

  it('are lost, by name, when they came nowhere', async () => {
    const given = outputs('lost');
    const moved = whileMoved((folder) => rmSync(folder, { recursive: true }));
    await expect(moveOutputs(moved, given, { ...TO, folder: '/job/other' })).rejects.toMatchObject({
      reason: 'OutputLost',
    });
  });
});
