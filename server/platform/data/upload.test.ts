import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { md5, multipartForm, putFile, sendUpload } from '../../testing/multipart.ts';
import { removeExpiredUploads } from './uploads.ts';

let server: TestServer;
let id: string;
beforeAll(async () => {
  server = await startTestServer();
  id = await server.project('uploads', { ulla: 'Uploader', vera: 'Viewer', dev: 'Developer' });
});
afterAll(() => server.close());

const PART = 10 * 1024 * 1024;
const scratch = () => {
  const folder = join(server.dataDir, 'objects', '.scratch');
  return readdirSync(folder);
};
const path = (project = id) => ({ eihealth_project_id: project });
const show = (name: string, as?: string) =>
  server.call('eihealth.showData', { path: { ...path(), path: `uploads:/${name}` }, as });
const stored = async (key: string, project = id) => {
  const { bucket } = await server.platform.db
    .selectFrom('project')
    .select('bucket')
    .where('id', '=', project)
    .executeTakeFirstOrThrow();
  return readFileSync(server.platform.store.hostPath(bucket, key));
};

describe('upload in one request', () => {
  test('stores the file with its folders, whatever the order of the fields', async () => {
    for (const fileFirst of [true, false]) {
      const fields = {
        target_folder: 'uploads:/in/deep/',
        file_name: `r${fileFirst}.txt`,
        md5: md5('reads', 'base64'),
      };
      expect(await sendUpload(server, id, 'reads', fields, { fileFirst })).toEqual({ status: 200, body: {} });
      expect((await show(`in/deep/r${fileFirst}.txt`)).body).toMatchObject({ type: 'FILE', size: 5 });
    }
    expect((await show('in/')).body).toMatchObject({ type: 'FOLDER' });
    expect((await sendUpload(server, id, 'named', {}, { fileName: 'own name.txt' })).status).toBe(200);
    expect((await show('own name.txt')).body.size).toBe(5);
    expect((await sendUpload(server, id, '', { file_name: 'empty' })).status).toBe(200);
    expect((await show('empty')).body.size).toBe(0);
  });

  test('replaces a file and keeps the size of the project in step', async () => {
    const project = await server.project();
    const size = async () => (await server.call('eihealth.showBucketStorage', { path: path(project) })).body.size;
    await putFile(server, project, 'a', 'x'.repeat(100));
    await putFile(server, project, 'a', 'y'.repeat(40));
    expect(await size()).toBe(40);
    expect((await stored('a', project)).toString()).toBe('y'.repeat(40));
  });

  test('refuses a wrong md5, a missing file, too much, bad numbers and bad places', async () => {
    const code = async (file: Uint8Array | string | undefined, fields: Record<string, string>) => {
      const { status, body } = await sendUpload(server, id, file, fields);
      return [status, body.error_code.replace('eihealth.', '')];
    };
    expect(await code('x', { file_name: 'bad-md5', md5: md5('y') })).toEqual([400, '01000007']);
    expect((await show('bad-md5')).status).toBe(404);
    expect(await code(undefined, { file_name: 'x' })).toEqual([400, '01000042']);
    expect(await code(Buffer.alloc(PART + 1), { file_name: 'x' })).toEqual([400, '01030013']);
    expect(await code('x', { file_name: 'x', part_number: '0' })).toEqual([400, '01000032']);
    expect(await code('x', { file_name: 'x', part_number: '3', total_part: '2' })).toEqual([400, '01000030']);
    expect(await code('x', { file_name: 'x', part_number: '2', total_part: '2' })).toEqual([400, '01000008']);
    expect(await code('x', { file_name: 'x', total_part: '12345' })).toEqual([400, '01000026']);
    expect(await code('x', { file_name: '../up' })).toEqual([400, '01030023']);
    expect(await code('x', { file_name: 'a\nb' })).toEqual([400, '01030023']);
    expect(await code('x', { file_name: 'folder/' })).toEqual([400, '01030023']);
    expect(await code('x', { file_name: 'x', target_folder: 'other:/a' })).toEqual([404, '01030001']);
    expect(await code('x', { file_name: 'é'.repeat(128) })).toEqual([400, '01030014']);
    expect(await code('x', { file_name: `${'0123456789/'.repeat(95)}x` })).toEqual([400, '01030017']);
    expect(await code('x', { file_name: 'x'.repeat(200), target_folder: `${'0'.repeat(200)}/`.repeat(5) })).toEqual([
      400,
      '01030014',
    ]);
    await putFile(server, id, 'dir/file', 'x');
    expect(await code('x', { file_name: 'dir' })).toEqual([409, '01000044']);
    expect(await code('x', { file_name: 'dir/file/below' })).toEqual([409, '01000044']);
    expect(scratch()).toEqual([]);
  });

  test('takes 45 levels, 255 bytes and names that would be dangerous in a shell', async () => {
    const names = [
      '$(touch x).fq',
      '-rf',
      'naïve 样本.fq',
      `${'n'.repeat(252)}.fq`,
      'quo\'te".fq',
      '`id`;&|*?.txt',
      '%2e%2e',
      'back\\slash',
      `${'d/'.repeat(44)}leaf`,
    ];
    for (const name of names) {
      await putFile(server, id, name, name);
      expect((await stored(name)).toString()).toBe(name);
      expect((await show(name)).body).toMatchObject({ path: `uploads:/${name}`, size: Buffer.byteLength(name) });
    }
  });

  test('a full project takes no more until there is room', async () => {
    const project = await server.project();
    await server.platform.db.updateTable('project').set({ storage_quota: 10 }).where('id', '=', project).execute();
    await putFile(server, project, 'a', '12345678');
    expect((await sendUpload(server, project, '123', { file_name: 'b' })).body.error_code).toBe('eihealth.01000055');
    await putFile(server, project, 'a', '1234567');
    await putFile(server, project, 'b', '123');
  });

  test('roles: a Viewer uploads nothing, an Uploader replaces only own files', async () => {
    await putFile(server, id, 'of-dev', 'dev', 'dev');
    await putFile(server, id, 'of-ulla', 'ulla', 'ulla');
    await putFile(server, id, 'of-ulla', 'again', 'ulla');
    const upload = (name: string, as: string) => sendUpload(server, id, 'x', { file_name: name }, { as });
    expect((await upload('v', 'vera')).status).toBe(403);
    expect((await upload('of-dev', 'ulla')).status).toBe(403);
    expect((await sendUpload(server, id, 'x', { file_name: 'of-dev', total_part: '2' }, { as: 'ulla' })).status).toBe(
      403,
    );
  });
});

