import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Job, LiveServer, outsideLines } from '../testing/live-server.ts';
import { SlurmCluster } from '../testing/slurm-cluster.ts';

let cluster: SlurmCluster;
const outside = mkdtempSync(join(tmpdir(), 'eihealth-outside-'));

beforeAll(async () => {
  cluster = await SlurmCluster.start();
});

afterAll(async () => {
  await cluster.stop();
  rmSync(outside, { recursive: true, force: true });
});

/** A controller that comes back takes its time before it starts anything. */
const LONG_MS = 150_000;

const onSlurm = (settings: Record<string, string> = {}) =>
  LiveServer.make({ EXECUTOR: 'slurm', ...cluster.env, ...settings });

const states = (job: Job, task = 0) => (job.task_runtime_info?.[task]?.sub_tasks ?? []).map(({ status }) => status);

describe('a server on Slurm', () => {
  it('runs every instance once, whoever is killed meanwhile', async () => {
    const server = await onSlurm();
    const [lines, gate] = [join(outside, 'once'), join(outside, 'gate')];
    const running = () => {
      const ends = outsideLines(lines).filter((line) => line.startsWith('end'));
      return outsideLines(lines).length - 2 * ends.length;
    };
    try {
      await server.start();
      const project = await server.project();
      const flow = await server.workflow(project, [
        {
          name: 't',
          over: Array.from({ length: 24 }, (_, index) => `v${index}`),
          commands: [
            `echo "start $EIHEALTH_TASK_INDEX" >> ${lines}`,
            `sleep 1.5; while [ -e ${gate} ]; do sleep 0.1; done`,
            'echo ${x} > ${o}',
            `echo "end $EIHEALTH_TASK_INDEX" >> ${lines}`,
          ],
          outputs: [{ name: 'o', values: ['o'] }],
        },
      ]);
      const job = await server.startJob(project, flow);
      for (const kills of [1, 9, 15]) {
        await cluster.until('some starts', () => outsideLines(lines).length >= kills);
        await server.kill();
        if (kills === 9) {
          // Both nodes are full of what waits at the gate, so that nothing begins between saving and dying.
          writeFileSync(gate, '');
          await cluster.until('full nodes', () => running() === 8);
          await cluster.untilSaved();
          await cluster.stopController('SIGKILL');
          cluster.startController();
        }
        await server.start();
        rmSync(gate, { force: true });
      }
      const ended = await server.finished(project, job, LONG_MS);
      expect(states(ended)).toEqual(Array.from({ length: 24 }, () => 'SUCCEEDED'));
      const ran = outsideLines(lines).sort();
      expect(ran).toEqual(
        Array.from({ length: 24 }, (_, index) => [`start ${index}`, `end ${index}`])
          .flat()
          .sort(),
      );
    } finally {
      rmSync(gate, { force: true });
      await server.remove();
    }
  });

  it('tells what happened behind its back, and stays true while Slurm is away', async () => {
    const server = await onSlurm();
    try {
      await server.start();
      const project = await server.project();
      const flow = await server.workflow(project, [{ name: 't', commands: ['sleep 600'] }]);
      const job = await server.startJob(project, flow);
      await server.until(project, job, (now) => states(now)[0] === 'RUNNING', LONG_MS);
      await cluster.stopController();
      const during = await server.startJob(project, flow);
      // The state of what runs is as it was; what is new waits and says why.
      await cluster.untilAsync('the note', async () => {
        const { body } = await server.call('GET', `/${project}/jobs/${during}/tasks/t/events`);
        return /Slurm does not answer/.test(JSON.stringify(body));
      });
      expect(states(await server.job(project, job))).toEqual(['RUNNING']);
      cluster.startController();
      await server.until(project, during, (now) => states(now)[0] === 'RUNNING', LONG_MS);
      cluster.run('scancel', ['--me']);
      for (const id of [job, during]) {
        const ended = await server.finished(project, id);
        expect(ended).toMatchObject({ status: 'FAILED' });
        expect(ended.failed_message).toContain('cancelled in Slurm');
      }
    } finally {
      await server.remove();
    }
  });

  it('does not start without the programs of Slurm, and says so', async () => {
    const server = await onSlurm({ PATH: '/nowhere' });
    await expect(server.start()).rejects.toThrow(/not on PATH: sbatch/);
    await server.remove();
  });
});
