import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/harness.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const GOOD = { password: 'Strong-pass-1', role: 'OPERATOR' };
const codeOf = async (body: unknown) => (await server.call('eihealth.createUser', { body })).body.error_code;

describe('users', () => {
  test('create, show, change, change the role, delete', async () => {
    const created = await server.call('eihealth.createUser', {
      body: { ...GOOD, name: 'rosa', email: 'rosa@lab.example' },
    });
    expect(created.status).toBe(201);
    const path = { user_id: created.body.id };
    expect((await server.call('eihealth.showUser', { path })).body).toMatchObject({ name: 'rosa', role: 'OPERATOR' });
    await server.call('eihealth.updateUser', { path, body: { mobile: '123456', areacode: '0086' } });
    expect((await server.call('eihealth.showUser', { path })).body).toMatchObject({
      phone: '123456',
      areacode: '0086',
    });
    await server.call('eihealth.updateUserRole', { path, body: { role: 'ADMIN' } });
    expect((await server.call('eihealth.createProject', { as: 'rosa', body: { name: 'of-rosa' } })).status).toBe(201);
    const owning = await server.call('eihealth.deleteUser', { path });
    expect([owning.status, owning.body.error_code]).toEqual([400, 'eihealth.01010037']);
    await server.user('short-stay');
    const { id } = await server.platform.db
      .selectFrom('iam_user')
      .select('id')
      .where('name', '=', 'short-stay')
      .executeTakeFirstOrThrow();
    await server.token('short-stay');
    expect((await server.call('eihealth.deleteUser', { path: { user_id: id } })).status).toBe(200);
    expect((await server.call('eihealth.listProject', { as: 'short-stay' })).status).toBe(401);
    expect((await server.call('eihealth.showUser', { path: { user_id: id } })).status).toBe(404);
  });

  test('refuses what the documents refuse', async () => {
    await server.user('known');
    expect(await codeOf({ ...GOOD, name: 'known' })).toBe('eihealth.01010034');
    expect(await codeOf({ ...GOOD, name: 'weak', password: 'aaaaaaaa' })).toBe('eihealth.01010028');
    expect(await codeOf({ ...GOOD, name: 'Mirror-12', password: '21-rorriM' })).toBe('eihealth.01010030');
    expect(await codeOf({ ...GOOD, name: 'phone', phone: '12345' })).toBe('eihealth.01010058');
    expect(await codeOf({ ...GOOD, name: '1digit' })).toBe('eihealth.01000032');
    expect(await codeOf({ ...GOOD, name: 'nobody', role: 'KING' })).toBe('eihealth.01000040');
    expect(await codeOf({ name: 'nobody' })).toBe('eihealth.01000008');
  });

  test('operators see who there is, but only administrators change users', async () => {
    const id = await server.user('olga');
    const other = await server.user('otto');
    const path = { user_id: other };
    const listed = (await server.call('eihealth.listUser', { as: 'olga' })).body.users;
    expect(listed.map((user: { name: string }) => user.name)).toContain('otto');
    for (const operation of ['eihealth.showUser', 'eihealth.deleteUser'] as const)
      expect((await server.call(operation, { as: 'olga', path })).status).toBe(403);
    expect((await server.call('eihealth.updateUserRole', { as: 'olga', path, body: { role: 'ADMIN' } })).status).toBe(
      403,
    );
    expect((await server.call('eihealth.createUser', { as: 'olga', body: { ...GOOD, name: 'x' } })).status).toBe(403);
    expect((await server.call('eihealth.showUser', { as: 'olga', path: { user_id: id } })).status).toBe(200);
    expect((await server.call('eihealth.updateUser', { as: 'olga', path: { user_id: id }, body: {} })).status).toBe(
      200,
    );
  });

  test('nobody changes the role of the domain owner, or an own one', async () => {
    const me = (await server.call('eihealth.listUser')).body.users.find(
      (user: { name: string }) => user.name === 'admin',
    );
    const reply = await server.call('eihealth.updateUserRole', {
      path: { user_id: me.id },
      body: { role: 'OPERATOR' },
    });
    expect([reply.status, reply.body.error_code]).toEqual([400, 'eihealth.01000046']);
    expect((await server.call('eihealth.deleteUser', { path: { user_id: me.id } })).body.error_code).toBe(
      'eihealth.01010041',
    );
  });
});

describe('members', () => {
  test('add, change the role, remove one and several', async () => {
    const [ann, ben, cid] = [await server.user('ann'), await server.user('ben'), await server.user('cid')];
    const eihealth_project_id = await server.project('crew');
    const add = (user_id: string, role: string) =>
      server.call('eihealth.updateMember', { path: { eihealth_project_id, user_id }, body: { role } });
    expect((await add(ann, 'Viewer')).status).toBe(201);
    expect((await add(ann, 'Developer')).status).toBe(200);
    await add(ben, 'Viewer');
    await add(cid, 'Uploader');
    expect((await add('nobody', 'Viewer')).body.error_code).toBe('eihealth.01020008');
    const path = { eihealth_project_id, user_id: ann };
    expect((await server.call('eihealth.deleteMember', { path })).status).toBe(200);
    expect((await server.call('eihealth.deleteMember', { path })).body.error_code).toBe('eihealth.01020014');
    const batch = (members: { user_id: string }[]) =>
      server.call('eihealth.batchDeleteMember', { path: { eihealth_project_id }, body: { members } });
    expect((await batch([{ user_id: ben }, { user_id: ben }])).body.error_code).toBe('eihealth.01020028');
    const mixed = await batch([{ user_id: ben }, { user_id: ann }]);
    expect([mixed.status, mixed.body.map((result: { status: string }) => result.status)]).toEqual([
      207,
      ['SUCCESS', 'FAILED'],
    ]);
    expect((await batch([{ user_id: cid }])).status).toBe(200);
  });

  test('the owner stays; only owner and administrators manage members', async () => {
    const eihealth_project_id = await server.project('closed', { dora: 'Developer', adam: 'Administrator' });
    const { ownerId } = await server.platform.db
      .selectFrom('project')
      .select('owner_id as ownerId')
      .where('id', '=', eihealth_project_id)
      .executeTakeFirstOrThrow();
    const path = { eihealth_project_id, user_id: ownerId };
    expect((await server.call('eihealth.deleteMember', { path })).body.error_code).toBe('eihealth.01020013');
    expect((await server.call('eihealth.updateMember', { path, body: { role: 'Viewer' } })).body.error_code).toBe(
      'eihealth.01020013',
    );
    const other = { eihealth_project_id, user_id: await server.user('newbie') };
    expect(
      (await server.call('eihealth.updateMember', { as: 'dora', path: other, body: { role: 'Viewer' } })).status,
    ).toBe(403);
    expect(
      (await server.call('eihealth.updateMember', { as: 'adam', path: other, body: { role: 'Viewer' } })).status,
    ).toBe(201);
    expect(
      (await server.call('eihealth.updateMember', { as: null, path: other, body: { role: 'Viewer' } })).status,
    ).toBe(401);
    expect((await server.call('eihealth.updateMember', { path: other, body: { role: 'Boss' } })).status).toBe(400);
  });
});
