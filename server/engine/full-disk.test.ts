/** The data folder on a small file system of its own that is filled while a job runs, and emptied again. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Job, LiveServer, outsideLines } from '../testing/live-server.ts';

const outside = mkdtempSync(join(tmpdir(), 'eihealth-full-'));
const disk = join(outside, 'disk');
mkdirSync(disk);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=0700', 'tmpfs', disk], { encoding: 'utf8' });
if (mounted.status !== 0)
  console.warn(`a full disk is not tested: only root may mount a file system here (${mounted.stderr.trim()})`);

const statesOf = (job: Job) => (job.task_runtime_info?.[0]?.sub_tasks ?? []).map(({ status }) => status);

/** Takes every last byte; answers the file to remove. */
function fill(): string {
  const file = join(disk, 'filler');
  writeFileSync(file, Buffer.alloc(Math.max(0, statfsSync(disk).bavail * statfsSync(disk).bsize - 64 * 1024)));
  let size = 1 << 16;
  while (size >= 1) {
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      size = size >> 1;
    }
  }
  return file;
}

/** An app with a body of some size; each takes room in the database. */
function createApp(server: LiveServer, project: string) {
  const commands = Array.from({ length: 100 }, (_, line) => `echo ${line} ${Math.random()}`);
  return server.call('POST', `/${project}/apps`, {
    name: `a${Math.random().toString(36).slice(2, 10)}`,
    version: '1.0.0',
    image: 'tools/shell:1',
    commands,
    resources: { cpu: '1C', memory: '1G' },
  });
}

async function failuresOf(server: LiveServer, project: string, id: string): Promise<string[]> {
  const { events } = (await server.call('GET', `/${project}/jobs/${id}/events`)).body;
  return (events as { message: string }[]).flatMap(({ message }) =>
    /^Instance .* failed: /.test(message) ? [message] : [],
  );
}

/** Lets a server start that cannot, and answers its words. */
async function refusal(server: LiveServer): Promise<string> {
  const words = await server.start().then(
    () => 'it started',
    (error: Error) => error.message,
  );
  await server.kill();
  return words;
}

describe.runIf(mounted.status === 0)('a full disk', { timeout: 180_000 }, () => {
  afterAll(() => {
    spawnSync('umount', ['-l', disk]);
    rmSync(outside, { recursive: true, force: true });
  });

  it('holds a job up and ends instances that need it, says so, and the rest goes on once there is room', async () => {
    const server = await LiveServer.make({ DATA_DIR: disk, EXECUTOR_SLOTS: '2' });
    try {
      await server.start();
      const project = await server.project();
      const [gate, begun, ended] = ['gate', 'begun', 'ended'].map((name) => join(outside, name)) as [
        string,
        string,
        string,
      ];
      const flow = await server.workflow(project, [
        {
          name: 't',
          over: ['a', 'b', 'c', 'd'],
          commands: [
            `echo \${x} >> ${begun}`,
            `while [ ! -e ${gate} ]; do sleep 0.1; done`,
            `echo \${x} >> ${ended}`,
            'head -c 300000 /dev/zero > ${o}',
          ],
          outputs: [{ name: 'o', values: ['o'] }],
        },
      ]);
      const id = await server.startJob(project, flow, { output_dir: '/o' });
      await server.until(project, id, (job) => statesOf(job).filter((state) => state === 'RUNNING').length === 2);
      const filler = fill();
      let refused = await createApp(server, project);
      while (refused.status === 201) refused = await createApp(server, project);
      expect([refused.status, refused.body.error_code]).toEqual([503, 'eihealth.01000038']);
      expect(refused.body.error_msg).toContain('disk is full');
      writeFileSync(gate, '');
      await expect.poll(() => outsideLines(ended).length, { timeout: 30_000 }).toBe(2);
      rmSync(filler);
      const job = await server.finished(project, id);
      // What needed the disk while it was full failed in words; what came later ran. Nothing ran twice.
      const lines = outsideLines(begun);
      expect(new Set(lines).size).toBe(lines.length);
      const failures = await failuresOf(server, project, id);
      for (const message of failures)
        expect(message).toMatch(
          /exit code 1$|could not be started: .*(disk is full|ENOSPC)|could not be stored: ENOSPC/,
        );
      expect(failures.length).toBeGreaterThanOrEqual(2);
      expect([job.status, statesOf(job).includes('RUNNING')]).toEqual(['FAILED', false]);
      expect((await createApp(server, project)).status).toBe(201);
      const quick = await server.workflow(project, [{ name: 'q', commands: ['true'] }], 'quick');
      expect((await server.finished(project, await server.startJob(project, quick))).status).toBe('SUCCEEDED');
    } finally {
      await server.remove();
    }
  });

  it('keeps a server from its first start, says so and leaves nothing behind', async () => {
    const server = await LiveServer.make({ DATA_DIR: disk });
    const filler = fill();
    expect(await refusal(server)).toMatch(
      /Cannot start: The database in \S+ cannot be made, its disk is full: 0\.\d MB free, 50\.0 MB needed\n$/,
    );
    expect(readdirSync(disk)).toEqual([basename(filler)]);
    rmSync(filler);
    try {
      await server.start();
    } finally {
      await server.remove();
    }
  });

  it('keeps a server from starting again while commands run on; once there is room their ends are taken in', async () => {
    const server = await LiveServer.make({ DATA_DIR: disk, EXECUTOR_SLOTS: '2' });
    try {
      await server.start();
      const project = await server.project();
      const [gate, lines] = [join(outside, 'again'), join(outside, 'lines')];
      const flow = await server.workflow(project, [
        {
          name: 't',
          over: ['a', 'b', 'c'],
          commands: [`echo \${x} >> ${lines}; while [ ! -e ${gate} ]; do sleep 0.1; done; echo end >> ${lines}`],
        },
      ]);
      const id = await server.startJob(project, flow);
      await server.until(project, id, (job) => statesOf(job).filter((state) => state === 'RUNNING').length === 2);
      await server.kill();
      const filler = fill();
      expect(await refusal(server)).toMatch(/Cannot start: .*its disk is full/);
      writeFileSync(gate, '');
      await expect.poll(() => outsideLines(lines).filter((line) => line === 'end').length).toBeGreaterThanOrEqual(2);
      rmSync(filler);
      await server.start();
      const job = await server.finished(project, id);
      // What ended is known, unless its mark found no room; what was about to start could not. Nothing is run again unasked.
      const begun = outsideLines(lines).filter((line) => line !== 'end');
      expect(new Set(begun).size).toBe(begun.length);
      expect(statesOf(job).every((state) => state === 'SUCCEEDED' || state === 'FAILED')).toBe(true);
      for (const message of await failuresOf(server, project, id))
        expect(message).toMatch(/could not be started: .*disk is full|nobody can know how it ended|left no exit code/);
      expect((await server.call('POST', `/${project}/jobs/${id}/retry`)).status).toBeLessThan(300);
      await server.until(project, id, ({ status }) => status === 'SUCCEEDED');
    } finally {
      await server.remove();
    }
  });
});
