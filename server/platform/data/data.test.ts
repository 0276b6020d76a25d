import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { putFile } from '../../testing/multipart.ts';
import { importFolderNow } from './object-index.ts';

let server: TestServer;
let id: string;
let path: { eihealth_project_id: string };
beforeAll(async () => {
  server = await startTestServer();
  id = await server.project('lab', { ulla: 'Uploader', vera: 'Viewer', dev: 'Developer' });
  path = { eihealth_project_id: id };
});
afterAll(() => server.close());

type Query = Record<string, string | number>;
const list = (query: Query = {}, project = id) =>
  server.call('eihealth.listData', { path: { eihealth_project_id: project }, query });
const names = async (query: Query, project = id) =>
  (await list(query, project)).body.datas.map((item: { name: string }) => item.name);
const show = (text: string, options: { as?: string; headers?: Record<string, string> } = {}) =>
  server.call('eihealth.showData', { path: { ...path, path: text }, ...options });
const project = () =>
  server.platform.db.selectFrom('project').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('folders', () => {
  test('are made with those above them; what is there or a file is refused', async () => {
    const create = (body: unknown, as?: string) => server.call('eihealth.createData', { path, body, as });
    expect((await create({ name: 'x/y', parent_folder: 'lab:/made/' })).body).toEqual({ id: 'lab:/made/x/y/' });
    expect(await names({ path: 'lab:/made/x/' })).toEqual(['y']);
    expect((await create({ name: 'made' })).body.error_code).toBe('eihealth.01030002');
    await putFile(server, id, 'plain', 'x');
    expect((await create({ name: 'plain' })).status).toBe(409);
    expect((await create({ name: 'plain/below' })).status).toBe(409);
    expect((await create({ name: '..' })).body.error_code).toBe('eihealth.01030023');
    expect((await create({ name: 'd/'.repeat(46) })).body.error_code).toBe('eihealth.01030017');
    expect((await create({ name: 'n' }, 'vera')).status).toBe(403);
    expect((await create({ name: 'colon:name' }, 'ulla')).body).toEqual({ id: 'lab:/colon:name/' });
  });
});

describe('lists', () => {
  let other: string;
  beforeAll(async () => {
    other = await server.project('lists');
    for (const name of ['b.txt', 'a.txt', 'z/in.txt', 'y/deep/Sample_1.fq', 'c%.txt'])
      await putFile(server, other, name, name);
  });

  test('one folder, folders first, with the number of all', async () => {
    expect(await names({}, other)).toEqual(['y', 'z', 'a.txt', 'b.txt', 'c%.txt']);
    expect(await names({ sort_key: 'type', sort_dir: 'asc' }, other)).toEqual(['a.txt', 'b.txt', 'c%.txt', 'y', 'z']);
    expect(await names({ sort_key: 'create_time', sort_dir: 'asc' }, other)).toEqual([
      'b.txt',
      'a.txt',
      'z',
      'y',
      'c%.txt',
    ]);
    expect((await list({ limit: 2 }, other)).body.count).toBe(5);
    expect((await list({ path: 'lists:/none/' }, other)).status).toBe(404);
    expect((await list({ path: 'lists:/a.txt' }, other)).body.error_code).toBe('eihealth.01030022');
    expect((await list({ path: 'lab:/' }, other)).status).toBe(404);
    expect((await list({ marker: 'nonsense' }, other)).status).toBe(400);
  });

  test('offsets and markers give the same pages, in every order', async () => {
    for (const search_key of [undefined, 't'])
      for (const sort_key of ['type', 'create_time'])
        for (const sort_dir of ['asc', 'desc']) {
          const query = { sort_key, sort_dir, ...(search_key ? { search_key } : {}) };
          const all = await names(query, other);
          const byOffset: string[] = [];
          for (let offset = 0; offset < all.length; offset += 2)
            byOffset.push(...(await names({ ...query, limit: 2, offset }, other)));
          const byMarker: string[] = [];
          let marker: string | undefined;
          do {
            const { body } = await list({ ...query, limit: 2, ...(marker ? { marker } : {}) }, other);
            byMarker.push(...body.datas.map((item: { name: string }) => item.name));
            marker = body.next_marker;
          } while (marker);
          expect([query, byOffset, byMarker]).toEqual([query, all, all]);
        }
  });

  test('search looks at names at any depth, either case, and takes no wildcards', async () => {
    expect(await names({ search_key: 'sample_' }, other)).toEqual(['Sample_1.fq']);
    expect(await names({ search_key: '%' }, other)).toEqual(['c%.txt']);
    expect((await list({ search_key: 'txt', path: 'lists:/z/' }, other)).body.datas).toMatchObject([
      { path: 'lists:/z/in.txt' },
    ]);
  });
});

