import { availableParallelism } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../engine/start-engine.ts';
import type { CallOptions, CallResult, OperationKey } from '../../testing/harness.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { JobLab, statesOf } from '../jobs/testing.ts';

let server: TestServer;
let lab: JobLab;
let id: string;
beforeAll(async () => {
  server = await startTestServer();
  await server.user('olga');
  lab = await JobLab.open(server);
  const { body } = await server.call('eihealth.listComputingResources');
  id = body.resources[0].id;
});
afterAll(() => server.close());

const setLabels = (...names: string[]) =>
  server.call('eihealth.batchUpdateNodeLabel', {
    path: { server_id: id },
    body: { labels: names.map((name) => ({ name })) },
  });
const setOpen = (schedulable: boolean, reason?: string) =>
  server.call('eihealth.updateSchedule', { path: { id }, body: { schedulable, ...(reason ? { reason } : {}) } });
afterEach(async () => {
  await setLabels();
  await setOpen(true);
});

const code = ({ status, body }: CallResult) => [status, body?.error_code];
const node = async () => (await server.call('eihealth.listComputingResources')).body.resources[0];
const namesOf = ({ body }: CallResult) => body.labels.map(({ name }: { name: string }) => name);

describe('computing resources', () => {
  test('are this machine', async () => {
    expect(await node()).toMatchObject({ status: 'ACTIVE', schedulable: true, node_labels: [] });
    const { flavors } = (await server.call('eihealth.listComputingResourceFlavors', { as: 'olga' })).body;
    expect(flavors).toMatchObject([{ vcpus: availableParallelism(), code: (await node()).spec.code }]);
    const zone = { availability_zone_id: 'cn-north-7c' };
    expect((await server.call('eihealth.listComputingResourceFlavors', { query: zone })).body.count).toBe(0);
    const left = (await server.call('eihealth.showLeftQuota')).body;
    expect(left).toMatchObject({ quantity: 0, cpu: availableParallelism() });
    expect(left.ram).toBe((await node()).spec.ram);
  });

  test('say why they take nothing', async () => {
    expect((await setOpen(false, 'new disk on Friday')).status).toBe(200);
    expect(await node()).toMatchObject({ schedulable: false, failure_reason: 'new disk on Friday' });
    const schedule = () => server.call('eihealth.showSchedule', { path: { id } });
    expect((await schedule()).body).toEqual({ schedulable: false, reason: 'new disk on Friday' });
    expect((await server.call('eihealth.showLeftQuota')).body).toEqual({ quantity: 0, cpu: 0, ram: 0 });
    await setOpen(true, 'ignored');
    expect((await schedule()).body).toEqual({ schedulable: true });
  });

  test('tell what running instances hold', async () => {
    const statistics = async (range = {}) =>
      (await server.call('eihealth.batchDownloadResourceStatData', { body: { resource_ids: [id], ...range } })).body
        .metric_statistics;
    expect(await statistics()).toMatchObject([{ statistic: '0' }, { statistic: '0' }, { statistic: '0' }]);
    expect(await statistics({ from_time: 1, to_time: 2 })).toEqual([]);
    const job = (
      await lab.start(
        await lab.workflow([
          { name: 'busy', commands: ['exec sleep 600'], resources: { cpu: '0.5C', memory: '0.3G' } },
        ]),
      )
    ).body.id;
    await lab.until(job, (shown) => statesOf(shown, 'busy')[0] === 'RUNNING');
    expect(await statistics()).toEqual([
      { resource_id: id, metric_name: 'cpu_allocated', unit: 'Core', statistic: '0.5' },
      { resource_id: id, metric_name: 'memory_allocated', unit: 'Byte', statistic: String(Math.round(0.3 * 2 ** 30)) },
      { resource_id: id, metric_name: 'gpu_allocated', unit: 'Count', statistic: '0' },
    ]);
    await lab.call('eihealth.cancelJob', job, { body: { force: true } });
    await lab.finished(job);
  });

  test('are not bought, stopped or deleted here', async () => {
    const operations: [OperationKey, CallOptions][] = [
      ['eihealth.deleteComputingResource', { path: { id } }],
      ['eihealth.stopNode', { path: { id } }],
      ['eihealth.rebootNode', { path: { id } }],
    ];
    for (const [operation, options] of operations) expect((await server.call(operation, options)).status).toBe(501);
  });

  test('refusals', async () => {
    const path = { id: 'none', server_id: 'none' };
    const body = { labels: [] };
    expect(code(await server.call('eihealth.showSchedule', { path }))).toEqual([404, 'eihealth.01000011']);
    expect((await server.call('eihealth.updateSchedule', { path, body: { schedulable: true } })).status).toBe(404);
    expect((await server.call('eihealth.listNodeLabel', { path })).status).toBe(404);
    expect((await server.call('eihealth.batchUpdateNodeLabel', { path, body })).status).toBe(404);
    const statistics = { resource_ids: ['none'] };
    expect((await server.call('eihealth.batchDownloadResourceStatData', { body: statistics })).status).toBe(404);
    expect((await server.call('eihealth.updateSchedule', { path: { id }, body: {} })).status).toBe(400);
    for (const as of ['olga', null]) {
      const status = as === null ? 401 : 403;
      expect((await server.call('eihealth.listComputingResources', { as })).status).toBe(status);
      expect(
        (await server.call('eihealth.updateSchedule', { as, path: { id }, body: { schedulable: true } })).status,
      ).toBe(status);
      const labels = { as, path: { server_id: id }, body };
      expect((await server.call('eihealth.batchUpdateNodeLabel', labels)).status).toBe(status);
    }
  });
});