describe('upload in parts', () => {
  const content = randomBytes(1000);
  const parts = [
    content.subarray(0, 300),
    content.subarray(300, 600),
    content.subarray(600, 900),
    content.subarray(900),
  ];
  const send = (part: number, fields: Record<string, string>, bytes: Uint8Array | undefined = parts[part - 1]) =>
    sendUpload(
      server,
      id,
      bytes ?? '',
      { part_number: String(part), total_part: '4', ...fields },
      { fileFirst: part % 2 === 0 },
    );

  test('part 1 first, the others in any order, in parallel and again', async () => {
    const { body } = await send(1, { file_name: 'four', md5: md5(content) });
    const multipart_id = body.multipart_id;
    await send(3, { multipart_id }, randomBytes(300));
    await send(1, { multipart_id });
    expect((await show('four')).status).toBe(404);
    // The right bytes of part 3 must be there before the last missing part is: that one makes the file.
    await send(3, { multipart_id });
    const replies = await Promise.all([4, 2, 3, 3].map((part) => send(part, { multipart_id })));
    expect(replies.map(({ status, body }) => [status, body.multipart_id])).toEqual(Array(4).fill([200, multipart_id]));
    expect((await stored('four')).equals(content)).toBe(true);
    expect((await show('four')).body.size).toBe(1000);
    expect((await send(4, { multipart_id })).status).toBe(200);
    expect(scratch()).toEqual([]);
  });

  test('parts of uneven sizes make the same file, whatever stands first in the form', async () => {
    const cut = [
      content.subarray(0, 100),
      content.subarray(100, 550),
      content.subarray(550, 600),
      content.subarray(600),
    ];
    for (const fileFirst of [true, false]) {
      const { body } = await send(1, { file_name: 'uneven' }, cut[0]);
      for (const part of [4, 2, 3]) {
        const fields = {
          part_number: String(part),
          total_part: '4',
          multipart_id: body.multipart_id,
          md5: md5(content),
        };
        expect((await sendUpload(server, id, cut[part - 1], fields, { fileFirst })).status).toBe(200);
      }
      expect((await stored('uneven')).equals(content)).toBe(true);
    }
  });

  test('a client that goes away in the middle leaves nothing; the part can be sent again to its place', async () => {
    const size = 3_000_000;
    const big = randomBytes(2 * size);
    const fields = { part_number: '1', total_part: '2', md5: md5(big) };
    const { body } = await sendUpload(server, id, big.subarray(0, size), { ...fields, file_name: 'broken' });
    const second = { part_number: '2', total_part: '2', multipart_id: body.multipart_id };
    const form = multipartForm([
      ...Object.entries(second).map(([name, value]) => ({ name, value })),
      { name: 'file', value: big.subarray(size), fileName: 'x' },
    ]);
    const url = new URL(await server.app.listen({ port: 0, host: '127.0.0.1' }));
    const before = scratch();
    const rows = () =>
      server.platform.db.selectFrom('upload_part').selectAll().where('upload_id', '=', body.multipart_id).execute();
    const client = request({
      host: url.hostname,
      port: url.port,
      method: 'POST',
      path: `/api/eihealth/v1/${server.platform.cloudProject.id}/eihealth-projects/${id}/datas/upload`,
      headers: { ...form.headers, 'content-length': form.payload.length, 'x-auth-token': await server.token() },
    });
    client.on('error', () => undefined);
    client.write(form.payload.subarray(0, size / 2));
    await vi.waitFor(async () => expect(await rows()).toHaveLength(2));
    client.destroy();
    await vi.waitFor(async () => expect(await rows()).toHaveLength(1));
    expect(scratch()).toEqual(before);
    expect((await sendUpload(server, id, big.subarray(size), second)).status).toBe(200);
    expect((await stored('broken')).equals(big)).toBe(true);
  });

  test('concurrent last parts complete once; the bytes count once', async () => {
    const project = await server.project();
    const { body } = await sendUpload(server, project, 'abc', { file_name: 'two', total_part: '2' });
    const last = { part_number: '2', total_part: '2', multipart_id: body.multipart_id };
    const replies = await Promise.all([1, 2, 3, 4].map(() => sendUpload(server, project, 'de', last)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await stored('two', project)).toString()).toBe('abcde');
    expect((await server.call('eihealth.showBucketStorage', { path: path(project) })).body.size).toBe(5);
  });

  test('a wrong md5 leaves nothing; the upload is gone', async () => {
    const { body } = await send(1, { file_name: 'wrong', md5: md5('other') });
    const rest = [];
    for (const part of [2, 3, 4]) rest.push(await send(part, { multipart_id: body.multipart_id }));
    expect(rest.map(({ status }) => status)).toEqual([200, 200, 400]);
    expect((await show('wrong')).status).toBe(404);
    expect((await send(4, { multipart_id: body.multipart_id })).status).toBe(404);
    expect(scratch()).toEqual([]);
  });

  test('belongs to who began it, keeps its number of parts and expires', async () => {
    const { body } = await send(1, { file_name: 'late' });
    const multipart_id = body.multipart_id;
    expect(
      (await sendUpload(server, id, 'x', { multipart_id, part_number: '2', total_part: '4' }, { as: 'dev' })).status,
    ).toBe(404);
    expect((await send(2, { multipart_id, total_part: '5' })).status).toBe(400);
    expect((await send(2, { multipart_id: 'unknown' })).status).toBe(404);
    await removeExpiredUploads(server.platform, Date.now() + 23 * 3600_000);
    expect((await send(2, { multipart_id })).status).toBe(200);
    await removeExpiredUploads(server.platform, Date.now() + 25 * 3600_000);
    expect((await send(3, { multipart_id })).status).toBe(404);
    expect(scratch()).toEqual([]);
  });
});
