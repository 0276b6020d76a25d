/** What a supervisor left behind is damaged, or is of another version: what runs goes on, and nothing runs twice. */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobLab, statesOf } from '../platform/jobs/testing.ts';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { otherVersion } from '../testing/other-version.ts';
import { startEngine } from './start-engine.ts';
import { lockHolder } from './supervisor/lock.ts';
import { readPidMark } from './supervisor/wrapper.ts';

let server: TestServer;
beforeAll(async () => {
  // Commands write into files outside, so that others see what really ran.
  server = await startTestServer({ EXECUTOR_SLOTS: '2', SANDBOX: 'off' });
});
afterAll(() => server.close());

const file = (name: string) => join(server.dataDir, 'supervisor', name);
const supervisor = () => lockHolder(file('lock'));

async function killSupervisor(): Promise<void> {
  const pid = supervisor();
  if (pid === undefined) throw new Error('no supervisor runs');
  process.kill(pid, 'SIGKILL');
  await expect.poll(supervisor).toBeUndefined();
}

/** A supervisor as an earlier version would have been: it refuses everybody who speaks the present protocol. */
async function startOlderSupervisor(): Promise<number> {
  const outfile = join(server.dataDir, 'older.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('supervisor/main.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    plugins: [otherVersion(-1)],
  });
  const child = spawn(process.execPath, [outfile, server.dataDir, '2', '300000'], { detached: true, stdio: 'ignore' });
  child.unref();
  await expect.poll(() => supervisor() === child.pid && existsSync(file('socket')), { timeout: 15_000 }).toBe(true);
  return child.pid ?? 0;
}

const HARMS: [what: string, harm: () => void | Promise<void>][] = [
  ['nothing but its process is gone', () => undefined],
  [
    'the last line of its journal is cut short',
    () => truncateSync(file('journal'), readFileSync(file('journal')).length - 9),
  ],
  ['its journal ends in garbage', () => appendFileSync(file('journal'), '\0\0\0\0\n{"type":"ended"\n')],
  ['its journal is empty', () => writeFileSync(file('journal'), '')],
  ['its journal is gone', () => rmSync(file('journal'))],
  ['its lock names somebody else', () => writeFileSync(file('lock'), JSON.stringify({ pid: process.pid, ticks: 1 }))],
  ['its lock is garbage', () => writeFileSync(file('lock'), 'x')],
  ['its socket is gone', () => rmSync(file('socket'), { force: true })],
];

describe('a supervisor that was killed', { timeout: 60_000 }, () => {
  /** A fan-out of three on two slots: two run until the gate opens, one waits. */
  async function startJob(name: string) {
    const lab = await JobLab.open(server);
    const [gate, lines] = [join(server.dataDir, `gate-${name}`), join(server.dataDir, `lines-${name}`)];
    const flow = await lab.workflow([
      {
        name: 't',
        commands: [`echo \${x} >> ${lines}`, `while [ ! -e ${gate} ]; do sleep 0.02; done`, 'echo ${x} > ${o}'],
        inputs: [{ name: 'x', concurrent: 'vars_iter', value: ['a', 'b', 'c'] }],
        outputs: [{ name: 'o', value: 'o' }],
      },
    ]);
    const { id } = (await lab.start(flow, { output_dir: '/o' })).body;
    await lab.until(id, (job) => statesOf(job, 't').filter((state) => state === 'RUNNING').length === 2);
    const finish = async () => {
      writeFileSync(gate, '');
      await lab.finished(id);
      const job = await lab.show(id);
      expect([job.status, statesOf(job, 't')]).toEqual(['SUCCEEDED', ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']]);
      expect(readFileSync(lines, 'utf8').split('\n').sort()).toEqual(['', 'a', 'b', 'c']);
      expect(await lab.keys()).toEqual(['o/t/0/o', 'o/t/1/o', 'o/t/2/o']);
    };
    return { lab, id, gate, lines, finish };
  }

  it.each(HARMS)('while %s', async (what, harm) => {
    const { finish } = await startJob(what.replaceAll(' ', '-'));
    await server.platform.engine.close();
    await killSupervisor();
    await harm();
    server.platform.engine = await startEngine(server.platform);
    await finish();
  });

  it('is replaced at once when it is of another version, and what it ran is taken over', async () => {
    const { finish } = await startJob('version');
    await server.platform.engine.close();
    await killSupervisor();
    const older = await startOlderSupervisor();
    server.platform.engine = await startEngine(server.platform);
    await expect.poll(() => supervisor() ?? older, { timeout: 15_000 }).not.toBe(older);
    await finish();
  });

  it('loses what ended without a mark, and what has no folder any more', async () => {
    const { lab, id, gate, lines } = await startJob('lost');
    await server.platform.engine.close();
    await killSupervisor();
    const folder = (index: number) => join(server.dataDir, 'work', id, `t-${index}`, '1');
    process.kill(-(readPidMark(folder(0))?.pid ?? Number.NaN), 'SIGKILL');
    process.kill(-(readPidMark(folder(1))?.pid ?? Number.NaN), 'SIGKILL');
    rmSync(folder(1), { recursive: true });
    rmSync(file('journal'));
    writeFileSync(gate, '');
    server.platform.engine = await startEngine(server.platform);
    await lab.finished(id);
    const job = await lab.show(id);
    expect([job.status, statesOf(job, 't')]).toEqual(['FAILED', ['FAILED', 'FAILED', 'SUCCEEDED']]);
    const { body } = await lab.call('eihealth.showJobEvent', id);
    expect(JSON.stringify(body.events)).toContain('##AttemptLost');
    expect(readFileSync(lines, 'utf8').split('\n').sort()).toEqual(['', 'a', 'b', 'c']);
  });
});
