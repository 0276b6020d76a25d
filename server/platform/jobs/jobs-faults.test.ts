/** What goes wrong around a command ends in a clear state and in words, and the job page stays quick. */
import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../engine/start-engine.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { declareSandboxHere } from '../../testing/sandbox-here.ts';
import { JobLab, statesOf } from './testing.ts';

// Root reads whatever it likes, except in the sandbox.
const sandboxed = await declareSandboxHere();
const deniable = sandboxed || process.getuid?.() !== 0;
if (!deniable) console.warn('NOT TESTED: inputs that may not be read, because root may');

let server: TestServer;
let lab: JobLab;
beforeAll(async () => {
  server = await startTestServer();
  lab = await JobLab.open(server);
});
afterAll(() => server.close());

async function messages(jobId: string): Promise<string> {
  const { body } = await lab.call('eihealth.showJobEvent', jobId);
  return JSON.stringify(body.events);
}

async function logOf(jobId: string, task: string): Promise<string[]> {
  const query = { task_name: task, task_index: '0' };
  const { body } = await lab.call('eihealth.showJobLog', jobId, { query });
  return body.logs.map(({ content }: { content: string }) => content);
}

function makeFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

const HARMS: [what: string, harm: (path: string) => void, words: string][] = [
  ['removed', (path) => rmSync(path), 'No such file'],
  ['made a folder', makeFolder, 'Is a directory'],
  ...(deniable ? ([['closed', (path) => chmodSync(path, 0), 'Permission denied']] satisfies typeof HARMS) : []),
];

describe('faults around a command', { timeout: 60_000 }, () => {
  it.each(HARMS)(
    'an input that was %s after the start fails the instance, and its log says why',
    async (what, harm, words) => {
      const key = `in/${what.replaceAll(' ', '-')}.txt`;
      await lab.putFile(key, 'data\n');
      const path = server.platform.store.hostPath(lab.bucket, key);
      const flow = await lab.workflow([
        {
          name: 'read',
          commands: ['while [ -f ${i} ] && [ -r ${i} ]; do sleep 0.05; done', 'cat ${i} > ${o}'],
          inputs: [{ name: 'i', type: 'FILE', value: `/${key}` }],
          outputs: [{ name: 'o', value: 'o' }],
        },
      ]);
      const { id } = (await lab.start(flow, { output_dir: '/out' })).body;
      await lab.until(id, (job) => statesOf(job, 'read')[0] === 'RUNNING');
      harm(path);
      await lab.finished(id);
      const job = await lab.show(id);
      expect([job.status, job.failed_reason]).toEqual(['FAILED', 'InstanceFailed']);
      expect(await messages(id)).toContain('the command ended with exit code 1');
      expect((await logOf(id, 'read')).join('\n')).toContain(words);
      expect(await lab.readFile('out/read/o')).toBeUndefined();
    },
  );

  it.runIf(deniable)(
    'one input of many that cannot be read fails its instance only; mended and retried, the job ends well',
    async () => {
      for (const name of ['a', 'b', 'c']) await lab.putFile(`many/${name}`, `${name}\n`);
      const closed = server.platform.store.hostPath(lab.bucket, 'many/b');
      chmodSync(closed, 0);
      const job = await lab.run([
        {
          name: 'each',
          commands: ['cat ${i} > ${o}'],
          inputs: [{ name: 'i', type: 'FILE', concurrent: 'vars_iter', value: ['/many/a', '/many/b', '/many/c'] }],
          outputs: [{ name: 'o', value: 'o' }],
        },
        {
          name: 'all',
          commands: ['cat ${parts} > ${o}'],
          inputs: [{ name: 'parts', type: 'FILE', value: '${each.o}' }],
          outputs: [{ name: 'o', value: 'o' }],
        },
      ]);
      expect([job.status, statesOf(job, 'each')]).toEqual(['FAILED', ['SUCCEEDED', 'FAILED', 'SUCCEEDED']]);
      expect(job.failed_message).toContain('each-1: the command ended with exit code 1');
      chmodSync(closed, 0o600);
      await lab.call('eihealth.retryJob', job.id);
      await lab.until(job.id, ({ status }) => status === 'SUCCEEDED');
      expect(await lab.readFile('out/all/o')).toBe('a\nb\nc\n');
    },
  );

  it('a log of 10 GB leaves the page of the job, its last lines and its middle quick to read', async () => {
    const job = await lab.run([{ name: 'loud', commands: ['echo first'] }]);
    const log = server.platform.engine.lookup.logPath({ jobId: job.id, task: 'loud', index: 0, attempt: 1 });
    const file = openSync(log, 'r+');
    // Sparse: only its end is on the disk, its length is real.
    const size = 10 * 2 ** 30;
    ftruncateSync(file, size);
    const tail = '\nlast but one\nlast\n';
    writeSync(file, tail, size);
    closeSync(file);
    const before = process.memoryUsage().rss;
    const lines = await logOf(job.id, 'loud');
    expect(lines.slice(-2)).toEqual(['last but one', 'last']);
    const { body } = await lab.call('eihealth.showJobLog', job.id, { query: { task_name: 'loud', task_index: '0' } });
    const range = { range: `bytes=${size}-` };
    const part = await server.app.inject({ url: body.log_storage_link, headers: range });
    expect([part.statusCode, part.body]).toEqual([206, tail]);
    expect((await lab.show(job.id)).status).toBe('SUCCEEDED');
    // Nothing read it whole: that would take its size in memory, or minutes.
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
  });

  it('a command that ignores TERM is killed after the grace, with what it started', async () => {
    const flow = await lab.workflow([
      { name: 'deaf', commands: ["trap '' TERM", 'sleep 300 &', 'echo $$', 'while :; do sleep 0.05; done'] },
    ]);
    const { id } = (await lab.start(flow)).body;
    await lab.until(id, (job) => statesOf(job, 'deaf')[0] === 'RUNNING');
    await lab.call('eihealth.cancelJob', id, { body: { force: true } });
    // Also when the server that asked is gone before the grace is over.
    await server.platform.engine.close();
    server.platform.engine = await startEngine(server.platform);
    await lab.finished(id);
    const job = await lab.show(id);
    expect([job.status, ...statesOf(job, 'deaf')]).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await messages(id)).toContain('Cancelled');
  });

  it('a command whose own process is killed by somebody says so', async () => {
    const flow = await lab.workflow([{ name: 'shot', commands: ['kill -9 $$'] }]);
    const { id } = (await lab.start(flow)).body;
    await lab.finished(id);
    expect((await lab.show(id)).status).toBe('FAILED');
    expect(await messages(id)).toMatch(/exit code 137|SIGKILL/);
  });

  it('a folder of work that cannot be made fails the instance before it starts', async () => {
    const flow = await lab.workflow([{ name: 'nowhere', commands: ['true'] }]);
    rmSync(`${server.dataDir}/work`, { recursive: true, force: true });
    writeFileSync(`${server.dataDir}/work`, 'a file is no folder');
    const { id } = (await lab.start(flow)).body;
    await lab.finished(id);
    rmSync(`${server.dataDir}/work`);
    const job = await lab.show(id);
    expect([job.status, ...statesOf(job, 'nowhere')]).toEqual(['FAILED', 'FAILED']);
    expect(job.failed_message).toContain('could not be started');
  });
});
