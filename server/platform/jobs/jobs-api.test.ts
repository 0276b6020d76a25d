import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedError } from '../../errors.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { JobLab, type LabTask, statesOf } from './testing.ts';

/** What this machine is not. */
const OTHER_CPU = process.arch === 'arm64' ? 'X86' : 'ARM';

let server: TestServer;
let lab: JobLab;
let finished: string;
let tool: string;
const quick: LabTask = { name: 'quick', commands: ['true'] };

beforeAll(async () => {
  server = await startTestServer({ JOB_MAX_INSTANCES: '20' });
  await server.user('stranger');
  lab = await JobLab.open(server, { vera: 'Viewer', ulla: 'Uploader', dev: 'Developer' });
  await lab.putFile('in/a.txt', 'a');
  tool = await lab.workflow([quick]);
  finished = (await lab.run([quick], { name: 'finished' })).id;
});
afterAll(() => server.close());

type Operation = Parameters<JobLab['call']>[0];

/** Every operation on jobs with a call that would be right. */
const OPERATIONS: { operation: Operation; writes: boolean; options?: Parameters<JobLab['call']>[2] }[] = [
  { operation: 'eihealth.listJob', writes: false },
  { operation: 'eihealth.showJob', writes: false },
  { operation: 'eihealth.showJobEvent', writes: false },
  { operation: 'eihealth.showJobLog', writes: false, options: { query: { task_name: 'quick' } } },
  {
    operation: 'eihealth.executeJob',
    writes: true,
    options: { body: { name: 'x', tool_id: 'x', tool_type: 'workflow' } },
  },
  { operation: 'eihealth.cancelJob', writes: true, options: { body: { force: true } } },
  { operation: 'eihealth.retryJob', writes: true },
  { operation: 'eihealth.deleteJob', writes: true },
];

const code = ({ status, body }: { status: number; body: { error_code?: string } }) => [
  status,
  body?.error_code?.replace('eihealth.', ''),
];

describe.each(OPERATIONS)('$operation', ({ operation, writes, options }) => {
  it('asks for a token, for membership and for the role it needs', async () => {
    expect((await lab.call(operation, finished, { ...options, as: null })).status).toBe(401);
    expect(code(await lab.call(operation, finished, { ...options, as: 'stranger' }))).toEqual([404, '01020002']);
    if (!writes) expect((await lab.call(operation, finished, { ...options, as: 'vera' })).status).toBe(200);
    else
      for (const as of ['vera', 'ulla'])
        expect(code(await lab.call(operation, finished, { ...options, as }))).toEqual([403, '01000019']);
  });

  it('knows the jobs of its own project only', async () => {
    if (operation === 'eihealth.listJob' || operation === 'eihealth.executeJob') return;
    expect(code(await lab.call(operation, randomUUID(), options))).toEqual([404, '01050202']);
    const other = await JobLab.open(server);
    expect(code(await other.call(operation, finished, options))).toEqual([404, '01050202']);
  });
});

