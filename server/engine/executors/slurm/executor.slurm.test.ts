import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_JOBS, SlurmCluster } from '../../../testing/slurm-cluster.ts';
import type { AttemptKey } from '../../executor.ts';
import { runCommand } from './commands.ts';
import { dying, SlurmLab } from './testing.ts';

let cluster: SlurmCluster;
let lab: SlurmLab;
/** Runs into its time limit while the other tests run: Slurm looks at limits twice a minute. */
let overdue: { key: AttemptKey };

beforeAll(async () => {
  cluster = await SlurmCluster.start();
  lab = await SlurmLab.open(cluster);
  const [key] = lab.submit('overdue', ['sleep 600']) as [AttemptKey];
  overdue = { key };
  await lab.fact(key, 'started');
  const jobId = cluster.run('squeue', ['--noheader', '--array', '--Format=JobID']).trim();
  const soon = new Date(Date.now() + 3_000);
  const local = new Date(soon.getTime() - soon.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  cluster.run('scontrol', ['update', `JobId=${jobId}`, `EndTime=${local}`]);
});

afterAll(async () => {
  await lab.close();
  await cluster.stop();
});

const listed = (format: string) => cluster.run('squeue', ['--noheader', '--array', `--format=${format}`]).split('\n');
const batchesLeft = (folder: string) => readdirSync(join(folder, 'slurm'));

describe('attempts as elements of job arrays', () => {
  it('run on the nodes with exactly their environment and are described', async () => {
    const hostile = `$(touch hacked) \`touch hacked\` "; touch hacked; '.fq`;
    process.env.SERVER_SECRET = 'do not tell';
    const [first, second, third] = lab.submit('plain', ['env; exit 3', 'printf "%s" "$A"; pwd', 'sleep 0.2'], {
      env: { A: hostile },
    }) as [AttemptKey, AttemptKey, AttemptKey];
    delete process.env.SERVER_SECRET;
    expect(await lab.ended(first)).toMatchObject({ exitCode: 3 });
    expect((await lab.ended(first)).reason).toBeUndefined();
    expect(await lab.ended(second)).toMatchObject({ exitCode: 0, usage: { cpu_seconds: expect.any(Number) } });
    expect(await lab.ended(third)).toMatchObject({ exitCode: 0 });
    const names = lab
      .log(first)
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.filter((name) => /SLURM|SECRET|SBATCH/.test(name ?? ''))).toEqual([]);
    expect(names).toContain('A');
    const work = lab.executor.view(second, { projectName: 'p', bucket: 'b', outputDir: '/out' }).work;
    expect(lab.log(second)).toBe(`${hostile}${work}\n`);
    expect(existsSync(join(work, 'hacked'))).toBe(false);
    expect(await lab.executor.description(first)).toMatchObject({
      node: expect.stringMatching(/^n[12]$/),
      enclosure: 'plain',
    });
    const [started, ended] = lab.facts.filter(({ key }) => key === first || (key.jobId === 'plain' && key.index === 2));
    expect([started?.type, ended?.at]).toEqual(['started', expect.any(Number)]);
  });

  it('share an array when they ask for the same, and settle it', async () => {
    const alike = lab.submit('alike', ['true', 'true', 'true', 'true']);
    await Promise.all(alike.map((key) => lab.ended(key)));
    lab.acknowledge();
    // What ran into its time limit is still open.
    await cluster.until('the settled batches to go', () => batchesLeft(lab.folder).length === 1);
  });

  it('get the GPUs, processors and memory they ask for', async () => {
    const [key] = lab.submit('large', ['sleep 1'], {
      resources: { cpus: 2.5, memoryBytes: 300 * 1024 ** 2 + 1, gpus: 1, gpuType: 'tesla' },
      priority: 4,
    }) as [AttemptKey];
    await lab.fact(key, 'started');
    const shown = cluster.run('scontrol', ['show', 'job', '--oneliner']);
    const line = shown
      .split('\n')
      .find((candidate) => candidate.includes('NodeList=n2') && candidate.includes('cpu=3'));
    expect(line).toMatch(/mem=301M/);
    expect(line).toMatch(/Nice=500 /);
    expect(line).toMatch(/gpu:tesla:1/);
    expect(line).toMatch(/Requeue=0/);
    await cluster.until('the node to show it', () => cluster.stateOf('n2').startsWith('MIX'));
    const [, second] = await lab.executor.nodes();
    expect(second).toMatchObject({ id: 'n2', cpus: 4, memoryBytes: 4000 * 1024 ** 2, gpus: 1, gpuType: 'tesla' });
    expect(await lab.ended(key)).toMatchObject({ exitCode: 0 });
  });

  it('are measured on their node, also those that are ended', async () => {
    const resources = { cpus: 0.1, memoryBytes: 200 * 1024 ** 2, gpus: 0 };
    const hungry = 'head -c 60000000 /dev/zero | tail -c 60000000 | sleep';
    const [done, endless] = lab.submit('measured', [`${hungry} 2`, `${hungry} 60`], { resources }) as [
      AttemptKey,
      AttemptKey,
    ];
    await cluster.untilAsync('a sample', async () => (await lab.executor.samples(endless)).length > 0);
    lab.executor.cancel([endless], 0);
    for (const key of [done, endless]) {
      const { usage } = await lab.ended(key);
      expect(usage?.max_rss_bytes).toBeGreaterThan(60e6);
      expect(usage?.max_rss_bytes).toBeLessThan(90e6);
      expect(usage?.read_bytes).toBeGreaterThan(55e6);
      expect((await lab.executor.samples(key))[0]).toMatchObject({ memoryBytes: expect.any(Number) });
    }
  });

  it('that Slurm can never run fail with its words', async () => {
    const [key] = lab.submit('monster', ['true'], {
      resources: { cpus: 1, memoryBytes: 2 ** 40, gpus: 0 },
    }) as [AttemptKey];
    expect(await lab.ended(key)).toMatchObject({
      reason: 'START_FAILED',
      message: expect.stringContaining('node configuration is not available'),
    });
  });
});

