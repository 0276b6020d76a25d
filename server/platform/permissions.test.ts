/** Who may do what, walked for every implemented operation and role against the one table in core/access.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { can, operationPermissions, type ProjectRole, ROLE_PERMISSIONS } from '#core/access.ts';
import { contractOf } from '../app.ts';
import { valueFor } from '../testing/bodies.ts';
import { type CallResult, startTestServer, type TestServer } from '../testing/harness.ts';
import { type ImplementedOperation, implementedOperations } from '../testing/implemented.ts';
import { seededRandom } from '../testing/random.ts';

const ofEihealth = implementedOperations.filter(({ service }) => service === 'eihealth');
const inProject = ofEihealth.filter(({ operation }) => operation.path.includes('{eihealth_project_id}'));
const onPlatform = ofEihealth.filter(({ operation }) => !operation.path.includes('{eihealth_project_id}'));
const roles = Object.keys(ROLE_PERMISSIONS) as ProjectRole[];

let server: TestServer;
let project: string;
beforeAll(async () => {
  server = await startTestServer();
  await server.user('owner');
  const { body } = await server.call('eihealth.createProject', { as: 'owner', body: { name: 'walked' } });
  project = body.id;
  for (const role of roles)
    if (role !== 'owner')
      await server.call('eihealth.updateMember', {
        as: 'owner',
        path: { eihealth_project_id: project, user_id: await server.user(role) },
        body: { role },
      });
  await server.user('stranger');
  await server.user('manager', 'ADMIN');
});
afterAll(() => server.close());

/** A request that passes the check of roles and does nothing: things that do not exist, a body that is refused. */
function harmless(
  { key, service, operation }: ImplementedOperation,
  as: string | null,
  path = {},
): Promise<CallResult> {
  const ids = Object.fromEntries(
    operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => [name, 'does-not-exist']),
  );
  const random = seededRandom(1);
  const query = Object.fromEntries(
    operation.parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required)
      .map(({ name, schema }) => [name, String(valueFor(contractOf(service).document, schema, random))]),
  );
  return server.call(key, {
    as,
    query,
    path: { ...ids, project_id: server.platform.cloudProject.id, eihealth_project_id: project, ...path },
    ...(operation.requestBody?.content['application/json']
      ? { body: '"refused"', headers: { 'content-type': 'application/json' } }
      : {}),
  });
}

const codeOf = ({ status, body }: CallResult) => [status, body?.error_code];

test('every implemented operation has a rule, and every rule an operation of the contract', async () => {
  expect(ofEihealth.filter(({ operation }) => !operationPermissions[operation.id]).map(({ key }) => key)).toEqual([]);
});

test('every operation in a project asks for a permission in it', () => {
  const careless = inProject.filter(({ operation }) => !operationPermissions[operation.id]?.project);
  expect(careless.map(({ key }) => key)).toEqual([]);
});

describe.each(inProject)('$key', (implemented) => {
  const permission = operationPermissions[implemented.operation.id]?.project;

  test.each(roles)('%s', async (role) => {
    const result = await harmless(implemented, role);
    if (permission && can(role, permission)) expect(result.status, result.text).not.toBe(403);
    else expect(codeOf(result)).toEqual([403, 'eihealth.01000019']);
  });

  test('strangers do not learn that the project exists, nobody gets in without a token', async () => {
    expect(codeOf(await harmless(implemented, 'stranger'))).toEqual([404, 'eihealth.01020002']);
    expect(codeOf(await harmless(implemented, null))).toEqual([401, 'eihealth.01000002']);
    const wrong = await server.call(implemented.key, {
      as: null,
      headers: { 'x-auth-token': 'x'.repeat(43) },
      path: { eihealth_project_id: project },
    });
    expect(wrong.status).toBe(401);
  });

  test('administrators of the platform act as administrators of the project', async () => {
    const result = await harmless(implemented, 'manager');
    if (permission && can('Administrator', permission)) expect(result.status, result.text).not.toBe(403);
    else expect(result.status).toBe(403);
  });

  test('another cloud project is unknown', async () => {
    const elsewhere = await harmless(implemented, 'owner', { project_id: '0'.repeat(32) });
    expect(elsewhere.status).toBe(404);
  });
});

describe.each(onPlatform)('$key', (implemented) => {
  const rule = operationPermissions[implemented.operation.id];

  test('asks for the role on the platform', async () => {
    expect((await harmless(implemented, null)).status).toBe(401);
    expect((await harmless(implemented, 'manager')).status).not.toBe(403);
    const status = (await harmless(implemented, 'stranger')).status;
    if (rule?.platform) expect(status).toBe(403);
    else expect(status).not.toBe(403);
  });

  test('lets users reach themselves where the table says so', async () => {
    const { body } = await server.call('eihealth.listUser');
    const own = body.users.find((user: { name: string }) => user.name === 'stranger').id;
    if (!implemented.operation.path.includes('{user_id}')) return;
    const { status } = await harmless(implemented, 'stranger', { user_id: own });
    if (rule?.self) expect(status).not.toBe(403);
    else expect(status).toBe(403);
  });
});