describe('executeJob', () => {
  it.each<[string, LabTask[], Parameters<JobLab['start']>[1], string]>([
    ['an empty workflow', [], {}, '01050200'],
    ['a missing required input', [{ ...quick, inputs: [{ name: 'x', required: true }] }], {}, '01050201'],
    [
      'a path that is not there',
      [{ ...quick, inputs: [{ name: 'f', type: 'FILE', value: '/in/none' }] }],
      {},
      '01050301',
    ],
    [
      'a folder where a file is meant',
      [{ ...quick, inputs: [{ name: 'f', type: 'FILE', value: '/in' }] }],
      {},
      '01050301',
    ],
    [
      'a file where a folder is meant',
      [{ ...quick, inputs: [{ name: 'f', type: 'DIRECTORY', value: '/in/a.txt' }] }],
      {},
      '01050301',
    ],
    [
      "another project's data",
      [{ ...quick, inputs: [{ name: 'f', type: 'FILE', value: 'other:/in/a.txt' }] }],
      {},
      '01050301',
    ],
    ['a path that climbs', [{ ...quick, inputs: [{ name: 'f', type: 'FILE', value: '/in/../../x' }] }], {}, '01050301'],
    ['an output folder below a file', [quick], { output_dir: '/in/a.txt' }, '01050301'],
    [
      'too long inputs',
      [
        {
          ...quick,
          inputs: [
            { name: 'a', value: 'x'.repeat(2048) },
            { name: 'b', value: 'x'.repeat(2049) },
          ],
        },
      ],
      {},
      '01050221',
    ],
    ['more memory than there is', [{ ...quick, resources: { memory: '3000G' } }], {}, '01050206'],
    ['an accelerator', [{ ...quick, resources: { gpu: 1, gpu_type: 'GPU' } }], {}, '01050205'],
    ['processors of another kind', [{ ...quick, resources: { cpu_type: OTHER_CPU } }], {}, '01050205'],
    ['a task that does not exist', [quick], { tasks: [{ task_name: 'none' }] }, '01050203'],
    ['an acceleration instance', [quick], { io_acc_id: 'x' }, '01050212'],
    [
      'too many instances',
      [
        {
          ...quick,
          inputs: [{ name: 'x', concurrent: 'vars_iter', value: Array.from({ length: 21 }, (_, at) => `${at}`) }],
        },
      ],
      {},
      '01000033',
    ],
    ['a bad name', [quick], { name: 'no blanks' }, '01000032'],
    ['a bad priority', [quick], { priority: 10 }, '01000030'],
  ])('refuses %s', async (_, tasks, extra, expected) => {
    const status = documentedError(`eihealth.${expected}`)?.status;
    expect(code(await lab.start(await lab.workflow(tasks), extra))).toEqual([status, expected]);
  });

  it('names the largest flavor, and takes the tool by id or by name', async () => {
    expect(code(await lab.start('none'))).toEqual([404, '01050102']);
    const { db } = server.platform;
    const flow = await db
      .selectFrom('workflow')
      .select(['name', 'version'])
      .where('id', '=', tool)
      .executeTakeFirstOrThrow();
    const project = await db
      .selectFrom('project')
      .select('name')
      .where('id', '=', lab.projectId)
      .executeTakeFirstOrThrow();
    const { status, body } = await lab.start(`${flow.name}::${flow.version}::${project.name}`, {
      labels: ['x'],
    });
    expect(status).toBe(201);
    expect(body.max_platform_flavor.cpu).toMatch(/^\d+C$/);
    expect(body).toMatchObject({ app_infos: [], job_info: { job_name: 'job', job_node_labels: [] } });
    await lab.finished(body.id);
    expect(code(await lab.start(`${flow.name}::${flow.version}::elsewhere`))).toEqual([404, '01050102']);
    expect((await lab.show(body.id)).output_dir).toBe(`/runs/job-${body.id}`);
  });

  it('merges resources field by field and keeps its definition when the app is gone', async () => {
    const job = await lab.run([{ ...quick, resources: { cpu: '0.2C', memory: '0.3G' } }], {
      tasks: [{ task_name: 'quick', resources: { cpu: '0.5C' } }],
    });
    expect(job.tasks[0].resources).toMatchObject({ cpu: '0.5C', memory: '0.3G' });
    await server.platform.db
      .deleteFrom('app')
      .where('project_id', '=', lab.projectId)
      .where('id', '=', job.tasks[0].app_info.app_id)
      .execute();
    expect((await lab.show(job.id)).tasks[0].app_info.app_commands).toEqual(['true']);
  });
});

describe('listJob', () => {
  const list = async (query: Record<string, string | number>) => {
    const { body } = await lab.call('eihealth.listJob', undefined, { query });
    return { count: body.count, names: body.jobs.map(({ name }: { name: string }) => name) };
  };

  it('filters, sorts, pages and counts', async () => {
    lab = await JobLab.open(server, { dev: 'Developer' });
    const failing = await lab.workflow([{ name: 'fail', commands: ['exit 1'] }], { name: 'Failing' });
    const good = await lab.workflow([quick], { name: 'Good' });
    const before = Date.now();
    for (const [name, id, labels] of [
      ['one', good, ['a', 'b']],
      ['two', failing, ['a']],
      ['three', good, []],
    ] as const)
      await lab.finished((await lab.start(id, { name, labels: [...labels] })).body.id);
    expect(await list({})).toEqual({ count: 3, names: ['three', 'two', 'one'] });
    expect(await list({ sort_dir: 'ASC' })).toMatchObject({ names: ['one', 'two', 'three'] });
    expect(await list({ limit: 1, offset: 1 })).toEqual({ count: 3, names: ['two'] });
    expect(await list({ status: 'Failed' })).toEqual({ count: 1, names: ['two'] });
    expect(await list({ sort_key: 'status', sort_dir: 'ASC' })).toMatchObject({ names: ['two', 'three', 'one'] });
    expect(await list({ job_name: 'T' })).toMatchObject({ names: ['three', 'two'] });
    expect(await list({ job_name: '%' })).toMatchObject({ count: 0 });
    expect(await list({ tool_name: 'good' })).toMatchObject({ count: 2 });
    expect(await list({ user_name: 'admin' })).toMatchObject({ count: 3 });
    expect(await list({ labels: 'a' })).toMatchObject({ count: 2 });
    expect(await list({ labels: 'a,b' })).toMatchObject({ names: ['one'] });
    expect(await list({ start_time: before, finish_end_time: Date.now() })).toMatchObject({ count: 3 });
    expect(await list({ end_time: before - 1 })).toMatchObject({ count: 0 });
    expect(await list({ finish_start_time: Date.now() + 1000 })).toMatchObject({ count: 0 });
    expect((await lab.call('eihealth.listJob', undefined, { query: { sort_dir: 'UP' } })).status).toBe(400);
    expect((await lab.call('eihealth.listJob', undefined, { query: { status: 'Odd' } })).status).toBe(400);
    expect((await lab.call('eihealth.listJob', undefined, { query: { limit: 'x' } })).status).toBe(400);
  });
});