describe('once and only once', () => {
  it.each(['before', 'after'] as const)('when the server dies %s sbatch has answered', async (when) => {
    const { run, done } = dying('sbatch', when);
    const own = await SlurmLab.open(cluster, run);
    const ran = own.outside('ran');
    const keys = own.submit('once', [`echo 0 >> ${ran.path}`, `echo 1 >> ${ran.path}; sleep 1`]);
    await done;
    await own.restart();
    expect(keys.map((key) => own.isLive(key))).toEqual([true, true]);
    for (const key of keys) expect(await own.ended(key)).toMatchObject({ exitCode: 0 });
    expect(ran.lines().sort()).toEqual(['0', '1']);
    await own.close();
  });

  it('when two elements name one attempt', async () => {
    const own = await SlurmLab.open(cluster);
    const ran = own.outside('ran');
    const [key] = own.submit('twice', [`echo run >> ${ran.path}; sleep 2`]) as [AttemptKey];
    await own.fact(key, 'started');
    const [batch = ''] = batchesLeft(own.folder);
    const folder = join(own.folder, 'slurm', batch);
    const name = ['--parsable', `--job-name=${batch}`, '--array=0', '--output=/dev/null', '--mem=50M'];
    cluster.run('sbatch', [...name, join(folder, 'batch.sh'), folder]);
    expect(await own.ended(key)).toMatchObject({ exitCode: 0 });
    expect(ran.lines()).toEqual(['run']);
    await own.close();
  });

  it('when Slurm has forgotten what ended while no server looked', async () => {
    const own = await SlurmLab.open(cluster);
    const gate = join(own.folder, 'gate');
    const wait = `until [ -e ${gate} ]; do sleep 0.1; done`;
    const [done, failed] = own.submit('forgotten', [wait, `${wait}; exit 9`]) as [AttemptKey, AttemptKey];
    for (const key of [done, failed]) await own.fact(key, 'started');
    await own.executor.close();
    writeFileSync(gate, '');
    await cluster.until('both exit marks', () => [done, failed].every((key) => own.exited(key)));
    // As after MinJobAge: the queue lists nothing of it any more.
    await own.restart(async (program, args, options) => {
      if (program !== 'squeue') return runCommand(program, args, options);
      return { code: 0, stdout: '', stderr: '' };
    });
    expect(await own.ended(done)).toMatchObject({ exitCode: 0 });
    expect(await own.ended(failed)).toMatchObject({ exitCode: 9 });
    await own.close();
  });

  it('and what left no trace at all ends with a named reason', async () => {
    const own = await SlurmLab.open(cluster);
    const [key] = own.submit('lost', ['sleep 60']) as [AttemptKey];
    await own.fact(key, 'started');
    await own.restart(async (program, args, options) => {
      if (program !== 'squeue') return runCommand(program, args, options);
      return { code: 0, stdout: '', stderr: '' };
    });
    expect(await own.ended(key)).toMatchObject({ reason: 'LOST', message: expect.stringContaining('no longer knows') });
    await own.close();
  });
});

