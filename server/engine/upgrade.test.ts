/** Another version of the whole program takes a data folder over in the middle of a run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Job, LiveServer, outsideLines, schemaOfItsOwn } from '../testing/live-server.ts';
import { isSameProcess } from './supervisor/processes.ts';

const VALUES = ['a', 'b', 'c', 'd', 'e'];
const statesOf = (job: Job) => (job.task_runtime_info?.[0]?.sub_tasks ?? []).map(({ status }) => status);

describe('a server that is replaced by another version while commands run', { timeout: 180_000 }, () => {
  it.each([
    ['a later one, after it was told to stop', { from: -1, to: 0, signal: 'SIGTERM' }],
    ['a later one, after it was killed', { from: -1, to: 0, signal: 'SIGKILL' }],
    ['an earlier one', { from: 0, to: -1, signal: 'SIGTERM' }],
  ] as const)('by %s: they go on, and nothing runs twice', async (_, { from, to, signal }) => {
    const { settings, drop } = await schemaOfItsOwn();
    const folder = mkdtempSync(join(tmpdir(), 'eihealth-upgrade-'));
    const [gate, lines] = [join(folder, 'gate'), join(folder, 'lines')];
    const server = await LiveServer.make({ ...settings, EXECUTOR_SLOTS: '2' });
    try {
      await server.become(from);
      await server.start();
      const project = await server.project();
      const flow = await server.workflow(project, [
        {
          name: 't',
          over: VALUES,
          commands: [`echo \${x} $$ >> ${lines}`, `while [ ! -e ${gate} ]; do sleep 0.05; done`, 'echo ${x} > ${o}'],
          outputs: [{ name: 'o', values: ['o'] }],
        },
      ]);
      const id = await server.startJob(project, flow);
      const running = () =>
        server.until(project, id, (job) => statesOf(job).filter((state) => state === 'RUNNING').length === 2);
      await running();
      await expect.poll(() => outsideLines(lines).length).toBe(2);
      const commands = outsideLines(lines).map((line) => Number(line.split(' ')[1]));
      const { supervisor } = server;
      await server.kill(signal);
      await server.become(to);
      await server.start();
      await expect.poll(() => server.supervisor ?? supervisor, { timeout: 20_000 }).not.toBe(supervisor);
      await running();
      expect(commands.map((pid) => isSameProcess(pid, 0))).toEqual([true, true]);
      expect(outsideLines(lines)).toHaveLength(2);
      writeFileSync(gate, '');
      const job = await server.finished(project, id);
      expect([job.status, statesOf(job)]).toEqual(['SUCCEEDED', VALUES.map(() => 'SUCCEEDED')]);
      expect(
        outsideLines(lines)
          .map((line) => line.split(' ')[0])
          .sort(),
      ).toEqual(VALUES);
    } finally {
      await server.remove();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
