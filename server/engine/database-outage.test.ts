/**
 * A PostgreSQL that is away for much longer than the lease and than anybody waits for a connection, while instances
 * run, end and begin. `OUTAGE_SECONDS=60` makes it a minute.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { JobEvent } from '#core/job/types.ts';
import { type Job, LiveServer, outsideLines, schemaOfItsOwn } from '../testing/live-server.ts';
import { findPostgres, startPostgres, type TemporaryPostgres } from '../testing/postgres.ts';

/** Three times the lease, twice the time a connection may take. */
const OUTAGE_MS = Number(process.env.OUTAGE_SECONDS ?? 20) * 1000;
const VALUES = Array.from({ length: 8 }, (_, at) => `v${at}`);

// These need a PostgreSQL to stop; where the tests run on one anyway, its programs are there.
const binaries = process.env.TEST_DATABASE_URL ? findPostgres() : undefined;
if (!binaries) console.warn('a database that is away for long: tested only by `npm test -- --only postgres`');

interface Scene {
  postgres: TemporaryPostgres;
  /** It runs the jobs when `during` begins. */
  server: LiveServer;
  /** Another one on the same database and objects, where there is one. */
  other: LiveServer;
  /** Ends the wait of the commands that run. */
  open(): void;
  /** Lines that commands have written: the value when they begin, the value and `done` when they end. */
  lines(): string[];
}

const statesOf = (job: Job, task: number) =>
  (job.task_runtime_info?.[task]?.sub_tasks ?? []).map(({ status }) => status);

/**
 * A job whose first task fans out on two slots; two of its instances run when `during` begins. Afterwards the job must
 * have ended as if nothing had been, each instance at the time it really ended. `during` answers how many ended in it.
 */
async function through(during: (scene: Scene) => Promise<number>, servers = 1): Promise<void> {
  const postgres = await startPostgres(binaries ?? '');
  const { settings } = await schemaOfItsOwn(postgres.url);
  const folder = mkdtempSync(join(tmpdir(), 'eihealth-outage-'));
  const [gate, file] = [join(folder, 'gate'), join(folder, 'lines')];
  const shared = { ...settings, STORAGE_URL: `file://${folder}/objects`, EXECUTOR_SLOTS: '2' };
  const all: LiveServer[] = [];
  for (let made = 0; made < servers; made++) all.push(await LiveServer.make(shared));
  const [server, other = server] = all as [LiveServer, LiveServer?];
  try {
    for (const each of all) await each.start();
    const project = await server.project();
    const flow = await server.workflow(project, [
      {
        name: 't',
        over: VALUES,
        commands: [
          `echo \${x} >> ${file}`,
          `while [ ! -e ${gate} ]; do sleep 0.1; done`,
          'sleep 0.5',
          'echo ${x} > ${o}',
          `echo \${x} done >> ${file}`,
        ],
        outputs: [{ name: 'o', values: ['o'] }],
      },
      { name: 'sum', reads: '${t.o}', commands: ['cat ${all} > ${o}'], outputs: [{ name: 'o', values: ['all'] }] },
    ]);
    const id = await server.startJob(project, flow, { output_dir: '/w' });
    await server.until(project, id, (job) => statesOf(job, 0).filter((state) => state === 'RUNNING').length === 2);
    const began = Date.now();
    const ended = await during({
      postgres,
      server,
      other,
      open: () => writeFileSync(gate, ''),
      lines: () => outsideLines(file),
    });
    const over = Date.now();
    const job = await server.finished(project, id, 90_000);
    expect([job.status, statesOf(job, 0), statesOf(job, 1)]).toEqual([
      'SUCCEEDED',
      VALUES.map(() => 'SUCCEEDED'),
      ['SUCCEEDED'],
    ]);
    expect(outsideLines(file).sort()).toEqual(VALUES.flatMap((value) => [value, `${value} done`]));
    const events = await eventsOf(settings.DATABASE_URL ?? '', id);
    const told = (type: JobEvent['type']) =>
      events.flatMap((event) => (event.type === type && 'index' in event && event.task === 't' ? [event] : []));
    for (const type of ['instance-queued', 'instance-started', 'instance-succeeded'] as const)
      expect(
        told(type)
          .map(({ index }) => index)
          .sort(),
        type,
      ).toEqual(VALUES.map((_, index) => index));
    const meanwhile = told('instance-succeeded').filter(({ at }) => at >= began && at < over);
    expect(meanwhile).toHaveLength(ended);
    const sum = await server.call('GET', `/${project}/datas?path=${encodeURIComponent('lab:/w/sum/')}`);
    expect(sum.body.datas).toHaveLength(1);
  } finally {
    for (const each of all) await each.remove();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function eventsOf(url: string, jobId: string): Promise<JobEvent[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select event from job_event where job_id = $1 order by seq', [jobId]);
  await client.end();
  return rows.map(({ event }) => event as JobEvent);
}

/** Lets commands end while the database is away, and others begin; `count` of them are over long before it is back. */
async function outage({ open, lines }: Scene, count = VALUES.length): Promise<number> {
  const until = Date.now() + OUTAGE_MS;
  open();
  const ended = () => lines().filter((line) => line.endsWith(' done')).length;
  await expect.poll(ended, { timeout: OUTAGE_MS }).toBe(count);
  await pause(Math.max(0, until - Date.now()));
  return count;
}

describe.runIf(binaries)('a database that is away for long', { timeout: OUTAGE_MS + 120_000, concurrent: true }, () => {
  it('because it was ended', () =>
    through(async (scene) => {
      const { postgres, server } = scene;
      await postgres.pause();
      const ended = await outage(scene);
      const asked = await server.call('GET', '');
      expect([asked.status, asked.body.error_msg]).toEqual([503, expect.stringContaining('database')]);
      expect(server.child?.exitCode).toBeNull();
      await postgres.resume();
      await server.ready();
      return ended;
    }));

  it('because it answers nothing any more', () =>
    through(async (scene) => {
      const { postgres, server } = scene;
      postgres.freeze();
      // What needs no database answers at once; the rest waits, or says that there is none.
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      const ended = await outage(scene);
      expect(server.child?.exitCode).toBeNull();
      postgres.thaw();
      await server.ready();
      return ended;
    }));

  it('while server and supervisor are killed, too, and cannot start before it is back', () =>
    through(async (scene) => {
      const { postgres, server } = scene;
      await postgres.pause();
      await server.kill();
      expect(server.killSupervisor()).toBe(true);
      await expect(server.start()).rejects.toThrow(/Cannot start: The database at DATABASE_URL .* out of reach/);
      // What waited at the supervisor went with it; the two that ran go on.
      const ended = await outage(scene, 2);
      await postgres.resume();
      await server.start();
      return ended;
    }));

  it('while the server that ran the jobs is killed and another one takes them over', () =>
    through(async (scene) => {
      const { postgres, server, other } = scene;
      await postgres.pause();
      await server.kill();
      const ended = await outage(scene);
      await postgres.resume();
      await other.ready();
      const project = await other.project('elsewhere');
      const flow = await other.workflow(project, [{ name: 'q', commands: ['true'] }]);
      expect((await other.finished(project, await other.startJob(project, flow))).status).toBe('SUCCEEDED');
      // What ran at the site of the first one is told when it is back.
      await server.start();
      return ended;
    }, 2));
});
