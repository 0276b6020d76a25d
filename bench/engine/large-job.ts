/** A job of 64 tasks and 10,000 instances: the server's memory meanwhile, and what it costs to look at the job. */
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { median, residentMb, row, startBenchServer } from '../server.ts';
import { Bench, iterated, SPREAD_INPUTS, spread, type Task } from './ours.ts';

/** Chains of tasks whose instances pair up, 64 tasks and 10,000 instances together. */
const CHAINS = [
  ...Array.from({ length: 7 }, () => ({ tasks: 8, instances: 156 })),
  { tasks: 6, instances: 156 },
  { tasks: 2, instances: 164 },
];
const INSTANCES = CHAINS.reduce((sum, { tasks, instances }) => sum + tasks * instances, 0);
const POLLS = 15;
const POLL_MS = 2_000;
const SAMPLE_MS = 250;

async function largeFlow(bench: Bench): Promise<string> {
  const out = { name: 'after', type: 'FILE', required: true, values: ['after'] };
  const first = await bench.app('first', 'echo x > ${after}', SPREAD_INPUTS, [out]);
  const next = await bench.app('next', 'cat ${before} > ${after}', [iterated('before', 'FILE')], [out]);
  const tasks = CHAINS.flatMap(({ tasks, instances }, chain) =>
    Array.from({ length: tasks }, (_, at): Task => {
      const name = `c${chain}-${at}`;
      if (at === 0) return { name, app: first, values: spread(instances) };
      return { name, app: next, values: { before: [`\${c${chain}-${at - 1}.after}`] } };
    }),
  );
  return bench.workflow(tasks);
}

export async function benchLargeJob(): Promise<void> {
  const server = await startBenchServer({ EXECUTOR_SLOTS: '2', SANDBOX: 'off' });
  try {
    const bench = await Bench.open(server);
    const flow = await largeFlow(bench);
    const begun = performance.now();
    const id = await bench.start(flow);
    const before = residentMb(server.pid);
    const memory: number[] = [];
    const watching = setInterval(() => memory.push(residentMb(server.pid)), SAMPLE_MS);
    const live: number[] = [];
    let job = await bench.line(id);
    for (; job.status !== 'SUCCEEDED'; job = await bench.line(id)) {
      if (job.status === 'FAILED') throw new Error(job.failed_message);
      live.push((await bench.detail(id)).ms);
      await pause(POLL_MS);
    }
    const seconds = (performance.now() - begun) / 1000;
    clearInterval(watching);
    row(`64 tasks, ${INSTANCES} instances, 2 slots`, `${((seconds * 1000) / INSTANCES).toFixed(2)} ms each`, '');
    const quarter = Math.floor(memory.length / 4);
    const early = median(memory.slice(quarter, 2 * quarter));
    const late = median(memory.slice(-quarter));
    row('server memory before / highest', `${before.toFixed(0)} / ${Math.max(...memory).toFixed(0)} MB`, '');
    row('server memory, last quarter against second', (late / early).toFixed(2), 'flat: ≤ 1.2');
    row('detail while it runs (median)', `${median(live).toFixed(0)} ms`, '');
    await polls(bench, id);
    row('load of the machine (1 minute)', (loadavg()[0] ?? 0).toFixed(1), '');
  } finally {
    await server.stop();
  }
}

async function polls(bench: Bench, id: string): Promise<void> {
  const { tag } = await bench.detail(id);
  const full = [];
  const unchanged = [];
  for (let poll = 0; poll < POLLS; poll++) {
    full.push(await bench.detail(id));
    unchanged.push(await bench.detail(id, tag));
  }
  const figures = (replies: { ms: number; bytes: number }[]) =>
    `${median(replies.map(({ ms }) => ms)).toFixed(1)} ms, ${(median(replies.map(({ bytes }) => bytes)) / 1000).toFixed(0)} kB`;
  row('detail of 10,000 instances, whole (median)', figures(full), '');
  const not = unchanged.some(({ status }) => status !== 304) ? ' (NOT ALL 304)' : '';
  row(`the same, unchanged since the last look${not}`, figures(unchanged), 'cheap');
}
