/** Several built servers on one PostgreSQL that is stopped and started; each has a data folder of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobEvent } from '#core/job/types.ts';
import { type Job, LiveServer, outsideLines, schemaOfItsOwn } from '../testing/live-server.ts';
import { findPostgres, startPostgres, type TemporaryPostgres } from '../testing/postgres.ts';

// These need a PostgreSQL to stop; where the tests run on one anyway, its programs are there.
const binaries = process.env.TEST_DATABASE_URL ? findPostgres() : undefined;
if (!binaries) console.warn('several servers on one PostgreSQL: tested only by `npm test -- --only postgres`');

let postgres: TemporaryPostgres;
let outside: string;
const servers: LiveServer[] = [];

beforeAll(async () => {
  if (!binaries) return;
  postgres = await startPostgres(binaries);
  outside = mkdtempSync(join(tmpdir(), 'eihealth-several-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.remove();
});
afterAll(async () => {
  if (!binaries) return;
  await postgres.stop();
  rmSync(outside, { recursive: true, force: true });
});

const statesOf = (job: Job) => (job.task_runtime_info?.[0]?.sub_tasks ?? []).map(({ status }) => status);

/** Servers on one database and one object store; the first one runs the jobs. */
async function start(count: number) {
  const { settings } = await schemaOfItsOwn(postgres.url);
  const folder = mkdtempSync(join(outside, 's-'));
  for (let made = 0; made < count; made++) {
    const server = await LiveServer.make({ ...settings, STORAGE_URL: `file://${folder}/objects`, EXECUTOR_SLOTS: '2' });
    servers.push(server);
    await server.start();
  }
  const [first, second] = servers as [LiveServer, LiveServer];
  const project = await first.project();
  const [gate, lines] = [join(folder, 'gate'), join(folder, 'lines')];
  const waiting = await first.workflow(
    project,
    [
      {
        name: 't',
        over: ['a', 'b', 'c', 'd'],
        commands: [`echo \${x} >> ${lines}`, `while [ ! -e ${gate} ]; do sleep 0.1; done`, 'echo ${x} > ${o}'],
        outputs: [{ name: 'o', values: ['o'] }],
      },
    ],
    'waiting',
  );
  const quick = await first.workflow(project, [{ name: 'q', commands: ['true'] }], 'quick');
  const id = await first.startJob(project, waiting, { output_dir: '/w' });
  await first.until(project, id, (job) => statesOf(job).filter((state) => state === 'RUNNING').length === 2);
  /** Lets the job end and checks that everything ran once, in one unbroken history. */
  const finish = async (server: LiveServer) => {
    writeFileSync(gate, '');
    const job = await server.finished(project, id);
    expect([job.status, statesOf(job)]).toEqual(['SUCCEEDED', Array(4).fill('SUCCEEDED')]);
    expect(outsideLines(lines).sort()).toEqual(['a', 'b', 'c', 'd']);
    const events = await eventsOf(settings.DATABASE_URL ?? '', id);
    const queued = events.flatMap((event) => (event.type === 'instance-queued' ? [event.index] : []));
    expect(queued.sort()).toEqual([0, 1, 2, 3]);
  };
  return { first, second, project, quick, finish };
}

async function eventsOf(url: string, jobId: string): Promise<JobEvent[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select event from job_event where job_id = $1 order by seq', [jobId]);
  await client.end();
  return rows.map(({ event }) => event as JobEvent);
}

describe.runIf(binaries)('several servers on one PostgreSQL', { timeout: 180_000 }, () => {
  it('when the one that runs the jobs is killed another goes on, and what ran is taken in when it is back', async () => {
    const { first, second, project, quick, finish } = await start(2);
    await first.kill();
    expect((await second.finished(project, await second.startJob(project, quick))).status).toBe('SUCCEEDED');
    await first.start();
    await finish(second);
  });

  it('one that is stopped for long and goes on writes nothing as a runner any more', async () => {
    const { first, second, project, quick, finish } = await start(2);
    await first.kill('SIGSTOP');
    expect((await second.finished(project, await second.startJob(project, quick))).status).toBe('SUCCEEDED');
    await first.kill('SIGCONT');
    await finish(second);
    expect((await first.finished(project, await first.startJob(project, quick))).status).toBe('SUCCEEDED');
  });

  it('a database that is gone for a while loses nothing of what runs', async () => {
    const { first, project, quick, finish } = await start(1);
    await postgres.pause();
    const [ready, asked] = [await fetch(`${first.url}/readyz`), await first.call('GET', `/${project}/jobs`)];
    expect([ready.status, asked.status]).toEqual([503, 503]);
    expect(asked.body.error_code).toMatch(/^eihealth\.\d{8}$/);
    expect(asked.body.error_msg).toContain('database');
    expect(first.child?.exitCode).toBeNull();
    await postgres.resume();
    await first.ready();
    await finish(first);
    expect((await first.finished(project, await first.startJob(project, quick))).status).toBe('SUCCEEDED');
  });
});
