/** What Slurm says of itself: its limits and its nodes. */
import { type ComputeNode, NodeChangeRefused } from '../../executor.ts';
import { complaint, type RunCommand } from './commands.ts';
import type { SubmissionLimits } from './submission.ts';

export interface ClusterFacts extends SubmissionLimits {
  /** Where jobs go. */
  partitions: string[];
  /** Largest number of elements of an array. */
  maxArraySize: number;
}

const MIB = 1024 ** 2;

/** @param partition names, comma separated; empty for the default one. @throws Error in words when Slurm does not answer */
export async function readClusterFacts(run: RunCommand, partition: string): Promise<ClusterFacts> {
  const config = settings(await answer(run, ['show', 'config']));
  return clusterFacts(config, await answer(run, ['--oneliner', 'show', 'partition']), partition);
}

export function clusterFacts(config: ReadonlyMap<string, string>, partitions: string, partition: string): ClusterFacts {
  const wanted = list(partition);
  const chosen = partitions
    .split('\n')
    .filter((line) => (partition ? wanted.includes(nameOf(line)) : field(line, 'Default') === 'YES'));
  const limits = chosen.map((line) => parseMinutes(field(line, 'MaxTime'))).filter((minutes) => minutes !== undefined);
  return {
    partitions: chosen.map(nameOf),
    maxArraySize: Number(config.get('MaxArraySize')) || 1001,
    memory: /memory/i.test(config.get('SelectTypeParameters') ?? ''),
    ...(limits.length > 0 ? { maxMinutes: Math.min(...limits) } : {}),
  };
}

/** @throws Error in words when Slurm does not answer */
export async function readNodes(run: RunCommand, partitions: readonly string[]): Promise<ComputeNode[]> {
  return parseNodes(await answer(run, ['--details', '--oneliner', 'show', 'nodes']), partitions);
}

/** Drains a node or takes it back. @throws NodeChangeRefused in Slurm's words: it takes an operator of the cluster */
export async function setSchedulable(
  run: RunCommand,
  node: string,
  schedulable: boolean,
  reason: string,
): Promise<void> {
  const state = schedulable ? ['State=RESUME'] : ['State=DRAIN', `Reason=${reason || 'closed in EIHealth'}`];
  const result = await run('scontrol', ['update', `NodeName=${node}`, ...state]);
  if (result.code !== 0) throw new NodeChangeRefused(`Slurm does not permit it: ${complaint(result)}`);
}

/** Nodes of the partitions jobs go to. */
export function parseNodes(text: string, partitions: readonly string[]): ComputeNode[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('NodeName='))
    .filter((line) => list(field(line, 'Partitions')).some((name) => partitions.includes(name)))
    .map(parseNode);
}

function parseNode(line: string): ComputeNode {
  const name = field(line, 'NodeName') ?? '';
  const words = field(line, 'State') ?? '';
  const gpu = parseGpus(field(line, 'Gres'));
  const closed = closedBecause(words, reasonOf(line));
  return {
    id: name,
    name,
    cpuType: /aarch64|arm/i.test(field(line, 'Arch') ?? '') ? 'ARM' : 'X86',
    cpus: Number(field(line, 'CPUEfctv') ?? field(line, 'CPUTot')) || 0,
    memoryBytes: (Number(field(line, 'RealMemory')) || 0) * MIB,
    gpus: gpu.count,
    ...(gpu.type ? { gpuType: gpu.type } : {}),
    labels: list(field(line, 'ActiveFeatures')),
    state: /DOWN|FAIL|NOT_RESPONDING|UNKNOWN|INVAL|FUTURE/.test(words.replace('POWERED_DOWN', '')) ? 'DOWN' : 'ACTIVE',
    reason: closed,
    allocated: {
      cpus: Number(field(line, 'CPUAlloc')) || 0,
      memoryBytes: (Number(field(line, 'AllocMem')) || 0) * MIB,
      gpus: parseGpus(field(line, 'GresUsed')).count,
    },
  };
}

/** Why nothing new can start there; empty when it can. A node that sleeps is woken by a job. */
function closedBecause(state: string, reason: string): string {
  const flags = state.replace(/\*$/, '+NOT_RESPONDING').split('+');
  const closed = flags.filter((flag) =>
    /^(DOWN|DRAIN|DRAINED|DRAINING|FAIL|FAILING|NOT_RESPONDING|UNKNOWN|INVAL|FUTURE|MAINT|POWER_DOWN|REBOOT.*)$/.test(
      flag,
    ),
  );
  if (closed.length === 0) return '';
  return reason ? `${closed.join('+')}: ${reason}` : closed.join('+');
}

/** `Reason=Low memory [root@2026-…]` is the last field and may hold blanks. */
function reasonOf(line: string): string {
  return (/ Reason=(.*?)( \[[^\]]*\])?( Comment=.*| Extra=.*)?$/.exec(line)?.[1] ?? '').trim();
}

/** `gpu:tesla:2(S:0-1),gpu:a100:1,shard:4` → three of them; the type of the first. */
function parseGpus(text: string | undefined): { count: number; type?: string } {
  const entries = list(text?.replace(/\([^)]*\)/g, ''))
    .map((entry) => entry.split(':'))
    .filter(([kind]) => kind === 'gpu');
  const count = entries.reduce((sum, parts) => sum + (Number(parts.at(-1)) || 0), 0);
  const type = entries.find((parts) => parts.length > 2)?.[1];
  return type ? { count, type } : { count };
}

/** `[days-]hours:minutes:seconds` in minutes; undefined for no limit. */
function parseMinutes(text: string | undefined): number | undefined {
  const found = /^(?:(\d+)-)?(\d+):(\d+):\d+$/.exec(text ?? '');
  if (!found) return undefined;
  const [days, hours, minutes] = found.slice(1).map((part) => Number(part ?? 0));
  return ((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0);
}

const field = (line: string, name: string): string | undefined =>
  new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1]?.replace(/^\(null\)$/, '') || undefined;

const nameOf = (line: string): string => field(line, 'PartitionName') ?? '';

const list = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);

/** `Key = value` lines of `scontrol show config`. */
export function settings(text: string): Map<string, string> {
  const lines = text.split('\n').map((line) => /^(\w+)\s+= (.*)$/.exec(line));
  return new Map(lines.flatMap((found) => (found ? [[found[1] ?? '', (found[2] ?? '').trim()] as const] : [])));
}

async function answer(run: RunCommand, args: string[]): Promise<string> {
  const result = await run('scontrol', args);
  if (result.code !== 0) throw new Error(complaint(result));
  return result.stdout;
}