describe('one file', () => {
  test('content of small text only, an address to download from only for those who may', async () => {
    await putFile(server, id, 'note.txt', 'Grüße');
    await putFile(server, id, 'binary', new Uint8Array([1, 0, 255]));
    await putFile(server, id, 'latin', new Uint8Array([0x66, 0xfc]));
    await putFile(server, id, 'large.txt', 'x'.repeat(1024 * 1024 + 1));
    const headers = { 'X-Need-Content': 'true' };
    expect((await show('lab:/note.txt', { headers })).body).toMatchObject({
      name: 'note.txt',
      size: 7,
      content: 'Grüße',
    });
    expect((await show('lab:/note.txt')).body.content).toBeUndefined();
    expect((await show('lab:/binary', { headers })).body.error_code).toBe('eihealth.01000043');
    expect((await show('lab:/latin', { headers })).status).toBe(400);
    expect((await show('lab:/large.txt', { headers })).body.error_code).toBe('eihealth.01030038');
    expect((await show('lab:/none')).body.error_code).toBe('eihealth.01030001');
    expect((await show('lab:/note.txt/')).status).toBe(404);
    expect((await show('/')).body).toMatchObject({ type: 'FOLDER', deletable: false });
    expect((await show('lab:/note.txt', { as: 'vera' })).body.download_url).toBeUndefined();
    expect((await show('lab:/note.txt', { as: 'vera' })).body.deletable).toBe(false);
    expect((await show('lab:/note.txt', { as: 'ulla' })).body.deletable).toBe(false);
    expect((await show('lab:/note.txt', { as: 'dev' })).body).toMatchObject({ deletable: true, allowed_operate: true });
  });

  test('a signed address streams the file, a range of it, its head; a changed one does not', async () => {
    await putFile(server, id, "it's (1).html", '0123456789');
    const url = (await show("lab:/it's (1).html")).body.download_url;
    const get = (headers: Record<string, string> = {}, address = url, method: 'GET' | 'HEAD' = 'GET') =>
      server.app.inject({ method, url: address, headers });
    const whole = await get();
    expect([whole.statusCode, whole.body]).toEqual([200, '0123456789']);
    expect(whole.headers['content-disposition']).toBe("attachment; filename*=UTF-8''it%27s%20%281%29.html");
    const part = await get({ range: 'bytes=2-4' });
    expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
    expect((await get({ range: 'bytes=-3' })).body).toBe('789');
    expect((await get({ range: 'bytes=8-99' })).body).toBe('89');
    const beyond = await get({ range: 'bytes=10-' });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, 'bytes */10']);
    const tag = String(whole.headers.etag);
    expect((await get({ range: 'bytes=0-0', 'if-range': tag })).statusCode).toBe(206);
    expect((await get({ range: 'bytes=0-0', 'if-range': '"older"' })).statusCode).toBe(200);
    const head = await get({}, url, 'HEAD');
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', '10']);
    const inline = await get({}, `${url}?disposition=inline`);
    expect(inline.headers['content-security-policy']).toContain('sandbox');
    expect((await get({}, `${url}x`)).statusCode).toBe(403);
  });

  test('download by path, whole or in ranges; addresses elsewhere are refused', async () => {
    const text = '$(touch x).fq';
    await putFile(server, id, text, '0123456789');
    const download = (body: unknown, options: { as?: string; headers?: Record<string, string> } = {}) =>
      server.call('eihealth.downloadData', { path, body, ...options });
    const url = `lab:/${text}`;
    expect(await download({ type: 'PRIVATE', url })).toMatchObject({ status: 200, text: '0123456789' });
    expect(await download({ url, range_start: 3, range_end: 5 })).toMatchObject({ status: 206, text: '345' });
    expect(await download({ url }, { headers: { range: 'bytes=7-' } })).toMatchObject({ status: 206, text: '789' });
    expect((await download({ url, range_start: 10 })).body.error_code).toBe('eihealth.01030044');
    expect((await download({ url, range_start: 5, range_end: 4 })).status).toBe(400);
    expect((await download({ url }, { headers: { range: 'bytes=99-' } })).status).toBe(416);
    expect((await download({ type: 'PUBLIC', url })).body.error_code).toBe('eihealth.01030042');
    expect((await download({ url: 'https://example.org/x' })).body.error_code).toBe('eihealth.01030042');
    expect((await download({ type: 'EXTRANET', url })).status).toBe(400);
    expect((await download({})).body.error_code).toBe('eihealth.01000008');
    expect((await download({ url: 'lab:/none' })).status).toBe(404);
    expect((await download({ url: 'lab:/../x' })).status).toBe(400);
    expect((await download({ url }, { as: 'vera' })).status).toBe(403);
    expect((await download({ url }, { as: 'ulla' })).status).toBe(403);
  });
});