describe('ending what runs or waits', () => {
  it('asks with TERM, then kills; what waits never starts', async () => {
    const all = { cpus: 4, memoryBytes: 50 * 1024 ** 2, gpus: 0 };
    const [polite, stubborn, waiting, taken] = lab.submit(
      'ending',
      [
        `trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.1; done`,
        `trap '' TERM; echo ready; while :; do sleep 0.1; done`,
        'echo never',
        'echo never',
      ],
      { resources: all },
    ) as [AttemptKey, AttemptKey, AttemptKey, AttemptKey];
    for (const key of [polite, stubborn]) {
      await lab.fact(key, 'started');
      await cluster.until('the trap', () => lab.log(key).includes('ready'));
    }
    await cluster.until('the reason', () => /Resources|Priority/.test(lab.executor.note(waiting) ?? ''));
    lab.executor.withdraw([stubborn, taken]);
    expect(await lab.ended(taken)).toMatchObject({ reason: 'CANCELLED' });
    lab.executor.cancel([polite, stubborn, waiting], 1_000);
    expect(await lab.ended(waiting)).toMatchObject({ reason: 'CANCELLED' });
    expect(await lab.ended(polite)).toMatchObject({ reason: 'CANCELLED', exitCode: 7 });
    expect(lab.log(polite)).toContain('bye');
    expect(await lab.ended(stubborn)).toMatchObject({ reason: 'CANCELLED' });
    for (const key of [waiting, taken]) expect(existsSync(lab.executor.logPath(key))).toBe(false);
  });

  it('ends at once what Slurm was never given', async () => {
    const own = await SlurmLab.open(cluster, async () => ({ code: 1, stdout: '', stderr: 'Connection refused' }));
    const [key, other] = own.submit('idle', ['true', 'true']) as [AttemptKey, AttemptKey];
    await cluster.until('the trouble', () => own.said.length > 0);
    expect(own.executor.note(key)).toContain('Connection refused');
    own.executor.cancel([key], 0);
    own.executor.withdraw([other]);
    for (const ended of [key, other]) expect(await own.ended(ended)).toMatchObject({ reason: 'CANCELLED' });
    await own.close();
  });

  it('knows what an administrator cancelled, running and waiting', async () => {
    const [running, waiting] = lab.submit('admin', ['sleep 60', 'true'], {
      nodeLabel: 'plain',
      resources: { cpus: 4, memoryBytes: 50 * 1024 ** 2, gpus: 0 },
    }) as [AttemptKey, AttemptKey];
    await lab.fact(running, 'started');
    await cluster.until('the queue', () => lab.executor.note(waiting) !== undefined);
    const ids = listed('%i');
    cluster.run(
      'scancel',
      ids.filter((id) => id.startsWith(String(jobOf(lab.executor.note(waiting))))),
    );
    for (const key of [running, waiting])
      expect(await lab.ended(key)).toMatchObject({
        reason: 'STOPPED',
        message: expect.stringContaining('cancelled in Slurm'),
      });
  });
});

