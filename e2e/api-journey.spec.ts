/** The main job without the console: any client of the documented API can do it with the administrator's password. */
import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { noteRequest } from './operations.ts';
import { ADMIN, type LiveServer, startServer } from './server.ts';

let server: LiveServer;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

const READS = Array.from({ length: 200 }, (_, index) => `@read${index}\nACGTACGTNN\n+\nIIIIIIIIII\n`).join('');

const app = (name: string, command: string, output: string) => ({
  name,
  version: '1.0.0',
  image: 'library/busybox:1.36',
  commands: [command],
  resources: { cpu: '0.1C', memory: '0.1G' },
  inputs: [{ name: 'source', type: 'FILE', required: true }],
  outputs: [{ name: 'result', type: 'FILE', required: true, values: [output] }],
});

test('sign in, upload, register apps, connect them, run, download', async () => {
  test.setTimeout(180_000);
  let token = '';
  const send = async (method: string, path: string, body?: unknown) => {
    const url = new URL(path, server.url).href;
    noteRequest('api', method, url);
    const headers: Record<string, string> = token ? { 'X-Auth-Token': token } : {};
    if (body !== undefined && !(body instanceof FormData)) headers['Content-Type'] = 'application/json;charset=UTF-8';
    const payload = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
    return fetch(url, { method, headers, body: payload });
  };
  const json = async (status: number, method: string, path: string, body?: unknown) => {
    const reply = await send(method, path, body);
    const text = await reply.text();
    expect(reply.status, `${method} ${path}: ${text}`).toBe(status);
    return text ? JSON.parse(text) : undefined;
  };

  const signedIn = await send('POST', 'v3/auth/tokens', {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: ADMIN.user, password: ADMIN.password, domain: { name: ADMIN.user } } },
      },
      scope: { project: { name: 'local' } },
    },
  });
  expect(signedIn.status).toBe(201);
  token = signedIn.headers.get('X-Subject-Token') ?? '';
  const cloud = (await signedIn.json()).token.project.id;

  const name = `journey-${randomBytes(4).toString('hex')}`;
  const { id } = await json(201, 'POST', `v1/${cloud}/eihealth-projects`, { name });
  const project = `v1/${cloud}/eihealth-projects/${id}`;

  const form = new FormData();
  form.set('target_folder', '/reads/');
  form.set('file_name', 'sample.fq');
  form.set('file', new Blob([READS]), 'sample.fq');
  await json(200, 'POST', `${project}/datas/upload`, form);
  const listed = await json(200, 'GET', `${project}/datas?path=${encodeURIComponent(`${name}:/reads/`)}`);
  expect(listed.datas).toMatchObject([{ name: 'sample.fq', type: 'FILE', size: READS.length }]);

  const sequences = app('sequences', "awk 'NR % 4 == 2' ${source} > ${result}", 'sequences.txt');
  const count = app('count', 'wc -l < ${source} | tr -d " " > ${result}', 'count.txt');
  const first = await json(201, 'POST', `${project}/apps`, sequences);
  const second = await json(201, 'POST', `${project}/apps`, count);
  const workflow = await json(201, 'POST', `${project}/workflows`, {
    name: 'reads',
    version: '1.0.0',
    output_dir: '/out',
    tasks: [
      {
        task_name: 'sequences',
        app_id: first.id,
        output_dir: '/sequences',
        inputs: [{ name: 'source', values: [`${name}:/reads/sample.fq`] }],
      },
      {
        task_name: 'count',
        app_id: second.id,
        output_dir: '/count',
        inputs: [{ name: 'source', values: ['${sequences.result}'] }],
      },
    ],
  });

  const job = await json(201, 'POST', `${project}/jobs`, {
    name: 'first-run',
    tool_id: workflow.id,
    tool_type: 'workflow',
    output_dir: '/out/first-run',
    tasks: [],
  });
  const show = () => json(200, 'GET', `${project}/jobs/${job.id}`);
  await expect
    .poll(async () => (await show()).status, { timeout: 90_000, intervals: [200] })
    .toMatch(/^(SUCCEEDED|FAILED|CANCELLED)$/);
  const finished = await show();
  expect(finished.status, JSON.stringify(finished)).toBe('SUCCEEDED');

  const download = async (path: string, range = {}) => {
    const body = { type: 'PRIVATE', url: `${name}:${path}`, ...range };
    const reply = await send('POST', `${project}/data/download`, body);
    expect(reply.ok, `${path}: ${reply.status}`).toBe(true);
    return reply.text();
  };
  expect(await download('/out/first-run/sequences/sequences.txt')).toBe('ACGTACGTNN\n'.repeat(200));
  expect(await download('/out/first-run/count/count.txt')).toBe('200\n');
  expect(await download('/reads/sample.fq', { range_start: 0, range_end: 4 })).toBe('@read');
});
