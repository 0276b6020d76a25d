import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobLab } from '../platform/jobs/testing.ts';
import { startTestServer, type TestServer } from '../testing/harness.ts';
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

function engine() {
  const { db, log, store, bus } = server.platform;
  const dataDir = mkdtempSync(join(tmpdir(), 'standby-'));
  folders.push(dataDir);
  const executor = new LocalExecutor({
    dataDir,
    slots: 1,
    toolEnvs: {},
    hostPath: (bucket, key) => store.hostPath(bucket, key),
  });
  const lease = new Lease();
  const makeRunner = () => new JobRunner({ db, log, store, bus, executor, fence: (trx) => lease.extend(trx) });
  return { executor, standby: new StandbyEngine({ db, log, executor, lease, makeRunner }) };
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
});
