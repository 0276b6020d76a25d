import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import contract from '#contracts/eihealth.openapi.json' with { type: 'json' };
import type { Schema } from '#contracts/index.ts';
import { startTestServer, type TestServer } from '../testing/harness.ts';

let server: TestServer;
let path: { eihealth_project_id: string };
beforeAll(async () => {
  server = await startTestServer();
  path = { eihealth_project_id: await server.project('lab', { vera: 'Viewer', dev: 'Developer' }) };
});
afterAll(() => server.close());

function app(name: string, fields: Partial<Schema<'AppReq'>> = {}): Schema<'AppReq'> {
  return {
    name,
    version: '1.0.0',
    image: 'lab/tool:1',
    commands: ['wc -c ${reads} > ${count}'],
    inputs: [{ name: 'reads', required: true, type: 'FILE' }],
    outputs: [{ name: 'count', required: true, type: 'FILE', values: ['count.txt'] }],
    ...fields,
  };
}

const create = (body: unknown, as?: string | null) => server.call('eihealth.createApp', { path, body, as });
const codeOf = async (call: Promise<{ status: number; body: { error_code: string } }>) => {
  const { status, body } = await call;
  return [status, body.error_code];
};

async function workflowWith(appId: string, name: string): Promise<string> {
  const body = { name, version: '1', tasks: [{ task_name: 'first', app_id: appId }] };
  const { status, body: created } = await server.call('eihealth.createWorkflow', { path, body });
  expect(status).toBe(201);
  return created.id;
}

