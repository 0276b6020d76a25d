/** Tokens: how one gets them, how they end, and how guessing is slowed down. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ADMIN, startTestServer, type TestServer } from '../../testing/harness.ts';

const PASSWORD = 'Correct-horse-1';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  for (const name of ['ann', 'bob', 'cleo', 'dora']) await server.user(name);
});
afterAll(() => server.close());
afterEach(() => {
  vi.useRealTimers();
});

interface Attempt {
  name?: string;
  password?: string;
  domain?: string;
  project?: { name?: string; id?: string };
}

const signIn = ({ name = 'ann', password = PASSWORD, domain = ADMIN, project = { name: 'local' } }: Attempt = {}) =>
  server.call('iam.createToken', {
    as: null,
    body: {
      auth: {
        identity: { methods: ['password'], password: { user: { name, password, domain: { name: domain } } } },
        scope: { project },
      },
    },
  });

const list = (token: string) =>
  server.call('eihealth.listProject', { as: null, headers: { 'x-auth-token': token } }).then(({ status }) => status);

test('the password gives a token scoped to the cloud project, for a day', async () => {
  const { status, body, headers } = await signIn();
  expect(status).toBe(201);
  expect(body.token).toMatchObject({ methods: ['password'], user: { name: 'ann' }, project: { name: 'local' } });
  const lifetime = Date.parse(body.token.expires_at) - Date.parse(body.token.issued_at);
  expect(lifetime).toBe(24 * 3600_000);
  expect(await list(headers['x-subject-token'] ?? '')).toBe(200);
  expect((await signIn({ project: { id: server.platform.cloudProject.id } })).status).toBe(201);
});

test('what is wrong is refused alike, whether the user exists or not', async () => {
  const answers = await Promise.all([
    signIn({ name: 'bob', password: 'wrong' }),
    signIn({ name: 'nobody', password: 'wrong' }),
    signIn({ name: 'bob', domain: 'elsewhere' }),
  ]);
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 401, body: { error_code: 'eihealth.01000002' } });
  expect((await signIn({ name: 'bob', project: { name: 'elsewhere' } })).status).toBe(401);
});

test('after five wrong passwords one has to wait, even with the right one, and then not', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  for (let tries = 0; tries < 5; tries++)
    expect((await signIn({ name: 'cleo', password: `wrong-${tries}` })).status).toBe(401);
  const refused = await signIn({ name: 'cleo' });
  expect(refused).toMatchObject({ status: 429, body: { error_code: 'eihealth.01000036' } });
  const wait = Number(refused.headers['retry-after']);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect((await signIn({ name: 'dora' })).status, 'others are not slowed down').toBe(201);
  vi.setSystemTime(Date.now() + wait * 1000);
  expect((await signIn({ name: 'cleo' })).status).toBe(201);
});

test('guesses sent at once count as much as guesses in a row', async () => {
  const guesses = Array.from({ length: 30 }, (_, index) => signIn({ name: 'dora', password: `guess-${index}` }));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
  expect(statuses).toContain(429);
});

test('a one-time link works once', async () => {
  const user = await server.platform.db
    .selectFrom('iam_user')
    .select('id')
    .where('name', '=', 'ann')
    .executeTakeFirstOrThrow();
  const redeem = (code: string) => server.call('console.redeemSignInCode', { as: null, path: { code } });
  const code = await server.platform.sessions.createCode(user.id);
  const statuses = (await Promise.all([redeem(code), redeem(code), redeem(code)])).map(({ status }) => status);
  expect(statuses.sort()).toEqual([201, 401, 401]);
  expect((await redeem('x'.repeat(32))).status).toBe(401);
  const old = await server.platform.sessions.createCode(user.id);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3601_000 });
  expect((await redeem(old)).status).toBe(401);
});

test('signing out ends the token', async () => {
  const token = (await signIn()).headers['x-subject-token'] ?? '';
  expect(await list(token)).toBe(200);
  const out = await server.call('console.signOut', { as: null, headers: { 'x-auth-token': token } });
  expect(out.status).toBe(204);
  expect(await list(token)).toBe(401);
});

test('a token ends by itself, also while it is in use', async () => {
  const token = (await signIn()).headers['x-subject-token'] ?? '';
  vi.useFakeTimers({ toFake: ['Date'] });
  const issued = Date.now();
  vi.setSystemTime(issued + 24 * 3600_000 - 5000);
  expect(await list(token)).toBe(200);
  vi.setSystemTime(issued + 24 * 3600_000 + 1000);
  expect(await list(token)).toBe(401);
});

test('a deleted user is out at once', async () => {
  const id = await server.user('eve');
  const token = (await signIn({ name: 'eve' })).headers['x-subject-token'] ?? '';
  expect(await list(token)).toBe(200);
  await server.call('eihealth.deleteUser', { path: { user_id: id } });
  expect(await list(token)).toBe(401);
  expect((await signIn({ name: 'eve' })).status).toBe(401);
});

test('the database keeps neither passwords nor tokens', async () => {
  const token = (await signIn()).headers['x-subject-token'] ?? '';
  const users = await server.platform.db.selectFrom('iam_user').selectAll().execute();
  const tokens = await server.platform.db.selectFrom('iam_token').selectAll().execute();
  const kept = JSON.stringify([users, tokens]);
  expect(kept).not.toContain(PASSWORD);
  expect(kept).not.toContain(token);
});
