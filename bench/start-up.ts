/** Server start (after the first) and idle memory. */
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { median, residentMb, row, startBenchServer, temporaryFolder } from './server.ts';

const IDLE_MS = 8000;

export async function benchStartUp(): Promise<void> {
  const folder = temporaryFolder('start');
  const first = await startBenchServer({}, folder);
  row('server start, empty data folder', `${(first.startMs / 1000).toFixed(2)} s`, '');
  await first.stop();
  const times: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < 3; run++) {
    const server = await startBenchServer({}, folder);
    times.push(server.startMs);
    await pause(IDLE_MS);
    memory.push(residentMb(server.pid));
    await server.stop();
  }
  row('server start, later (median of 3)', `${(median(times) / 1000).toFixed(2)} s`, '≤ 3 s');
  row('idle memory after a restart (median of 3)', `${median(memory).toFixed(0)} MB`, '≤ 400 MB');
  rmSync(folder, { recursive: true, force: true });
}