/** Number of the job that a note names. */
const jobOf = (note: string | undefined) => /as job (\d+)/.exec(note ?? '')?.[1];

describe('a cluster with troubles', () => {
  it('takes the rest later when its queue is full', async () => {
    const ran = lab.outside('many');
    const keys = lab.submit(
      'many',
      Array.from({ length: MAX_JOBS + 20 }, (_, index) => `echo ${index} >> ${ran.path}`),
    );
    await cluster.until('the note', () => keys.some((key) => lab.executor.note(key)?.includes('is full')));
    for (const key of keys) expect(await lab.ended(key)).toMatchObject({ exitCode: 0 });
    expect(
      ran
        .lines()
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(keys.map(({ index }) => index));
  });

  it('catches up with what happened while the controller was away', async () => {
    const [before] = lab.submit('before', ['sleep 1; echo done']) as [AttemptKey];
    await lab.fact(before, 'started');
    await cluster.stopController('SIGKILL');
    const [during] = lab.submit('during', ['echo during']) as [AttemptKey];
    await cluster.until('the exit mark', () => lab.exited(before));
    await cluster.until('the note', () => /does not answer/.test(lab.executor.note(during) ?? ''));
    expect(lab.facts.filter(({ key, type }) => key.jobId === 'before' && type === 'ended')).toEqual([]);
    cluster.startController();
    expect(await lab.ended(before)).toMatchObject({ exitCode: 0 });
    expect(await lab.ended(during)).toMatchObject({ exitCode: 0 });
    expect(lab.said.at(-1)).toContain('answers again');
  });

  it('says what ended for memory', async () => {
    const [key] = lab.submit('memory', ['head -c 300m /dev/zero | tail -c 300m | sleep 60']) as [AttemptKey];
    const { signal, exitCode } = await lab.ended(key);
    // Slurm kills process after process: where the wrapper outlives the command for a moment, it notes 128 + 9.
    expect(signal ?? exitCode).toBeOneOf(['SIGKILL', 137]);
    expect(lab.log(key)).toContain('exceeded memory limit');
  });

  it('waits for a node with the label', async () => {
    const [key] = lab.submit('label', ['true'], { nodeLabel: 'fast' }) as [AttemptKey];
    await cluster.until('the note', () => /feature/.test(lab.executor.note(key) ?? ''));
    cluster.update('n2', ['AvailableFeatures=fast', 'ActiveFeatures=fast']);
    expect(await lab.ended(key)).toMatchObject({ exitCode: 0 });
    expect(await lab.executor.description(key)).toMatchObject({ node: 'n2' });
  });

  it('shows nodes that are closed and fails what ran on one that died', async () => {
    await lab.executor.cluster.setSchedulable('n2', false, 'new disk');
    const nodes = async () => Object.fromEntries((await lab.executor.nodes()).map((node) => [node.id, node]));
    await cluster.until('the drain', () => cluster.stateOf('n2').includes('DRAIN'));

    expect((await nodes()).n2).toMatchObject({ state: 'ACTIVE', reason: expect.stringContaining('new disk') });
    await lab.executor.cluster.setSchedulable('n2', true, '');
    const [key] = lab.submit('down', ['sleep 60'], { nodeLabel: 'fast' }) as [AttemptKey];
    await lab.fact(key, 'started');
    await cluster.stopNode('n2');
    cluster.update('n2', ['State=DOWN', 'Reason=burnt']);
    expect(await lab.ended(key)).toMatchObject({ reason: 'NODE_FAILED' });

    expect((await nodes()).n2).toMatchObject({ state: 'DOWN', reason: expect.stringContaining('burnt') });
    cluster.startNode('n2');
    cluster.update('n2', ['State=RESUME']);
  });

  it('ends what reaches its time limit', async () => {
    expect(await lab.ended(overdue.key)).toMatchObject({ reason: 'TIME_LIMIT' });
  });
});
