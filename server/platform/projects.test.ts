import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/harness.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('projects', () => {
  test('create, list, show, update, freeze, delete', async () => {
    const created = await server.call('eihealth.createProject', { body: { name: 'alpha-1', tags: ['a'] } });
    expect(created.status).toBe(201);
    const path = { eihealth_project_id: created.body.id };
    expect((await server.call('eihealth.listProject')).body.projects).toMatchObject([
      { name: 'alpha-1', role: 'Owner', status: 'ACTIVE' },
    ]);
    await server.call('eihealth.updateProject', { path, body: { description: 'first', tags: [] } });
    expect((await server.call('eihealth.showProject', { path })).body).toMatchObject({
      description: 'first',
      tags: [],
      is_core: true,
    });
    const early = await server.call('eihealth.deleteProject', { path });
    expect([early.status, early.body.error_code]).toEqual([400, 'eihealth.01020006']);
    await server.call('eihealth.updateProject', { path, body: { status: 'INACTIVE' } });
    expect((await server.call('eihealth.updateProject', { path, body: { description: 'x' } })).body.error_code).toBe(
      'eihealth.01000020',
    );
    expect((await server.call('eihealth.deleteProject', { path })).status).toBe(200);
    expect((await server.call('eihealth.showProject', { path })).body.status).toBe('TO_BE_DELETED');
    await server.call('eihealth.updateProject', { path, body: { status: 'ACTIVE' } });
    expect((await server.call('eihealth.showProject', { path })).body.status).toBe('ACTIVE');
  });

  test('a non-core project can be deleted at once', async () => {
    const { body } = await server.call('eihealth.createProject', { body: { name: 'gone', is_core: false } });
    const path = { eihealth_project_id: body.id };
    await server.call('eihealth.updateProject', { path, body: { status: 'INACTIVE' } });
    await server.call('eihealth.deleteProject', { path, headers: { 'X-Delete-Now': 'true' } });
    expect((await server.call('eihealth.showProject', { path })).status).toBe(404);
  });

  test('refuses what the documents refuse', async () => {
    await server.project('taken');
    const code = async (body: unknown) => (await server.call('eihealth.createProject', { body })).body.error_code;
    expect(await code({ name: 'taken' })).toBe('eihealth.01020001');
    expect(await code({ name: 'Upper' })).toBe('eihealth.01000032');
    expect(await code({ name: 'ab' })).toBe('eihealth.01000026');
    expect(await code({})).toBe('eihealth.01000008');
    expect(await code({ name: 5 })).toBe('eihealth.01000009');
    expect((await server.call('eihealth.createProject', { as: null, body: { name: 'anon' } })).status).toBe(401);
  });

  test('only the owner deletes, others are told their role; strangers see nothing', async () => {
    const id = await server.project('shared', { vera: 'Viewer', dev: 'Developer' });
    await server.user('stranger');
    const path = { eihealth_project_id: id };
    expect((await server.call('eihealth.deleteProject', { path, as: 'dev' })).status).toBe(403);
    expect((await server.call('eihealth.updateProject', { path, as: 'vera', body: { description: 'x' } })).status).toBe(
      403,
    );
    expect((await server.call('eihealth.showProject', { path, as: 'vera' })).body.role).toBe('Viewer');
    expect((await server.call('eihealth.showProject', { path, as: 'stranger' })).status).toBe(404);
    expect((await server.call('eihealth.listProject', { as: 'stranger' })).body.count).toBe(0);
  });
});
