import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobLab, statesOf } from '../platform/jobs/testing.ts';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { PlainEnclosure } from './enclosures/plain.ts';
import { LocalExecutor } from './executors/local.ts';
import { Lease, LeaseLost } from './lease.ts';
import { JobRunner } from './runner.ts';
import { StandbyEngine } from './standby.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.platform.engine.close();
});
const folders: string[] = [];
afterAll(async () => {
  await server.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function engine(siteGoneMs?: number) {
  const { db, log, store, bus } = server.platform;
  const dataDir = mkdtempSync(join(tmpdir(), 'standby-'));
  folders.push(dataDir);
  const executor = new LocalExecutor({
    dataDir,
    slots: 1,
    enclosure: new PlainEnclosure({ toolEnvs: {}, hostPath: (bucket, key) => store.hostPath(bucket, key) }),
  });
  const lease = new Lease();
  const fence = (trx: Parameters<Lease['extend']>[0]) => lease.extend(trx);
  const makeRunner = (duty: 'all' | 'ends') =>
    new JobRunner({ db, log, store, bus, executor, duty, ...(duty === 'all' ? { fence } : {}) });
  const standby = new StandbyEngine({
    db,
    log,
    executor,
    lease,
    makeRunner,
    ...(siteGoneMs === undefined ? {} : { siteGoneMs }),
  });
  return { dataDir, executor, lease, standby };
}

describe('lease', () => {
  it('has one holder, until it expires or is given back', async () => {
    const { db } = server.platform;
    const [one, two, short] = [new Lease('one'), new Lease('two'), new Lease('short', -1)];
    expect([await one.take(db), await two.take(db), await one.take(db)]).toEqual([true, false, true]);
    await one.extend(db);
    await expect(two.extend(db)).rejects.toThrow(LeaseLost);
    await one.release(db);
    expect([await short.take(db), await two.take(db)]).toEqual([true, true]);
    await expect(short.extend(db)).rejects.toThrow(LeaseLost);
    await two.release(db);
  });

  it('lets one of two servers run the jobs, and the other when the first leaves', async () => {
    const first = engine();
    const second = engine();
    await first.standby.start();
    await second.standby.start();
    const lab = await JobLab.open(server);
    const flow = await lab.workflow([
      { name: 't', commands: ['echo 1 >> ${o}'], outputs: [{ name: 'o', value: 'o' }] },
    ]);
    // The server that took the job in is not told to anyone: the holder finds it by looking.
    server.platform.engine = second.standby;
    await lab.finished((await lab.start(flow, { output_dir: '/a' })).body.id);
    await first.standby.close();
    await lab.finished((await lab.start(flow, { output_dir: '/b' })).body.id);
    expect([await lab.readFile('a/t/o'), await lab.readFile('b/t/o')]).toEqual(['1\n', '1\n']);
    await second.standby.close();
    for (const { executor } of [first, second]) executor.shutDown();
  });

  /** A job of three instances at the first server's site: one runs until the gate opens, two wait for its slot. */
  async function startAtFirst(first: ReturnType<typeof engine>) {
    const lab = await JobLab.open(server);
    const [gate, lines] = [join(first.dataDir, 'gate'), join(first.dataDir, 'lines')];
    const flow = await lab.workflow([
      {
        name: 't',
        commands: [`echo \${x} >> ${lines}`, `while [ ! -e ${gate} ]; do sleep 0.02; done`, 'echo ${x} > ${o}'],
        inputs: [{ name: 'x', concurrent: 'vars_iter', value: ['a', 'b', 'c'] }],
        outputs: [{ name: 'o', value: 'o' }],
      },
    ]);
    await first.standby.start();
    server.platform.engine = first.standby;
    const id = (await lab.start(flow, { output_dir: '/s' })).body.id;
    await lab.until(id, (job) => statesOf(job, 't').includes('RUNNING'));
    return { lab, id, open: () => writeFileSync(gate, ''), ran: () => readFileSync(lines, 'utf8').split('\n').sort() };
  }

  it('what ends at the site of a server that lost the lease is taken in there, and nothing runs twice', async () => {
    const [first, second] = [engine(), engine()];
    const { lab, id, open, ran } = await startAtFirst(first);
    const { db } = server.platform;
    await first.lease.release(db);
    expect(await second.lease.take(db)).toBe(true);
    await second.standby.start();
    open();
    await lab.finished(id);
    const job = await lab.show(id);
    expect([job.status, statesOf(job, 't')]).toEqual(['SUCCEEDED', ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']]);
    expect(ran()).toEqual(['', 'a', 'b', 'c']);
    expect(await lab.keys()).toEqual(['s/t/0/o', 's/t/1/o', 's/t/2/o']);
    for (const { standby, executor } of [first, second]) {
      await standby.close();
      executor.shutDown();
    }
  });

  it('what runs where no server answers any more fails, says so, and does not run again', async () => {
    const [first, second] = [engine(), engine(1_000)];
    const { lab, id, open, ran } = await startAtFirst(first);
    await first.standby.close();
    await second.standby.start();
    await lab.finished(id);
    const job = await lab.show(id);
    expect([job.status, statesOf(job, 't')]).toEqual(['FAILED', ['FAILED', 'FAILED', 'FAILED']]);
    expect(job.failed_message).toContain('nobody can know how it ended');
    const { body } = await lab.call('eihealth.showJobEvent', id);
    expect(JSON.stringify(body.events)).toContain('##AttemptLost');
    open();
    // Back again: what it finished meanwhile is over for everybody.
    await first.standby.start();
    await expect.poll(ran, { timeout: 10_000 }).toEqual(['', 'a', 'b', 'c']);
    expect((await lab.show(id)).status).toBe('FAILED');
    expect(await lab.keys()).toEqual([]);
    for (const { standby, executor } of [first, second]) {
      await standby.close();
      executor.shutDown();
    }
  });
});
