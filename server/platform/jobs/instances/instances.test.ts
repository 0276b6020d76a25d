import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import type { UsageSample } from '../../../engine/executor.ts';
import { hostAddress } from '../../../engine/executors/host-address.ts';
import { type CallResult, startTestServer, type TestServer } from '../../../testing/harness.ts';
import { JobLab } from '../testing.ts';

let server: TestServer;
let lab: JobLab;
beforeAll(async () => {
  server = await startTestServer();
  lab = await JobLab.open(server);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => server.close());

type Operation = Parameters<TestServer['call']>[0];
const OPERATIONS = {
  taskEvents: 'eihealth.showTaskEvents',
  instances: 'eihealth.showTaskInstances',
  events: 'eihealth.showTaskInstanceEvents',
  pod: 'eihealth.showTaskInstancePod',
  metric: 'eihealth.showTaskInstanceMetricData',
} as const satisfies Record<string, Operation>;

interface Asked {
  jobId: string;
  task: string;
  index?: string;
  name?: string;
  as?: string | null;
  query?: Record<string, string | number>;
  headers?: Record<string, string>;
}

function ask(what: keyof typeof OPERATIONS, { jobId, task, index, name, as, query, headers }: Asked) {
  return server.call(OPERATIONS[what], {
    ...(as === undefined ? {} : { as }),
    path: { eihealth_project_id: lab.projectId, job_id: jobId, task_name: task, instance_name: name ?? 'none' },
    query: { ...query, ...(index === undefined ? {} : { task_index: index }) },
    ...(headers ? { headers } : {}),
  });
}

const reasons = ({ body }: CallResult) => body.events.map(({ reason }: { reason: string }) => reason);
const code = ({ status, body }: CallResult) => [status, body.error_code.slice(-8)];

describe('a job that failed and was retried', () => {
  const flag = () => server.gate('mended');
  let jobId: string;
  beforeAll(async () => {
    const job = await lab.run([
      {
        name: 'work',
        commands: ['echo attempt of ${x}', `[ \${x} = a ] || [ -e ${flag()} ] || exit 3`],
        inputs: [{ name: 'x', concurrent: 'vars_iter', value: ['a', 'b'] }],
        outputs: [{ name: 'never', value: 'never.txt' }],
        resources: { cpu: '0.2C', memory: '0.3G' },
      },
      { name: 'after', commands: ['true'], inputs: [{ name: 'in', type: 'FILE', value: '${work.never}' }] },
    ]);
    jobId = job.id;
    expect(job.status).toBe('FAILED');
    writeFileSync(flag(), '');
    expect((await lab.call('eihealth.retryJob', jobId)).status).toBe(202);
    await lab.finished(jobId);
  });

  it('has an instance per attempt, the newest first, with what was asked for', async () => {
    const { body } = await ask('instances', { jobId, task: 'work', index: '1' });
    expect(body.count).toBe(2);
    const [second, first] = body.instances;
    expect([second.status.phase, first.status.phase]).toEqual(['Succeeded', 'Failed']);
    expect(second.status.container_statuses).toEqual([{ restart_count: 1 }]);
    expect(first.status.container_statuses).toEqual([{ restart_count: 0 }]);
    expect(first.metadata.name).toMatch(/^work-1-[0-9a-f]{15}$/);
    expect(second.metadata.name).not.toBe(first.metadata.name);
    expect(second.status.host_name).toBe(hostname());
    expect(second.status.host_ip).toBe(hostAddress());
    // Only a command that is not enclosed surely has the address of its node.
    expect(second.status.pod_ip).toBe(
      server.platform.engine.executor.enclosure === 'plain' ? hostAddress() : undefined,
    );
    const amounts = { cpu: '0.2C', memory: '0.3G' };
    expect(second.spec.containers).toEqual([{ resources: { limits: amounts, requests: amounts } }]);
    expect((await ask('instances', { jobId, task: 'work' })).body.count).toBe(1);
  });

  it('tells the start-up events of the instance, attempt by attempt', async () => {
    const events = await ask('taskEvents', { jobId, task: 'work', index: '1' });
    expect(reasons(events)).toEqual([
      'SuccessfulCreate',
      'Started',
      'NonZeroExit',
      'SuccessfulCreate',
      'Started',
      'Completed',
      'OutputsMissing',
    ]);
    const failure = events.body.events[2];
    expect(failure).toMatchObject({ type: 'Warning', count: 1 });
    expect(failure.message).toContain('exit code 3');
    const chinese = await ask('taskEvents', { jobId, task: 'work', index: '1', headers: { 'x-language': 'zh_cn' } });
    expect(chinese.body.events[0].message).toContain('已创建实例');
    expect(chinese.body.events[0].reason).toBe('SuccessfulCreate');
    expect(chinese.body.events[2].message).toBe('退出码非零：命令以退出码 3 结束');
  });

  it('tells the events of one attempt, with node, image and enclosure', async () => {
    const { body } = await ask('instances', { jobId, task: 'work', index: '1' });
    const name = body.instances[1].metadata.name;
    const events = await ask('events', { jobId, task: 'work', index: '1', name });
    const isolation = server.platform.engine.executor.isolated ? [] : ['NotIsolated'];
    expect(reasons(events)).toEqual(['Queued', 'Scheduled', 'ImageNotUsed', 'Started', ...isolation, 'NonZeroExit']);
    expect(events.body.events[2].message).toContain('tools/shell:1');
  });

  it('gives a pod text of facts, without variables', async () => {
    const { body } = await ask('instances', { jobId, task: 'work', index: '1' });
    const [second, first] = body.instances.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
    const pod = parse((await ask('pod', { jobId, task: 'work', index: '1', name: first })).body.metadata);
    expect(pod.metadata).toMatchObject({ name: first, labels: { 'job-id': jobId, 'task-index': '1', attempt: '1' } });
    const { enclosure: kind, isolated } = server.platform.engine.executor;
    expect(pod.spec.enclosure).toEqual({ kind, isolated });
    expect(pod.spec.containers[0]).toMatchObject({ image: 'tools/shell:1', imageUsed: false });
    expect(pod.spec.containers[0].command.at(-1)).toMatch(/script\.sh$/);
    expect(pod.status).toMatchObject({ phase: 'Failed' });
    expect(pod.status.containerStatuses[0].state.terminated).toMatchObject({ exitCode: 3, reason: 'NonZeroExit' });
    expect(JSON.stringify(pod)).not.toContain('EIHEALTH_');
    const later = parse((await ask('pod', { jobId, task: 'work', index: '1', name: second })).body.metadata);
    expect(later.status.containerStatuses[0].restartCount).toBe(1);
    expect(later.status.missingOutputs).toEqual(['never']);
  });

  it('refuses what is not there, and who may not look', async () => {
    const { body } = await ask('instances', { jobId, task: 'work', index: '1' });
    const name = body.instances[0].metadata.name;
    const query = { metric_name: 'cpu_usage' };
    for (const what of Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]) {
      expect(code(await ask(what, { jobId: 'none', task: 'work', query }))).toEqual([404, '01050202']);
      expect(code(await ask(what, { jobId, task: 'none', query }))).toEqual([404, '01050204']);
      for (const index of ['2', '-1', '1e0', 'x'])
        expect(code(await ask(what, { jobId, task: 'work', index, query })), index).toEqual([404, '01050222']);
      expect(code(await ask(what, { jobId, task: 'work', as: null, query }))).toEqual([401, '01000002']);
    }
    for (const what of ['events', 'pod', 'metric'] as const) {
      expect(code(await ask(what, { jobId, task: 'work', index: '1', name: `${name}0`, query }))).toEqual([
        404,
        '01050222',
      ]);
      // The attempt of another instance.
      expect(code(await ask(what, { jobId, task: 'work', index: '0', name, query }))).toEqual([404, '01050222']);
    }
    await server.user('passer-by');
    expect(code(await ask('pod', { jobId, task: 'work', name, as: 'passer-by' }))).toEqual([404, '01020002']);
  });

  describe('its metrics', () => {
    let name: string;
    let started: number;
    const metric = (query: Record<string, string | number>) =>
      ask('metric', { jobId, task: 'work', index: '1', name, query });
    const sampled = (...samples: UsageSample[]) =>
      vi.spyOn(server.platform.engine.lookup, 'samples').mockResolvedValue(samples);
    beforeAll(async () => {
      const { body } = await ask('instances', { jobId, task: 'work', index: '1' });
      name = body.instances[0].metadata.name;
      const row = await server.platform.db
        .selectFrom('job_instance')
        .select('start_time')
        .where('job_id', '=', jobId)
        .where('task', '=', 'work')
        .where('index', '=', 1)
        .executeTakeFirstOrThrow();
      started = row.start_time?.getTime() ?? 0;
    });

    it('are shares of what was asked for, and bytes a second', async () => {
      const gigabyte = 1024 ** 3;
      sampled(
        { at: started + 1000, cpuSeconds: 0.1, memoryBytes: 0.15 * gigabyte, readBytes: 500, writtenBytes: 0 },
        { at: started + 2000, cpuSeconds: 0.5, memoryBytes: 0.3 * gigabyte, readBytes: 500, writtenBytes: 10 },
      );
      const window = { from_time: started, to_time: started + 60_000 };
      const values = async (metric_name: string) =>
        (await metric({ ...window, metric_name })).body.data_points.map(({ value, unit }: Record<string, unknown>) => [
          value,
          unit,
        ]);
      expect(await values('cpu_usage')).toEqual([
        [50, 'Percent'],
        [200, 'Percent'],
      ]);
      expect((await values('mem_usage')).flat()).toEqual([50, 'Percent', 100, 'Percent']);
      expect((await values('disk_read')).flat()).toEqual([500, 'bytes/second', 0, 'bytes/second']);
      expect((await values('disk_write')).flat()).toEqual([0, 'bytes/second', 10, 'bytes/second']);
    });

    it('have no points where nothing was measured', async () => {
      sampled();
      expect((await metric({ metric_name: 'cpu_usage', from_time: 0 })).body).toEqual({ data_points: [] });
      sampled({ at: started + 1000, cpuSeconds: 1, memoryBytes: 1 });
      expect((await metric({ metric_name: 'gpu_usage', from_time: 0 })).body).toEqual({ data_points: [] });
      expect((await metric({ metric_name: 'disk_read', from_time: 0 })).body).toEqual({ data_points: [] });
      const whole = { from_time: started, to_time: started + 5000 };
      expect((await metric({ metric_name: 'cpu_usage', ...whole })).body.data_points).toHaveLength(1);
    });

    it('refuse a name nobody knows, a window that ends before it begins, and a method of another list', async () => {
      expect(code(await metric({ metric_name: 'mood' }))).toEqual([400, '01000040']);
      expect(code(await metric({ metric_name: 'cpu_usage', from_time: 2, to_time: 1 }))).toEqual([400, '01000045']);
      expect((await metric({ metric_name: 'cpu_usage', method: 'max' })).status).toBe(400);
      expect((await metric({})).status).toBe(400);
    });
  });
});

