import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Joined } from '../../joined.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { publishFile } from './publish-file.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function newProject() {
  const id = await server.project();
  const { db } = server.platform;
  const row = () =>
    db.selectFrom('project').select(['id', 'bucket', 'size']).where('id', '=', id).executeTakeFirstOrThrow();
  const project = await row();
  const publish = async (key: string, text: string, creatorId = 'one', ownOnly = false) => {
    const path = await server.platform.store.scratchFile();
    await writeFile(path, text);
    await publishFile(server.platform, project, { path, key, size: Buffer.byteLength(text), creatorId, ownOnly });
  };
  /** All at the same time; '' or the code of the refusal. */
  const publishAll = async (files: Parameters<typeof publish>[]) => {
    const ends = await Promise.allSettled(files.map((file) => publish(...file)));
    return ends.map((end) => (end.status === 'fulfilled' ? '' : (end.reason.code ?? String(end.reason))));
  };
  const content = (key: string) => readFileSync(server.platform.store.hostPath(project.bucket, key), 'utf8');
  const keys = async () => {
    const rows = await db.selectFrom('object').select('key').where('project_id', '=', id).orderBy('key').execute();
    return rows.map(({ key }) => key);
  };
  return { ...project, publish, publishAll, content, keys, size: async () => (await row()).size };
}

test('what is refused does not hurt what shares its transaction', async () => {
  const project = await newProject();
  await project.publish('mine', 'xx');
  await project.publish('a/one', '1');
  const ends = await project.publishAll([
    ['a/three', ''],
    ['mine', 'stolen', 'two', true],
    ['a/one/below', '2'],
    ['a/two', '22'],
  ]);
  expect(ends).toEqual(['', 'eihealth.01030003', 'eihealth.01000044', '']);
  expect(await project.keys()).toEqual(['a', 'a/one', 'a/three', 'a/two', 'mine']);
  expect(project.content('mine')).toBe('xx');
  expect(await project.size()).toBe(5);
});

test('the quota holds for files that come together', async () => {
  const project = await newProject();
  await server.platform.db.updateTable('project').set({ storage_quota: 10 }).where('id', '=', project.id).execute();
  const ends = await project.publishAll(['a', 'b', 'c', 'd'].map((key) => [key, '1234']));
  expect(ends.filter((end) => end === '')).toHaveLength(2);
  expect(ends.filter((end) => end === 'eihealth.01000055')).toHaveLength(2);
  expect(await project.size()).toBe(8);
});

test('one the store does not take leaves the others, in store and index', async () => {
  const project = await newProject();
  const { store } = server.platform;
  // A folder the index does not know stands where a file is to be.
  await store.makeFolder(project.bucket, 'blocked/deep');
  const ends = await project.publishAll([
    ['first', '1'],
    ['a', '1'],
    ['blocked', '2'],
    ['b', '3'],
  ]);
  expect(ends.map((end) => end === '')).toEqual([true, true, false, true]);
  expect(await project.keys()).toEqual(['a', 'b', 'first']);
  expect(project.content('b')).toBe('3');
  expect(existsSync(store.hostPath(project.bucket, 'blocked/deep'))).toBe(true);
});

test('the same key many times: the last one stays', async () => {
  const project = await newProject();
  const texts = Array.from({ length: 10 }, (_, at) => 'x'.repeat(at + 1));
  expect(await project.publishAll(texts.map((text) => ['same', text]))).toEqual(texts.map(() => ''));
  expect(await project.size()).toBe(project.content('same').length);
});

test('a shared answer is never older than its question', async () => {
  const joined = new Joined<number>();
  let now = 0;
  let asked = 0;
  const releases: (() => void)[] = [];
  const question = async () => {
    asked++;
    const seen = now;
    await new Promise<void>((resolve) => releases.push(resolve));
    return seen;
  };
  const first = joined.ask('key', question);
  now = 1;
  const later = [joined.ask('key', question), joined.ask('key', question)];
  releases[0]?.();
  expect(await first).toBe(0);
  await expect.poll(() => releases.length).toBe(2);
  releases[1]?.();
  expect(await Promise.all(later)).toEqual([1, 1]);
  expect(asked).toBe(2);
});