describe('labels of nodes', () => {
  test('are a set; everybody sees which there are', async () => {
    await setLabels('big', 'health.gpu', 'big');
    expect(namesOf(await server.call('eihealth.listNodeLabel', { path: { server_id: id } }))).toEqual([
      'big',
      'health.gpu',
    ]);
    await setLabels('health.gpu');
    expect(namesOf(await server.call('eihealth.listClusterAllNodeLabel', { as: 'olga' }))).toEqual(['health.gpu']);
    expect((await node()).node_labels).toEqual(['health.gpu']);
    expect((await server.call('eihealth.listPresetLabel', { as: 'olga' })).body).toEqual({ count: 0, labels: [] });
  });

  test.each(['-a', 'a b', 'größe', 'a.'])('%s is none', async (name) => {
    expect(code(await setLabels(name))).toEqual([400, 'eihealth.01000051']);
  });

  test('have a length', async () => {
    expect((await setLabels('a'.repeat(63))).status).toBe(200);
    expect((await setLabels('a'.repeat(64))).status).toBe(400);
    expect((await setLabels('')).status).toBe(400);
  });
});

describe('jobs wait for a node', { timeout: 60_000 }, () => {
  const events = async (job: string, language = 'en_us') =>
    (await lab.call('eihealth.showJobEvent', job, { headers: { 'x-language': language } })).body.events as {
      action_name: string;
      message: string;
      reason: string;
    }[];
  const lastWords = async (job: string, language?: string) =>
    (await events(job, language)).filter(({ action_name }) => ['wait', 'resume'].includes(action_name)).at(-1);
  const waits = (job: string) => lab.until(job, async () => (await lastWords(job))?.action_name === 'wait');

  test('with the label of the app, while other tasks run, and start when a node gets it', async () => {
    const tool = await lab.workflow([
      { name: 'free', commands: ['echo free > ${out}'], outputs: [{ name: 'out', value: 'free.txt' }] },
      { name: 'bound', commands: ['true'], nodeLabels: ['big'] },
    ]);
    const started = await lab.start(tool, { node_labels: ['small'] });
    expect(started.status).toBe(201);
    const job = started.body.id;
    // Both wait: one for the label of its app, which wins, the other for the job's.
    expect(started.body).toMatchObject({
      app_infos: [{ app_node_labels: ['big'] }],
      job_info: { job_node_labels: ['small'] },
    });
    await waits(job);
    expect((await lab.show(job)).status).toBe('PENDING');
    await setLabels('small');
    await lab.until(job, (shown) => statesOf(shown, 'free')[0] === 'SUCCEEDED');
    expect(statesOf(await lab.show(job), 'bound')).toEqual(['PENDING']);
    expect(await lastWords(job)).toMatchObject({
      message: 'Waiting for an open node with the label big: bound',
      reason: '没有带此标签的节点##NoNodeWithLabel',
    });
    expect((await lastWords(job, 'zh_cn'))?.message).toContain('等待带标签 big');
    const begun = Date.now();
    await setLabels('big');
    await lab.finished(job);
    expect(Date.now() - begun).toBeLessThan(5_000);
    expect((await lab.show(job)).status).toBe('SUCCEEDED');
    expect(await lastWords(job)).toMatchObject({ action_name: 'resume' });
    const matched = await lab.start(tool, { node_labels: ['small'] });
    expect(matched.body).toMatchObject({ app_infos: [], job_info: { job_node_labels: ['small'] } });
    await lab.call('eihealth.cancelJob', matched.body.id, { body: { force: true } });
    await lab.finished(matched.body.id);
    expect((await lab.show(matched.body.id)).status).toBe('CANCELLED');
  });

  test('also after the server was restarted', async () => {
    const job = (await lab.start(await lab.workflow([{ name: 'a', commands: ['true'], nodeLabels: ['late'] }]))).body
      .id;
    await waits(job);
    await server.platform.engine.close();
    // Set while no engine looks, as by another server.
    await setLabels('late');
    await setOpen(false, 'night');
    server.platform.engine = await startEngine(server.platform);
    await lab.until(job, async () => (await lastWords(job))?.reason.endsWith('NoSchedulableNode') === true);
    await setOpen(true);
    await lab.finished(job);
    expect((await lab.show(job)).status).toBe('SUCCEEDED');
  });

  test('do not hold up jobs behind them', async () => {
    const waiting = (
      await lab.start(await lab.workflow([{ name: 'a', commands: ['true'], nodeLabels: ['none'] }]), {
        priority: 9,
      })
    ).body.id;
    await waits(waiting);
    expect((await lab.run([{ name: 'b', commands: ['true'] }])).status).toBe('SUCCEEDED');
    await lab.call('eihealth.cancelJob', waiting, { body: { force: false } });
    await lab.finished(waiting);
    expect((await lab.show(waiting)).status).toBe('CANCELLED');
  });

  test('a closed node starts nothing, not even what was handed over; what runs goes on', async () => {
    const values = Array.from({ length: 12 }, (_, at) => String(at));
    const tool = await lab.workflow([
      {
        name: 'many',
        commands: ['sleep 1; echo ${n} > ${out}'],
        inputs: [{ name: 'n', concurrent: 'vars_iter', value: values }],
        outputs: [{ name: 'out', value: 'n.txt' }],
      },
    ]);
    const job = (await lab.start(tool, { output_dir: '/closed' })).body.id;
    await lab.until(job, (shown) => statesOf(shown, 'many').includes('RUNNING'));
    await setOpen(false, 'rest');
    await waits(job);
    await lab.until(job, (shown) => !statesOf(shown, 'many').includes('RUNNING'));
    const before = statesOf(await lab.show(job), 'many');
    expect(before.filter((state) => state === 'PENDING').length).toBeGreaterThan(0);
    expect(await lastWords(job)).toMatchObject({ reason: '没有可调度的节点##NoSchedulableNode' });
    // Another job may be started: it waits too.
    const second = await lab.start(await lab.workflow([{ name: 'later', commands: ['true'] }]));
    expect(second.status).toBe(201);
    await waits(second.body.id);
    expect(statesOf(await lab.show(job), 'many')).toEqual(before);
    await setOpen(true);
    await Promise.all([lab.finished(job), lab.finished(second.body.id)]);
    expect(statesOf(await lab.show(job), 'many')).toEqual(values.map(() => 'SUCCEEDED'));
  });
});