describe('apps', () => {
  test('create, list, show, update, delete', async () => {
    const events: unknown[] = [];
    const stop = server.platform.bus.subscribe((event) => events.push(event));
    const created = await create(app('wc', { labels: ['计数'], summary: 'Counts', resources: { cpu: '0.5C' } }), 'dev');
    expect(created.status).toBe(201);
    const one = { ...path, app_id: created.body.id };
    expect((await server.call('eihealth.listApp', { path, as: 'vera' })).body).toMatchObject({
      count: 1,
      apps: [{ name: 'wc', version: '1.0.0', user_name: 'dev', source_project_name: 'lab', labels: ['计数'] }],
    });
    const shown = (await server.call('eihealth.showApp', { path: one, as: 'vera' })).body;
    expect(shown).toMatchObject({
      ...app('wc', { summary: 'Counts', resources: { cpu: '0.5C' } }),
      user_name: 'dev',
      source_project_name: 'lab',
    });
    const changed = app('wc', { commands: ['wc -l ${reads} > ${count}'] });
    expect((await server.call('eihealth.updateApp', { path: one, body: changed })).status).toBe(200);
    const after = (await server.call('eihealth.showApp', { path: one })).body;
    expect(after.commands).toEqual(changed.commands);
    expect(after.summary).toBeUndefined();
    expect((await server.call('eihealth.deleteApp', { path: one })).status).toBe(200);
    expect(await codeOf(server.call('eihealth.showApp', { path: one }))).toEqual([404, 'eihealth.01050003']);
    stop();
    expect(events).toEqual(
      Array(3).fill({ topic: 'apps', eihealth_project_id: path.eihealth_project_id, id: one.app_id }),
    );
  });

  test('the list is filtered by whole name and version', async () => {
    await create(app('sort'));
    await create(app('sort', { version: '2' }));
    await create(app('sorted'));
    const names = async (query: Record<string, string>) =>
      (await server.call('eihealth.listApp', { path, query })).body.apps.map(
        (row: { name: string; version: string }) => `${row.name} ${row.version}`,
      );
    expect(await names({ name: 'sort' })).toEqual(['sort 2', 'sort 1.0.0']);
    expect(await names({ name: 'sort', version: '2' })).toEqual(['sort 2']);
    expect(await names({ name: 'other' })).toEqual([]);
  });

  test('takes the example of the reference; keeps only documented fields', async () => {
    const operation = contract.paths['/v1/{project_id}/eihealth-projects/{eihealth_project_id}/apps'].post;
    const { example } = operation.requestBody.content['application/json'];
    // The example names an input and an output alike, which its own text forbids.
    const body = { ...example, outputs: example.outputs.map((output) => ({ ...output, name: 'out', more: 1 })), x: 1 };
    const { status, body: created } = await create(body);
    expect(status).toBe(201);
    const shown = (await server.call('eihealth.showApp', { path: { ...path, app_id: created.id } })).body;
    expect(shown).toMatchObject({ resources: example.resources, node_labels: example.node_labels, icon: example.icon });
    expect(shown.x).toBeUndefined();
    expect(shown.outputs[0].more).toBeUndefined();
  });

  test('refuses what the documents refuse, naming the place', async () => {
    await create(app('taken'));
    expect(await codeOf(create(app('taken')))).toEqual([409, 'eihealth.01050004']);
    const commands = (...lines: string[]) => create(app('new', { commands: lines }));
    expect(await codeOf(commands('echo ${nothing}'))).toEqual([400, 'eihealth.01050018']);
    expect((await commands('echo ${nothing}')).body.error_msg).toContain('${nothing}');
    expect(await codeOf(commands('rm -rf /'))).toEqual([400, 'eihealth.01050015']);
    expect(await codeOf(commands())).toEqual([400, 'eihealth.01000028']);
    expect(await codeOf(commands('x'.repeat(257)))).toEqual([400, 'eihealth.01000026']);
    const mode = { name: 'mode', required: false, type: 'ENUM' } as const;
    const inputs = (...list: Schema<'AppInputParameterDto'>[]) =>
      create(app('new', { commands: ['true'], inputs: list, outputs: [] }));
    expect(await codeOf(inputs({ ...mode, enum: ['a'], values: ['b'] }))).toEqual([400, 'eihealth.01050009']);
    expect(await codeOf(inputs({ ...mode, enum: ['a', 'b'], values: ['a', 'b'] }))).toEqual([400, 'eihealth.01050010']);
    expect(await codeOf(inputs({ ...mode, enum: ['a'] }, { ...mode, enum: ['a'] }))).toEqual([
      400,
      'eihealth.01050502',
    ]);
    expect(await codeOf(create(app('new', { resources: { cpu: '129C' } })))).toEqual([400, 'eihealth.01000030']);
    expect(await codeOf(create({ ...app('new'), image: undefined }))).toEqual([400, 'eihealth.01000008']);
    expect(await codeOf(create({ ...app('new'), name: '1st' }))).toEqual([400, 'eihealth.01000032']);
    expect(await codeOf(create({ ...app('new'), name: 1 }))).toEqual([400, 'eihealth.01000009']);
  });

  test('name and version are fixed; an update obeys the same rules', async () => {
    const { id } = (await create(app('fixed'))).body;
    const update = (body: unknown) => server.call('eihealth.updateApp', { path: { ...path, app_id: id }, body });
    expect(await codeOf(update(app('moved')))).toEqual([400, 'eihealth.01050005']);
    expect(await codeOf(update(app('fixed', { version: '2' })))).toEqual([400, 'eihealth.01050005']);
    expect(await codeOf(update(app('fixed', { commands: ['echo ${x}'] })))).toEqual([400, 'eihealth.01050018']);
  });

  test.each(['id', 'address'])('what a workflow uses by %s keeps its parameters and stays', async (by) => {
    const name = `used-${by}`;
    const { id } = (await create(app(name))).body;
    const workflow = await workflowWith(by === 'id' ? id : `${name}::1.0.0::lab`, `uses-${by}`);
    const one = { ...path, app_id: id };
    const update = (body: unknown) => server.call('eihealth.updateApp', { path: one, body });
    expect((await update(app(name, { commands: ['cp ${reads} ${count}'] }))).status).toBe(200);
    const more = app(name, { inputs: [{ name: 'reads', required: true, type: 'DIRECTORY' }] });
    expect(await codeOf(update(more))).toEqual([400, 'eihealth.01050011']);
    expect(await codeOf(server.call('eihealth.deleteApp', { path: one }))).toEqual([400, 'eihealth.01050013']);
    await server.call('eihealth.deleteWorkflow', { path: { ...path, workflow_id: workflow } });
    expect((await update(more)).status).toBe(200);
    expect((await server.call('eihealth.deleteApp', { path: one })).status).toBe(200);
  });

  test('needs a token, a role and the right project', async () => {
    const { id } = (await create(app('guarded'))).body;
    const one = { ...path, app_id: id };
    expect((await create(app('anon'), null)).status).toBe(401);
    expect((await server.call('eihealth.listApp', { path, as: null })).status).toBe(401);
    expect(await codeOf(create(app('no'), 'vera'))).toEqual([403, 'eihealth.01000019']);
    expect((await server.call('eihealth.updateApp', { path: one, body: app('guarded'), as: 'vera' })).status).toBe(403);
    expect((await server.call('eihealth.deleteApp', { path: one, as: 'vera' })).status).toBe(403);
    const elsewhere = { eihealth_project_id: await server.project('elsewhere'), app_id: id };
    expect(await codeOf(server.call('eihealth.showApp', { path: elsewhere }))).toEqual([404, 'eihealth.01050003']);
    expect((await server.call('eihealth.updateApp', { path: elsewhere, body: app('guarded') })).status).toBe(404);
    expect((await server.call('eihealth.deleteApp', { path: elsewhere })).status).toBe(404);
    expect((await server.call('eihealth.listApp', { path: elsewhere, as: 'dev' })).status).toBe(404);
  });
});