describe('what comes from a folder on this machine', () => {
  const folder = (name: string) => {
    const made = join(server.dataDir, name);
    mkdirSync(join(made, 'sub'), { recursive: true });
    writeFileSync(join(made, 'sub', 'file.txt'), 'from outside');
    return made;
  };
  const bring = async (from: string, key: string) =>
    importFolderNow(server.platform, { project: await project(), key, folder: from, creatorId: 'someone' });

  test('is moved and listed, and its size counts', async () => {
    const before = (await project()).size;
    await bring(folder('one'), 'imported/here');
    expect(await names({ path: 'lab:/imported/here/' })).toEqual(['sub']);
    expect((await show('lab:/imported/here/sub/file.txt')).body.size).toBe(12);
    expect((await project()).size).toBe(before + 12);
  });

  test('with a link in it is refused whole, and a refused import leaves store and index as they were', async () => {
    const linked = folder('two');
    symlinkSync('/etc/passwd', join(linked, 'sub', 'link'));
    await expect(bring(linked, 'linked')).rejects.toMatchObject({ status: 400 });
    expect((await show('lab:/linked/')).status).toBe(404);
    await putFile(server, id, 'clash/sub', 'a file');
    await expect(bring(folder('three'), 'clash')).rejects.toMatchObject({ status: 409 });
    expect((await show('lab:/clash/sub', { headers: { 'X-Need-Content': 'true' } })).body.content).toBe('a file');
  });

  test('a change that fails at its end is taken back in the store', async () => {
    await putFile(server, id, 'keep/sub/file.txt', 'old');
    const { inOneStep, importFolder } = await import('./object-index.ts');
    const { platform } = server;
    const row = await project();
    const late = inOneStep(platform.db, async (tx, placed) => {
      await importFolder(platform, tx, placed, { project: row, key: 'keep', folder: folder('four'), creatorId: 'x' });
      throw new Error('too late');
    });
    await expect(late).rejects.toThrow('too late');
    const shown = await show('lab:/keep/sub/file.txt', { headers: { 'X-Need-Content': 'true' } });
    expect(shown.body).toMatchObject({ size: 3, content: 'old' });
  });

  test('links put into the bucket by hand are not served, nor followed when writing', async () => {
    const { store } = server.platform;
    const { bucket } = await project();
    writeFileSync(join(server.dataDir, 'secret'), 'secret');
    await putFile(server, id, 'l/file', 'content');
    symlinkSync(join(server.dataDir, 'secret'), store.hostPath(bucket, 'l/link'));
    expect(await names({ path: 'lab:/l/' })).toEqual(['file']);
    expect((await show('lab:/l/link')).status).toBe(404);
    await (await store.takeAway(bucket, ['l/file'])).settle();
    symlinkSync(join(server.dataDir, 'secret'), store.hostPath(bucket, 'l/file'));
    const headers = { 'X-Need-Content': 'true' };
    expect((await show('lab:/l/file', { headers })).body.error_code).toBe('eihealth.01030041');
    const download = await server.call('eihealth.downloadData', { path, body: { url: 'lab:/l/file' } });
    expect(download.body.error_code).toBe('eihealth.01030041');
    const outside = join(server.dataDir, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, store.hostPath(bucket, 'escape'));
    await expect(store.adopt(join(server.dataDir, 'secret'), bucket, 'escape/x')).rejects.toThrow('link');
    await expect(store.read(bucket, 'escape/x')).rejects.toThrow('link');
  });
});