describe('an instance that has not begun', () => {
  it('has no attempts and no log, and says what it waits for', async () => {
    const gate = server.gate('gate');
    const flow = await lab.workflow([
      {
        name: 'first',
        commands: [`while [ ! -e ${gate} ]; do sleep 0.02; done`],
        outputs: [{ name: 'o', value: 'o.txt' }],
      },
      { name: 'second', commands: ['true'], inputs: [{ name: 'in', type: 'FILE', value: '${first.o}' }] },
    ]);
    const { body } = await lab.start(flow);
    await lab.until(body.id, ({ status }) => status === 'RUNNING');
    expect((await ask('instances', { jobId: body.id, task: 'second' })).body).toEqual({ count: 0, instances: [] });
    const waiting = await ask('taskEvents', { jobId: body.id, task: 'second' });
    expect(reasons(waiting)).toEqual(['WaitingForTasks']);
    expect(waiting.body.events[0].message).toContain('first');
    const log = await lab.call('eihealth.showJobLog', body.id, { query: { task_name: 'second' } });
    expect(log.body).toEqual({ count: 0, logs: [] });
    const forced = { body: { force: true } };
    expect((await lab.call('eihealth.cancelJob', body.id, forced)).status).toBeLessThan(300);
    await lab.finished(body.id);
    expect(reasons(await ask('taskEvents', { jobId: body.id, task: 'second' }))).toEqual(['NotStarted']);
    expect(reasons(await ask('taskEvents', { jobId: body.id, task: 'first' }))).toEqual([
      'SuccessfulCreate',
      'Started',
      'Cancelled',
    ]);
  });
});

