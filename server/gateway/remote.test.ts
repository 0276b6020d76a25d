import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { signAddresses } from './remote.ts';
import { SignedAddresses } from './signed-addresses.ts';

let far: TestServer;
let near: TestServer;
beforeAll(async () => {
  far = await startTestServer();
  const url = await far.app.listen({ host: '127.0.0.1', port: 0 });
  near = await startTestServer({ IAM_ENDPOINT: `${url}/api/iam`, EIHEALTH_ENDPOINT: `${url}/api/eihealth` });
});
afterAll(async () => {
  await near.close();
  await far.close();
});

const project = (path = '') => `/api/eihealth/v1/${far.platform.cloudProject.id}/eihealth-projects${path}`;

test('requests, bodies, tokens and errors pass through', async () => {
  const headers = { 'x-auth-token': await far.token() };
  const created = await near.app.inject({ method: 'POST', url: project(), headers, payload: { name: 'far-away' } });
  expect(created.statusCode).toBe(201);
  const refused = await near.app.inject({ method: 'POST', url: project(), headers, payload: { name: 'far-away' } });
  expect([refused.statusCode, refused.json().error_code]).toEqual([400, 'eihealth.01020001']);
  const unknown = await near.app.inject({ url: project(), headers: { 'x-auth-token': 'nobody' } });
  expect(unknown.statusCode).toBe(401);
  expect((await far.call('eihealth.listProject')).body.projects[0].name).toBe('far-away');
});

test('the console is told which services are remote', async () => {
  const { body } = await near.call('console.showConsoleConfig');
  expect(body.services.eihealth).toMatchObject({ mode: 'remote', operations: ['*'] });
  expect(body.services.gcs.mode).toBe('embedded');
  expect(body.domain_name).toBe('');
});

test('content of a remote platform is read through this origin, ranges included', async () => {
  const id = await far.project('with-file');
  const headers = { 'x-auth-token': await far.token() };
  const form = new FormData();
  form.set('target_folder', '/');
  form.set('file_name', 'a.txt');
  form.set('file', new Blob(['0123456789']), 'a.txt');
  const sent = new Request('http://x', { method: 'POST', body: form });
  const uploaded = await near.app.inject({
    method: 'POST',
    url: project(`/${id}/datas/upload`),
    headers: { ...headers, 'content-type': sent.headers.get('content-type') ?? '' },
    payload: Buffer.from(await sent.arrayBuffer()),
  });
  expect(uploaded.statusCode).toBe(200);
  const shown = await near.app.inject({
    url: project(`/${id}/datas/${encodeURIComponent('with-file:/a.txt')}`),
    headers,
  });
  const address = shown.json().download_url;
  expect(address).toMatch(/^\/console\/objects\//);
  const part = await near.app.inject({ url: address, headers: { range: 'bytes=2-4' } });
  expect([part.statusCode, part.body]).toEqual([206, '234']);
  expect((await near.app.inject({ url: address })).body).toBe('0123456789');
});

test('an endpoint that does not answer is named', async () => {
  const lost = await startTestServer({ EIHEALTH_ENDPOINT: 'http://127.0.0.1:9' });
  const reply = await lost.app.inject({ url: project(), headers: {} });
  expect([reply.statusCode, reply.json().error_code]).toEqual([503, 'eihealth.01000038']);
  expect(reply.json().error_msg).toContain('127.0.0.1:9');
  await lost.close();
});

test('only the two address fields are signed anew, relative to the endpoint', () => {
  const signed = new SignedAddresses(Buffer.from('secret'), '/');
  const text = JSON.stringify({ download_url: '/x', other_url: '/y', tasks: [{ log_storage_link: 'https://s/z' }] });
  const body = JSON.parse(signAddresses(text, signed, 'https://far'));
  expect(body.other_url).toBe('/y');
  const opened = (address: string) => signed.open(address.slice('/console/objects/'.length));
  expect(opened(body.download_url)).toEqual({ kind: 'remote', url: 'https://far/x' });
  expect(opened(body.tasks[0].log_storage_link)).toEqual({ kind: 'remote', url: 'https://s/z' });
});
