import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { JobCollector } from './collect-jobs.ts';
import { JobLab } from './testing.ts';

let server: TestServer;
let lab: JobLab;
beforeAll(async () => {
  server = await startTestServer();
  await server.user('olga');
  lab = await JobLab.open(server, { dev: 'Developer' });
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const collector = () => new JobCollector(server.platform, signal);

/** Below what the documents allow, so that few jobs are too many. */
async function keep(count: number): Promise<void> {
  const { db } = server.platform;
  await db.deleteFrom('setting').where('name', '=', 'job_config').execute();
  await db
    .insertInto('setting')
    .values({ name: 'job_config', value: JSON.stringify({ job_retain_number: count }) })
    .execute();
}

async function finishedJobs(): Promise<string[]> {
  const rows = await server.platform.db
    .selectFrom('job')
    .select('id')
    .where('finish_time', 'is not', null)
    .orderBy('finish_time')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

describe('the number to keep', () => {
  const show = (as?: string) => server.call('eihealth.showJobConfig', { as });
  const update = (job_retain_number: unknown, as?: string | null) =>
    server.call('eihealth.updateJobConfig', { body: { job_retain_number }, ...(as === undefined ? {} : { as }) });

  test('is the documented one until an administrator sets another', async () => {
    expect((await show('olga')).body).toEqual({ job_retain_number: 5_000_000 });
    expect((await update(20_000)).status).toBe(200);
    expect((await update(30_000)).status).toBe(200);
    expect((await show()).body).toEqual({ job_retain_number: 30_000 });
    for (const bad of [9_999, 10_000_001, '20000', 1.5, null]) expect((await update(bad)).status).toBe(400);
    expect((await update(20_000, null)).status).toBe(401);
    expect((await update(20_000, 'olga')).status).toBe(403);
    expect((await show()).body).toEqual({ job_retain_number: 30_000 });
  });
});

describe('collecting', () => {
  it('drops records, events and logs of the oldest, never outputs, never what is not over', async () => {
    const write = [{ name: 'w', commands: ['echo 1 > ${o}'], outputs: [{ name: 'o', value: 'o' }] }];
    const first = (await lab.run(write, { output_dir: '/first' })).id;
    const second = (await lab.run([{ name: 'fail', commands: ['exit 1'] }], { output_dir: '/second' })).id;
    const third = (await lab.run(write, { output_dir: '/third' })).id;
    const tool = await lab.workflow([{ name: 'wait', commands: ['sleep 600'] }]);
    const running = (await lab.start(tool)).body.id;
    await keep(1);
    const told: string[] = [];
    const stop = server.platform.bus.subscribe((event) => told.push(event.topic));
    expect(await collector().turn()).toBe(2);
    stop();
    expect(told).toContain('jobs');
    expect(await finishedJobs()).toEqual([third]);
    expect((await lab.show(running)).status).toMatch(/PENDING|RUNNING/);
    for (const id of [first, second]) {
      expect((await lab.call('eihealth.showJob', id)).status).toBe(404);
      expect(existsSync(join(server.dataDir, 'work', id))).toBe(false);
      for (const operation of ['eihealth.retryJob', 'eihealth.updateJob'] as const) {
        const { status, body } = await lab.call(operation, id, {
          ...(operation === 'eihealth.updateJob' ? { body: { tasks: [] } } : {}),
        });
        expect([status, body.error_code]).toEqual([400, 'eihealth.01050209']);
      }
    }
    const { count } = await server.platform.db
      .selectFrom('job_event')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('job_id', 'in', [first, second])
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(0);
    expect(existsSync(join(server.dataDir, 'work', third))).toBe(true);
    expect(await lab.readFile('first/w/o')).toBe('1\n');
    expect(await collector().turn()).toBe(0);
    await lab.call('eihealth.cancelJob', running, { body: { force: true } });
    await lab.finished(running);
  });

  it('comes back to logs that a stopped server left, and forgets in the end that there was a job', async () => {
    const job = (await lab.run([{ name: 'log', commands: ['echo here'] }])).id;
    const { db } = server.platform;
    await db.deleteFrom('job').where('id', '=', job).execute();
    await db
      .insertInto('collected_job')
      .values({ id: job, project_id: lab.projectId, collect_time: new Date(0), has_logs: true })
      .execute();
    expect(existsSync(join(server.dataDir, 'work', job))).toBe(true);
    await collector().turn();
    expect(existsSync(join(server.dataDir, 'work', job))).toBe(false);
    expect(await db.selectFrom('collected_job').select('id').where('id', '=', job).executeTakeFirst()).toBeUndefined();
  });

  it('servers on one database drop together what is too much, and nothing else', async () => {
    await insertFinished(500);
    const before = await finishedJobs();
    await keep(120);
    const gone = await Promise.all([collector().turn(), collector().turn(), collector().turn()]);
    expect(gone.reduce((sum, count) => sum + count, 0)).toBe(before.length - 120);
    expect(await finishedJobs()).toEqual(before.slice(-120));
  });

  it('does not count again before there can be too many, but as soon as the number to keep changes', async () => {
    await keep(1_000_000);
    const one = collector();
    await one.turn();
    await insertFinished(5);
    await keep(100);
    expect(await one.turn()).toBe(25);
    expect((await finishedJobs()).length).toBe(100);
  });
});

/** Jobs that ended, newest last, as rows only; times in milliseconds, as the engine writes them. */
async function insertFinished(count: number): Promise<void> {
  const { db } = server.platform;
  await sql`insert into job (id, project_id, name, priority, timeout, output_dir, status, user_id, user_name, tool_id,
      tool_name, tool_version, create_time, finish_time, event_count)
    select ${randomUUID()} || n, ${lab.projectId}, 'row', 0, 1, '/', 'SUCCEEDED', 'u', 'u', 't', 't', '1', now(),
      date_trunc('milliseconds', now()) + n * interval '1 second', 0
    from generate_series(1, ${count}::integer) n`.execute(db);
}
