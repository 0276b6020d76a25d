import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Schema } from '#contracts/index.ts';
import { startTestServer, type TestServer } from '../testing/harness.ts';

let server: TestServer;
let path: { eihealth_project_id: string };
let copyId: string;

const COPY: Schema<'AppReq'> = {
  name: 'copy',
  version: '1.0.0',
  image: 'lab/copy:1',
  summary: 'Copies',
  commands: ['cp ${from} ${to} # ${mode}'],
  inputs: [
    { name: 'from', required: true, type: 'FILE' },
    { name: 'mode', required: false, type: 'ENUM', enum: ['fast', 'safe'] },
    { name: 'lane', required: false, type: 'STRING', concurrent: 'vars_iter' },
  ],
  outputs: [{ name: 'to', required: true, type: 'FILE', values: ['copy.txt'] }],
};

beforeAll(async () => {
  server = await startTestServer();
  path = { eihealth_project_id: await server.project('lab', { vera: 'Viewer', dev: 'Developer' }) };
  copyId = (await server.call('eihealth.createApp', { path, body: COPY })).body.id;
});
afterAll(() => server.close());

type Values = Record<string, string[]>;

function task(name: string, values: Values = {}, fields: Partial<Schema<'TaskDto'>> = {}): Schema<'TaskDto'> {
  const inputs = Object.entries(values).map(([input, list]) => ({ name: input, values: list }));
  return { task_name: name, app_id: copyId, inputs, ...fields };
}

const workflow = (name: string, ...tasks: Schema<'TaskDto'>[]): Schema<'WorkflowDto'> => ({
  name,
  version: '1',
  tasks,
});
const create = (body: unknown, as?: string | null) => server.call('eihealth.createWorkflow', { path, body, as });
const codeOf = async (call: Promise<{ status: number; body: { error_code: string } }>) => {
  const { status, body } = await call;
  return [status, body.error_code];
};

