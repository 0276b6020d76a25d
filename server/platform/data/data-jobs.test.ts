import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { putFile } from '../../testing/multipart.ts';
import { deletionsSettled, resumeDeletions } from './delete-data.ts';

let server: TestServer;
let id: string;
let path: { eihealth_project_id: string };
beforeAll(async () => {
  server = await startTestServer();
  id = await server.project('lab', { ulla: 'Uploader', vera: 'Viewer' });
  path = { eihealth_project_id: id };
});
afterAll(() => server.close());

const remove = (paths: string[], as?: string) => server.call('eihealth.batchDeleteData', { path, body: { paths }, as });
const job = async (jobId: string) =>
  (await server.call('eihealth.showDataJob', { path: { ...path, data_job_id: jobId } })).body;
const status = async (key: string) =>
  (await server.call('eihealth.showData', { path: { ...path, path: `lab:/${key}` } })).status;
const size = async () => (await server.call('eihealth.showBucketStorage', { path })).body.size;

describe('deletion', () => {
  test('takes files and folders with all below them, frees their size, and says so in its job', async () => {
    const before = await size();
    for (const name of ['d/a', 'd/b/c/file', 'd/b/other', 'single', 'd-not', 'd.txt'])
      await putFile(server, id, name, '12345');
    const topics: string[] = [];
    const stop = server.platform.bus.subscribe((event) => topics.push(`${event.topic} ${event.eihealth_project_id}`));
    const reply = await remove(['lab:/d/', 'lab:/single', 'lab:/d/a']);
    expect(reply.status).toBe(202);
    await deletionsSettled(server.platform);
    stop();
    expect(await job(reply.body.id)).toMatchObject({
      status: 'SUCCEED',
      type: 'DELETE_DATA',
      creator: 'admin',
      sources: ['lab:/d/', 'lab:/single'],
      complete_data: ['lab:/d/', 'lab:/single'],
      running_data: [],
    });
    expect(await Promise.all(['d/', 'd/a', 'd/b/c/file', 'single', 'd-not', 'd.txt'].map(status))).toEqual([
      404, 404, 404, 404, 200, 200,
    ]);
    const { bucket } = await server.platform.db
      .selectFrom('project')
      .select('bucket')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(existsSync(server.platform.store.hostPath(bucket, 'd'))).toBe(false);
    expect(await size()).toBe(before + 10);
    expect(topics).toContain(`data ${id}`);
    expect(topics).toContain(`data-jobs ${id}`);
  });

  test('refuses the root, what is not there, an empty list and what the role may not', async () => {
    const code = async (paths: string[], as?: string) => (await remove(paths, as)).body.error_code;
    expect(await code([])).toBe('eihealth.01000031');
    expect(await code(['lab:/'])).toBe('eihealth.01030019');
    expect(await code(['lab:/none'])).toBe('eihealth.01030001');
    expect(await code(['lab:/../x'])).toBe('eihealth.01030023');
    await putFile(server, id, 'mixed/mine', 'x', 'ulla');
    await putFile(server, id, 'mixed/theirs', 'x');
    expect((await remove(['lab:/mixed/'], 'ulla')).status).toBe(403);
    expect((await remove(['lab:/mixed/mine'], 'vera')).status).toBe(403);
    expect((await remove(['lab:/mixed/mine'], 'ulla')).status).toBe(202);
    await deletionsSettled(server.platform);
    expect([await status('mixed/mine'), await status('mixed/theirs')]).toEqual([404, 200]);
  });

  test('many objects go in steps; what came later stays; a job left by a stopped server is taken up', async () => {
    const { db } = server.platform;
    const old = new Date(Date.now() - 60_000);
    const rows = Array.from({ length: 1300 }, (_, at) => ({ name: `f${at}`, key: `many/f${at}` }));
    const base = { project_id: id, creator_id: 'x', create_time: old };
    const folder = { ...base, key: 'many', parent: '', name: 'many', is_folder: true, size: 0 };
    await db
      .insertInto('object')
      .values([folder, ...rows.map((row) => ({ ...base, ...row, parent: 'many', is_folder: false, size: 0 }))])
      .execute();
    await db
      .insertInto('data_job')
      .values({
        id: 'left',
        project_id: id,
        name: 'DataDelete-1',
        type: 'DELETE_DATA',
        status: 'RUNNING',
        creator: 'admin',
        sources: JSON.stringify(['lab:/many/']),
        destinations: '[]',
        complete_data: '[]',
        finish_count: 0,
        total_count: 0,
        failed_reason: '',
        create_time: new Date(Date.now() - 1000),
      })
      .execute();
    await putFile(server, id, 'many/later', 'x');
    await resumeDeletions(server.platform);
    await deletionsSettled(server.platform);
    const { body } = await server.call('eihealth.listDataJob', { path, query: { name: 'datadelete-1' } });
    expect(body.data_jobs.find((row: { id: string }) => row.id === 'left')).toMatchObject({
      status: 'SUCCEED',
      finish_count: 1301,
      total_count: 1301,
    });
    const left = await server.call('eihealth.listData', { path, query: { path: 'lab:/many/' } });
    expect(left.body).toMatchObject({ count: 1, datas: [{ name: 'later' }] });
  });
});

describe('data jobs', () => {
  test('are listed, filtered and sorted; an unknown one is 404', async () => {
    const list = async (query: Record<string, string | number>) =>
      (await server.call('eihealth.listDataJob', { path, query })).body;
    const all = await list({});
    expect(all.count).toBe(all.data_jobs.length);
    expect((await list({ creator: 'ulla' })).count).toBe(1);
    expect((await list({ status: 'FAILED' })).count).toBe(0);
    expect((await list({ type: 'DELETE_DATA', limit: 1 })).data_jobs).toHaveLength(1);
    expect((await list({ from_time: Date.now() + 60_000 })).count).toBe(0);
    expect(
      (await list({ finish_from_time: Date.now() - 60_000, sort_key: 'creator', sort_dir: 'asc' })).data_jobs[0]
        .creator,
    ).toBe('admin');
    const wrong = await server.call('eihealth.listDataJob', {
      path,
      query: { from_time: 1600000000001, to_time: 1600000000000 },
    });
    expect(wrong.body.error_code).toBe('eihealth.01000045');
    const none = await server.call('eihealth.showDataJob', { path: { ...path, data_job_id: 'none' } });
    expect([none.status, none.body.error_code]).toEqual([404, 'eihealth.01030027']);
    expect((await server.call('eihealth.listDataJob', { path, as: null })).status).toBe(401);
  });
});
