/**
 * The engine beside what people use today, in one run on one machine: 1,000 instances that do nothing, and a chain of 50
 * steps, two slots. Every figure of ours is a job through the API with all of its state durable.
 */
import { loadavg } from 'node:os';
import { median, row, startBenchServer } from '../server.ts';
import { Bench, chainFlow, fanOutFlow } from './ours.ts';
import { findPeers, type Peer, SLOTS } from './peers.ts';

const INSTANCES = 1_000;
const STEPS = 50;
/** Rounds of everybody after each other, so that a busy moment of the machine hits all alike. */
const ROUNDS = 3;

/** Somebody who is timed; what is missing here cannot do it. */
interface Runner {
  name: string;
  isWorkflowEngine: boolean;
  once: boolean;
  fanOut(): Promise<number>;
  chain?: () => Promise<number>;
}

interface Ours extends Runner {
  isolated: boolean;
  stop(): Promise<void>;
}

async function startOurs(name: string, sandbox: 'off' | 'auto'): Promise<Ours> {
  const server = await startBenchServer({ EXECUTOR_SLOTS: String(SLOTS), SANDBOX: sandbox });
  const config = (await (await fetch(`${server.url}/console/config`)).json()) as { executor?: { isolated?: boolean } };
  const bench = await Bench.open(server);
  const wide = await fanOutFlow(bench, INSTANCES);
  const long = await chainFlow(bench, STEPS);
  // The first job starts the supervisor, which then stays.
  await bench.run(await fanOutFlow(bench, 2));
  return {
    name,
    isWorkflowEngine: true,
    once: false,
    isolated: config.executor?.isolated === true,
    fanOut: () => bench.run(wide),
    chain: () => bench.run(long),
    stop: () => server.stop(),
  };
}

const timedPeer = (peer: Peer): Runner => ({
  name: peer.name,
  isWorkflowEngine: peer.isWorkflowEngine,
  once: peer.isWorkflowEngine,
  fanOut: () => peer.fanOut(INSTANCES),
  ...(peer.chain ? { chain: () => peer.chain?.(STEPS) ?? Promise.reject(new Error('no chain')) } : {}),
});

/** Seconds of each round by name. */
type Times = Map<string, number[]>;

async function time(runners: Runner[], what: 'fanOut' | 'chain'): Promise<Times> {
  const times: Times = new Map();
  for (let round = 0; round < ROUNDS; round++)
    for (const runner of runners) {
      // One round of what takes ten times as long is enough.
      if (round > 0 && runner.once) continue;
      const seconds = await runner[what]?.().catch((error: Error) => row(runner.name, 'did not end', error.message));
      if (seconds !== undefined) times.set(runner.name, [...(times.get(runner.name) ?? []), seconds]);
    }
  return times;
}

/** Middle of the ratios of two in the same round. */
function ratio(times: Times, one: string, other: string): number | undefined {
  const [a = [], b = []] = [times.get(one), times.get(other)];
  const pairs = a.slice(0, b.length).map((seconds, round) => seconds / (b[round] ?? Number.NaN));
  return pairs.length > 0 ? median(pairs) : undefined;
}

function report(times: Times, what: string, unit: (seconds: number) => string, budgets: Record<string, string>): void {
  for (const [name, seconds] of times) row(`${what}: ${name}`, unit(median(seconds)), budgets[name] ?? '');
}

function reportRatios(times: Times, what: string, ours: Ours[], peers: Runner[]): void {
  for (const { name } of ours)
    for (const peer of peers) {
      const found = ratio(times, name, peer.name);
      if (found !== undefined) row(`${what}: ${name} / ${peer.name}`, found.toFixed(2), budgetOf(what, name, peer));
    }
}

function budgetOf(what: string, name: string, peer: Runner): string {
  if (peer.isWorkflowEngine) return '< 1';
  return what === 'fan-out' && peer.name === 'GNU parallel' && name === PLAIN ? '≤ 2' : '';
}

const PLAIN = 'ours, no sandbox';
const SANDBOXED = 'ours, sandboxed';

export async function benchEngine(): Promise<void> {
  const { peers, missing } = findPeers();
  const load = () => (loadavg()[0] ?? 0).toFixed(1);
  row('load of the machine (1 minute) before', load(), '');
  if (missing.length > 0) row('not installed here', missing.join(', '), '');
  const ours = [await startOurs(PLAIN, 'off'), await startOurs(SANDBOXED, 'auto')];
  try {
    const usable = ours.filter(({ name, isolated }) => name !== SANDBOXED || isolated);
    if (usable.length < ours.length) row(SANDBOXED, 'there is no sandbox here', '');
    const others = peers.map(timedPeer);
    const wide = await time([...others, ...usable], 'fanOut');
    const perInstance = (seconds: number) => `${((seconds * 1000) / INSTANCES).toFixed(2)} ms each`;
    report(wide, `${INSTANCES} instances`, perInstance, { [PLAIN]: '≤ 5.5 ms', [SANDBOXED]: '≤ 15 ms' });
    reportRatios(wide, 'fan-out', usable, others);
    const long = await time([...others, ...usable], 'chain');
    report(long, `chain of ${STEPS}`, (seconds) => `${seconds.toFixed(2)} s`, { [PLAIN]: '≤ 0.8 s' });
    reportRatios(long, 'chain', usable, others);
    row('load of the machine (1 minute) after', load(), '');
  } finally {
    for (const one of ours) await one.stop();
  }
}