describe('workflows', () => {
  test('create, list, show, update, delete', async () => {
    const events: unknown[] = [];
    const stop = server.platform.bus.subscribe((event) => events.push(event));
    const body: Schema<'WorkflowDto'> = {
      ...workflow(
        'chain',
        task(
          'first',
          { from: ['/a.txt'] },
          { location: { x: 1.5, y: -20 }, resources: { cpu: '2C' }, output_dir: '/one' },
        ),
        task('second', { from: ['${first.to}'] }, { app_id: 'copy::1.0.0::lab', display_name: '第二步' }),
      ),
      labels: ['demo'],
      summary: 'Twice',
      timeout: 30,
      output_dir: '/runs',
    };
    const created = await create(body, 'dev');
    expect(created.status).toBe(201);
    const one = { ...path, workflow_id: created.body.id };
    expect((await server.call('eihealth.listWorkflow', { path, as: 'vera' })).body).toMatchObject({
      count: 1,
      workflows: [{ name: 'chain', version: '1', user_name: 'dev', source_project_name: 'lab', labels: ['demo'] }],
    });
    const shown = (await server.call('eihealth.showWorkflow', { path: one, as: 'vera' })).body;
    const info = {
      app_id: copyId,
      app_name: 'copy',
      app_src_project_name: 'lab',
      app_summary: 'Copies',
      app_commands: COPY.commands,
      app_input_parameters: COPY.inputs,
      app_output_parameters: COPY.outputs,
    };
    expect(shown).toMatchObject({
      name: 'chain',
      timeout: 30,
      output_dir: '/runs',
      source_project_name: 'lab',
      tasks: [
        {
          task_name: 'first',
          location: { x: 1.5, y: -20 },
          resources: { cpu: '2C' },
          output_dir: '/one',
          app_info: info,
        },
        { task_name: 'second', display_name: '第二步', inputs: [{ values: ['${first.to}'] }], app_info: info },
      ],
    });
    expect((await server.call('eihealth.updateWorkflow', { path: one, body: workflow('chain') })).status).toBe(200);
    const after = (await server.call('eihealth.showWorkflow', { path: one })).body;
    expect([after.tasks, after.app_snapshot_sign, after.summary]).toEqual([[], {}, undefined]);
    expect((await server.call('eihealth.deleteWorkflow', { path: one })).status).toBe(200);
    expect(await codeOf(server.call('eihealth.showWorkflow', { path: one }))).toEqual([404, 'eihealth.01050102']);
    stop();
    const event = { topic: 'workflows', eihealth_project_id: path.eihealth_project_id, id: one.workflow_id };
    expect(events).toEqual([event, event, event]);
  });

  test('the snapshot sign is that of the time of saving', async () => {
    const { id: appId } = (await server.call('eihealth.createApp', { path, body: { ...COPY, name: 'signed' } })).body;
    const body = workflow('signs', task('only', {}, { app_id: appId }));
    const { id } = (await create(body)).body;
    const sign = async () =>
      (await server.call('eihealth.showWorkflow', { path: { ...path, workflow_id: id } })).body.app_snapshot_sign[
        appId
      ];
    const before = await sign();
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    const changed = { ...COPY, name: 'signed', commands: ['true'] };
    await server.call('eihealth.updateApp', { path: { ...path, app_id: appId }, body: changed });
    expect(await sign()).toBe(before);
    await server.call('eihealth.updateWorkflow', { path: { ...path, workflow_id: id }, body });
    expect(await sign()).not.toBe(before);
  });

  test('the list is filtered by whole name and version', async () => {
    await create(workflow('twin'));
    await create({ ...workflow('twin'), version: '2' });
    const count = async (query: Record<string, string>) =>
      (await server.call('eihealth.listWorkflow', { path, query })).body.count;
    expect([await count({ name: 'twin' }), await count({ name: 'twin', version: '2' })]).toEqual([2, 1]);
    expect([await count({ name: 'twi' }), await count({ version: '9' })]).toEqual([0, 0]);
  });

  test('refuses what the documents refuse, naming the place', async () => {
    await create(workflow('taken'));
    expect(await codeOf(create(workflow('taken')))).toEqual([409, 'eihealth.01050103']);
    const tasks = (...list: Schema<'TaskDto'>[]) => create(workflow('new', ...list));
    const loop = await tasks(task('a', { from: ['${b.to}'] }), task('b', { from: ['${a.to}'] }));
    expect([loop.status, loop.body.error_code]).toEqual([400, 'eihealth.01050100']);
    expect(loop.body.error_msg).toMatch(/a.*b/);
    expect(await codeOf(tasks(task('a', { from: ['${a.to}'] })))).toEqual([400, 'eihealth.01050100']);
    expect(await codeOf(tasks(task('a', {}, { app_id: 'nothing' })))).toEqual([404, 'eihealth.01050003']);
    expect(await codeOf(tasks(task('a', { nothing: ['x'] })))).toEqual([400, 'eihealth.01050112']);
    expect(await codeOf(tasks(task('a', { from: ['${x.to}'] })))).toEqual([400, 'eihealth.01050114']);
    expect(await codeOf(tasks(task('b'), task('a', { from: ['${b.x}'] })))).toEqual([400, 'eihealth.01050114']);
    const three = task('c', { lane: ['1', '2', '3'] });
    const pair = task('d', { lane: ['${c.to}', 'x'] });
    expect(await codeOf(tasks(three, pair))).toEqual([400, 'eihealth.01050116']);
    expect(await codeOf(tasks(task('a', { mode: ['slow'] })))).toEqual([400, 'eihealth.01050009']);
    expect(await codeOf(tasks(task('a', { from: ['/a', '/b'] })))).toEqual([400, 'eihealth.01050010']);
    expect(await codeOf(tasks(task('a', { from: ['/a/../b'] })))).toEqual([400, 'eihealth.01050301']);
    expect(await codeOf(tasks(task('a'), task('a')))).toEqual([400, 'eihealth.01050502']);
    expect(await codeOf(tasks(task('a', {}, { resources: { memory: '9999G' } })))).toEqual([400, 'eihealth.01000030']);
    expect(await codeOf(create({ ...workflow('new'), output_dir: 'runs' }))).toEqual([400, 'eihealth.01000032']);
    const many = Array.from({ length: 65 }, (_, i) => task(`t${i}`));
    expect(await codeOf(tasks(...many))).toEqual([400, 'eihealth.01000028']);
    expect(await codeOf(create({ name: 'new' }))).toEqual([400, 'eihealth.01000008']);
  });

  test('concurrent inputs agree in number with what they refer to', async () => {
    const app: Schema<'AppReq'> = {
      ...COPY,
      name: 'pairs',
      commands: ['true'],
      inputs: [
        { name: 'file', required: true, type: 'FILE', concurrent: 'vars_iter' },
        { name: 'lane', required: false, type: 'STRING', concurrent: 'vars_iter' },
      ],
    };
    const { id } = (await server.call('eihealth.createApp', { path, body: app })).body;
    const up = task('up', { lane: ['1', '2', '3'] });
    const down = (lanes: string[]) => task('down', { file: ['${up.to}'], lane: lanes }, { app_id: id });
    expect(await codeOf(create(workflow('odd', up, down(['x', 'y']))))).toEqual([400, 'eihealth.01050115']);
    expect((await create(workflow('even', up, down(['x', 'y', 'z'])))).status).toBe(201);
  });

  test('name and version are fixed; an update obeys the same rules', async () => {
    const { id } = (await create(workflow('fixed'))).body;
    const update = (body: unknown) =>
      server.call('eihealth.updateWorkflow', { path: { ...path, workflow_id: id }, body });
    expect(await codeOf(update(workflow('moved')))).toEqual([400, 'eihealth.01050104']);
    expect(await codeOf(update({ ...workflow('fixed'), version: '2' }))).toEqual([400, 'eihealth.01050104']);
    expect(await codeOf(update(workflow('fixed', task('a', { from: ['${b.to}'] }))))).toEqual([
      400,
      'eihealth.01050114',
    ]);
  });

  test('needs a token, a role and the right project', async () => {
    const { id } = (await create(workflow('guarded'))).body;
    const one = { ...path, workflow_id: id };
    const body = workflow('guarded');
    expect((await create(body, null)).status).toBe(401);
    expect((await server.call('eihealth.showWorkflow', { path: one, as: null })).status).toBe(401);
    expect(await codeOf(create(body, 'vera'))).toEqual([403, 'eihealth.01000019']);
    expect((await server.call('eihealth.updateWorkflow', { path: one, body, as: 'vera' })).status).toBe(403);
    expect((await server.call('eihealth.deleteWorkflow', { path: one, as: 'vera' })).status).toBe(403);
    const elsewhere = { eihealth_project_id: await server.project('elsewhere'), workflow_id: id };
    expect(await codeOf(server.call('eihealth.showWorkflow', { path: elsewhere }))).toEqual([404, 'eihealth.01050102']);
    expect((await server.call('eihealth.updateWorkflow', { path: elsewhere, body })).status).toBe(404);
    expect((await server.call('eihealth.deleteWorkflow', { path: elsewhere })).status).toBe(404);
    expect((await server.call('eihealth.listWorkflow', { path: elsewhere, as: 'dev' })).status).toBe(404);
  });
});
