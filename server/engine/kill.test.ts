import { describe, expect, it } from 'vitest';
import { type KillReport, killRun } from '../testing/kill-run.ts';
import { schemaOfItsOwn } from '../testing/live-server.ts';
import { declareSandboxHere } from '../testing/sandbox-here.ts';

/** `KILL_SEED=<number>` draws other moments and victims; the whole size is in `npm run bench -- recovery`. */
const SEED = Number(process.env.KILL_SEED ?? 20_261_121);

const sandboxed = await declareSandboxHere();

function expectOnceEach({ kills, runs, job, outputs }: KillReport, instances: number): void {
  const story = `seed ${SEED}: ${kills.join(', ')}`;
  const wrong = runs.flatMap(({ started, ended }, index) =>
    started === 1 && ended === 1 ? [] : [`instance ${index} started ${started} times and ended ${ended} times`],
  );
  expect(wrong, story).toEqual([]);
  const states = (job.task_runtime_info?.[0]?.sub_tasks ?? []).map(({ status }) => status);
  expect(states, story).toEqual(runs.map(() => 'SUCCEEDED'));
  expect([job.status, outputs], story).toEqual(['SUCCEEDED', instances]);
}

describe('a job whose server and supervisor are killed again and again', () => {
  it('runs every instance exactly once', async () => {
    const { settings, drop } = await schemaOfItsOwn();
    const report = await killRun({ instances: 60, seconds: 1, slots: 8, kills: 10, seed: SEED, settings });
    await drop();
    expect(report.kills.length).toBeGreaterThanOrEqual(5);
    expectOnceEach(report, 60);
  }, 240_000);

  it.runIf(sandboxed)(
    'runs every instance exactly once in the sandbox, too',
    async () => {
      const { settings, drop } = await schemaOfItsOwn();
      const plan = { instances: 40, seconds: 1, slots: 8, kills: 6, seed: SEED + 1, settings };
      const report = await killRun({ ...plan, sandboxed: true });
      await drop();
      expect(report.kills.filter((words) => /^(supervisor|both) [^:]*$/.test(words)).length).toBeGreaterThanOrEqual(1);
      expectOnceEach(report, 40);
    },
    240_000,
  );
});