describe('states', () => {
  it('refuses what a state forbids', async () => {
    const job = await lab.run([quick]);
    expect(code(await lab.call('eihealth.cancelJob', job.id, { body: { force: true } }))).toEqual([400, '01050208']);
    expect(code(await lab.call('eihealth.cancelJob', job.id, { body: {} }))).toEqual([400, '01000008']);
    expect(code(await lab.call('eihealth.retryJob', job.id))).toEqual([400, '01050207']);
    const gate = server.gate('states-gate');
    const flow = await lab.workflow([{ name: 'wait', commands: [`while [ ! -e ${gate} ]; do sleep 0.02; done`] }]);
    const { body } = await lab.start(flow);
    expect(code(await lab.call('eihealth.deleteJob', body.id))).toEqual([400, '01050213']);
    expect(code(await lab.call('eihealth.retryJob', body.id))).toEqual([400, '01050207']);
    writeFileSync(gate, '');
    await lab.finished(body.id);
    expect((await lab.call('eihealth.deleteJob', body.id, { as: 'dev' })).status).toBe(200);
    expect((await lab.call('eihealth.showJob', body.id)).status).toBe(404);
  });

  it('keeps the outputs of a deleted job', async () => {
    const job = await lab.run([{ name: 'w', commands: ['echo 1 > ${o}'], outputs: [{ name: 'o', value: 'o' }] }], {
      output_dir: '/kept',
    });
    await lab.call('eihealth.deleteJob', job.id);
    expect(await lab.readFile('kept/w/o')).toBe('1\n');
  });
});

describe('logs and events', () => {
  it('shows the last 1000 lines of a long log and an address of all of it', async () => {
    const job = await lab.run([
      { name: 'noisy', commands: ['i=0; while [ $i -lt 3000 ]; do echo "line $i"; i=$((i+1)); done', 'echo 错误 >&2'] },
    ]);
    const log = async (query: Record<string, string>) => lab.call('eihealth.showJobLog', job.id, { query });
    const { body } = await log({ task_name: 'noisy' });
    expect([body.count, body.logs.length]).toEqual([1000, 1000]);
    expect(body.logs.at(-1).content).toBe('错误');
    expect(body.logs[0].content).toBe('line 2001');
    const part = await server.app.inject({ url: body.log_storage_link, headers: { range: 'bytes=0-6' } });
    expect([part.statusCode, part.body]).toEqual([206, 'line 0\n']);
    expect(code(await log({ task_name: 'none' }))).toEqual([404, '01050204']);
    expect(code(await log({ task_name: 'noisy', task_index: '1' }))).toEqual([404, '01050222']);
    expect(code(await log({ task_name: 'noisy', task_index: 'x' }))).toEqual([404, '01050222']);
    expect((await log({})).status).toBe(400);
    const detail = await lab.call('eihealth.showJob', job.id, { headers: { 'X-Addition-Info': 'LOG' } });
    expect(detail.body.task_runtime_info[0].sub_tasks[0].log_storage_link).toContain('/console/objects/');
  });

  it('tells events in both languages, alike ones together', async () => {
    const job = await lab.run([
      {
        name: 'part',
        commands: ['[ ${x} != b ]'],
        inputs: [{ name: 'x', concurrent: 'vars_iter', value: ['a', 'b', 'c'] }],
      },
    ]);
    expect(statesOf(job, 'part')).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED']);
    const { body } = await lab.call('eihealth.showJobEvent', job.id);
    const reasons = body.events.map(({ reason, count, type }: { reason: string; count: number; type: string }) => [
      reason,
      count,
      type,
    ]);
    expect(reasons).toEqual(
      expect.arrayContaining([
        ['创建成功##SuccessfulCreate', 1, 'Normal'],
        ['已排队##Queued', 3, 'Normal'],
        ['启动##ActionStart', 3, 'Normal'],
        ['执行成功##SuccessfulFinish', 2, 'Normal'],
        ['退出码非零##NonZeroExit', 1, 'Warning'],
      ]),
    );
    const chinese = await lab.call('eihealth.showJobEvent', job.id, { headers: { 'X-Language': 'zh_cn' } });
    expect(chinese.body.events[0].message).toBe('作业已创建');
    expect(body.events[0].message).toBe('The job was created');
  });
});
