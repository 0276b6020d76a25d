import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { JobLab } from './jobs/testing.ts';

let server: TestServer;
let lab: JobLab;
const ids: Record<string, string> = {};
beforeAll(async () => {
  server = await startTestServer({ JOB_MAX_UNFINISHED: '4', EXECUTOR_SLOTS: '4' });
  for (const name of ['lim', 'olga']) ids[name] = await server.user(name);
  lab = await JobLab.open(server, { lim: 'Developer' });
});
afterAll(() => server.close());

const SETTINGS = { job_quota: 1, job_timeout: 1, cpu_quota: 1024, mem_quota: 1024 };

const show = (name: string, as?: string | null) =>
  server.call('eihealth.showUserSetting', {
    path: { user_id: ids[name] ?? name },
    ...(as === undefined ? {} : { as }),
  });
const update = (name: string, body: unknown, as?: string | null) =>
  server.call('eihealth.updateUserSetting', {
    path: { user_id: ids[name] ?? name },
    body,
    ...(as === undefined ? {} : { as }),
  });
const code = ({ status, body }: { status: number; body?: { error_code?: string } }) => [
  status,
  body?.error_code?.replace('eihealth.', ''),
];

describe('the settings of a user', () => {
  test('limit nothing until an administrator says so, and are seen by the user', async () => {
    expect((await show('olga', 'olga')).body).toEqual({
      operation: 'CLOSE',
      settings: { job_quota: 100, job_timeout: 60, cpu_quota: 1024, mem_quota: 1024, projects_per_user: 2 },
    });
    const body = { operation: 'OPEN', settings: { ...SETTINGS, job_quota: 10, projects_per_user: 0 } };
    expect((await update('olga', body)).status).toBe(200);
    expect((await show('olga')).body).toEqual(body);
    expect(code(await server.call('eihealth.createProject', { as: 'olga', body: { name: 'too-many' } }))).toEqual([
      409,
      '01000033',
    ]);
    expect((await update('olga', { ...body, operation: 'CLOSE' })).status).toBe(200);
    expect((await server.call('eihealth.createProject', { as: 'olga', body: { name: 'enough' } })).status).toBe(201);
  });

  test('are refused when wrong, from others and for nobody', async () => {
    const body = { operation: 'OPEN', settings: SETTINGS };
    expect((await update('olga', { ...body, operation: 'MAYBE' })).status).toBe(400);
    expect((await update('olga', { ...body, settings: { ...SETTINGS, job_quota: 101 } })).status).toBe(400);
    expect((await update('olga', { operation: 'OPEN' })).status).toBe(400);
    expect((await update('olga', body, null)).status).toBe(401);
    expect((await update('olga', body, 'olga')).status).toBe(403);
    expect((await show('olga', 'lim')).status).toBe(403);
    expect((await update('nobody', body)).status).toBe(404);
    expect((await show('nobody')).status).toBe(404);
  });

  test('given with a new user hold from the start', async () => {
    const body = { name: 'born-limited', password: 'Correct-horse-1', role: 'OPERATOR', settings: SETTINGS };
    const { body: made } = await server.call('eihealth.createUser', { body });
    expect((await show(made.id)).body).toMatchObject({ operation: 'OPEN', settings: SETTINGS });
  });
});

describe('jobs within limits', () => {
  const start = (tool: string, extra = {}, as = 'lim') =>
    lab.call('eihealth.executeJob', undefined, {
      as,
      body: { name: 'job', tool_id: tool, tool_type: 'workflow', ...extra },
    });
  const waiting = (gate: string, resources = {}) =>
    lab.workflow([{ name: 'wait', commands: [`while [ ! -e ${gate} ]; do sleep 0.02; done`], resources }]);

  it('has a user run so many at a time, as long as may be', async () => {
    const gate = server.gate('quota-gate');
    const tool = await waiting(gate);
    await update('lim', { operation: 'OPEN', settings: SETTINGS });
    const failing = (await start(await lab.workflow([{ name: 'fail', commands: ['exit 1'] }]))).body.id;
    await lab.finished(failing);
    const { body, status } = await start(tool, { timeout: 144_000 });
    expect(status).toBe(201);
    expect((await lab.show(body.id)).timeout).toBe(1440);
    expect(code(await start(tool))).toEqual([400, '01050214']);
    // A retry runs again, too, whoever asks for it.
    expect(code(await lab.call('eihealth.retryJob', failing))).toEqual([400, '01050214']);
    expect((await lab.show(failing)).status).toBe('FAILED');
    writeFileSync(gate, '');
    await lab.finished(body.id);
    expect((await lab.call('eihealth.retryJob', failing)).status).toBe(202);
    await lab.finished(failing);
  });

  it('counts processors and memory of what is not finished', async () => {
    const gate = server.gate('amount-gate');
    await update('lim', { operation: 'OPEN', settings: { ...SETTINGS, job_quota: 10, cpu_quota: 1, mem_quota: 1 } });
    const half = await waiting(gate, { cpu: '0.6C', memory: '0.2G' });
    const { body } = await start(half);
    const refused = await start(half);
    expect(code(refused)).toEqual([400, '01050215']);
    expect(refused.body.error_msg).toBe('The CPU quota of the user is 1C; the job needs 0.6C, 0.6C are in use');
    expect(code(await start(await waiting(gate, { cpu: '0.1C', memory: '0.9G' })))).toEqual([400, '01050215']);
    const small = await start(await waiting(gate, { cpu: '0.4C', memory: '0.8G' }));
    expect(small.status).toBe(201);
    writeFileSync(gate, '');
    await lab.finished(body.id);
    await lab.finished(small.body.id);
    await update('lim', { operation: 'CLOSE', settings: SETTINGS });
  });

  it('lets the last free place go to one of two who come at once', async () => {
    const gate = server.gate('race-gate');
    await update('lim', { operation: 'OPEN', settings: SETTINGS });
    const tool = await waiting(gate);
    const both = await Promise.all([start(tool), start(tool)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 400]);
    writeFileSync(gate, '');
    for (const { body } of both) if (body.id) await lab.finished(body.id);
    await update('lim', { operation: 'CLOSE', settings: SETTINGS });
  });

  it('takes no more unfinished jobs on the whole platform than the setting says', async () => {
    const gate = server.gate('platform-gate');
    const tool = await waiting(gate);
    const started = [];
    for (let at = 0; at < 4; at++) started.push((await start(tool, {}, at % 2 ? 'lim' : 'admin')).body.id);
    expect(code(await start(tool))).toEqual([400, '01050228']);
    writeFileSync(gate, '');
    for (const id of started) await lab.finished(id);
    expect((await start(tool)).status).toBe(201);
  });
});