describe('an instance that no node takes', () => {
  it('says which label it waits for, in the language of the reader', async () => {
    const flow = await lab.workflow([{ name: 'bound', commands: ['true'], nodeLabels: ['nowhere'] }]);
    const { body: job } = await lab.start(flow);
    const events = (headers = {}) => ask('taskEvents', { jobId: job.id, task: 'bound', headers });
    await expect.poll(async () => reasons(await events())).toEqual(['NoNodeWithLabel']);
    const [event] = (await events({ 'x-language': 'zh_cn' })).body.events;
    expect(event).toMatchObject({ type: 'Warning', reason: 'NoNodeWithLabel' });
    expect(event.message).toContain('nowhere');
    expect(event.message).toContain('等待');
    await lab.call('eihealth.cancelJob', job.id, { body: { force: true } });
    await lab.finished(job.id);
  });
});

describe('the log of a running instance', () => {
  it('grows behind one address, whole and in ranges', async () => {
    const gate = server.gate('more');
    const flow = await lab.workflow([
      { name: 'talk', commands: ['echo one', `while [ ! -e ${gate} ]; do sleep 0.02; done`, 'echo two'] },
    ]);
    const { body: job } = await lab.start(flow);
    const log = async () => (await lab.call('eihealth.showJobLog', job.id, { query: { task_name: 'talk' } })).body;
    await expect.poll(async () => (await log()).count, { timeout: 10_000 }).toBe(1);
    const { log_storage_link: url } = await log();
    const read = (range: string) => server.app.inject({ url, headers: { range } });
    const first = await read('bytes=-100');
    expect([first.statusCode, first.body, first.headers['content-range']]).toEqual([206, 'one\n', 'bytes 0-3/4']);
    const beyond = await read('bytes=4-');
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, 'bytes */4']);
    writeFileSync(gate, '');
    await lab.finished(job.id);
    const rest = await read('bytes=4-');
    expect([rest.statusCode, rest.body, rest.headers['content-range']]).toEqual([206, 'two\n', 'bytes 4-7/8']);
    expect((await server.app.inject({ url })).body).toBe('one\ntwo\n');
    expect((await log()).logs.map(({ content }: { content: string }) => content)).toEqual(['one', 'two']);
  });
});
