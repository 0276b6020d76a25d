/**
 * Kinds of nodes a platform has and what fits on one of them: the rule by which a start is refused (domain §1.6),
 * the same for the server, which knows its nodes, and the console, which reads their flavors (4.2.2.5).
 */
import type { Schema } from '#contracts/index.ts';
import { formatCpu, formatMemory, parseCpu, parseGpu, parseMemory } from '../resources.ts';
import type { Resources } from '../workflow/types.ts';

export const CPU_TYPES = ['X86', 'ARM'] as const;
export type CpuType = (typeof CPU_TYPES)[number];

export interface NodeKind {
  cpuType: CpuType;
  cpus: number;
  memoryBytes: number;
  gpus: number;
  gpuType?: string;
}

type FlavorRow = Schema<'ComputingResourceFlavorsRsp'>;
export type Flavor = Resources & { cpu: string; memory: string };

const MIB = 1024 ** 2;
const ARCHITECTURES: Readonly<Record<CpuType, string>> = { X86: 'x86_64', ARM: 'aarch64' };

/** GB of memory a task can ask for on a node: whole tenths, because nobody can ask for less. */
const gigabytes = (bytes: number) => Math.floor((Math.floor(bytes / MIB) / 1024) * 10) / 10;

/** Name of a kind, the same for all nodes of it: `x86.8c.31.2g.2gpu`. */
export function flavorCode({ cpuType, cpus, memoryBytes, gpus, gpuType }: NodeKind): string {
  const accelerators = gpus > 0 ? [`${gpus}${(gpuType ?? 'gpu').toLowerCase()}`] : [];
  return [cpuType.toLowerCase(), `${cpus}c`, `${gigabytes(memoryBytes)}g`, ...accelerators].join('.');
}

/** A kind in the documented shape (4.2.2.5); `ram` in MB. */
export function presentFlavor(kind: NodeKind): FlavorRow {
  const code = flavorCode(kind);
  return {
    code,
    name: code,
    vcpus: kind.cpus,
    ram: Math.floor(kind.memoryBytes / MIB),
    cpu_arch: ARCHITECTURES[kind.cpuType],
    ...(kind.gpus > 0 ? { gpu_info: `${kind.gpus} x ${kind.gpuType ?? 'GPU'}` } : {}),
  };
}

/** The kind a documented flavor describes; undefined when it does not say how large it is. */
export function readFlavor({ vcpus, ram, cpu_arch, gpu_info }: FlavorRow): NodeKind | undefined {
  const cpus = Number(vcpus);
  if (!(cpus > 0) || !ram) return undefined;
  const found = /^(\d+) ?[x×*] ?(\w+)$/.exec(gpu_info ?? '');
  return {
    cpuType: /aarch64|arm/i.test(cpu_arch ?? '') ? 'ARM' : 'X86',
    cpus,
    memoryBytes: ram * MIB,
    gpus: found ? Number(found[1]) : 0,
    ...(found?.[2] ? { gpuType: found[2] } : {}),
  };
}

const documentedType = (type: string | undefined) => (type === 'Snt9' || type === 'D310' ? type : 'GPU');

/** The kinds among nodes, each once, largest first. */
export function kindsOf(nodes: readonly NodeKind[]): NodeKind[] {
  const kinds = new Map(nodes.map((node) => [flavorCode(node), node]));
  return [...kinds.values()].sort((a, b) => b.cpus - a.cpus || b.memoryBytes - a.memoryBytes || b.gpus - a.gpus);
}

/** The largest kind as a start's answer tells it (`max_platform_flavor`); undefined when there are no nodes. */
export function largestFlavor(kinds: readonly NodeKind[]): Flavor | undefined {
  const [largest] = kindsOf(kinds);
  if (!largest) return undefined;
  return {
    cpu_type: largest.cpuType,
    cpu: formatCpu(largest.cpus),
    memory: formatMemory(gigabytes(largest.memoryBytes)),
    gpu: largest.gpus,
    ...(largest.gpus > 0 ? { gpu_type: documentedType(largest.gpuType) } : {}),
  };
}

/** The most of each that some node has, in words. */
export interface NodeMost {
  cpu: string;
  memory: string;
  gpu: string;
}

export function mostOf(kinds: readonly NodeKind[]): NodeMost {
  const most = (of: (kind: NodeKind) => number) => Math.max(0, ...kinds.map(of));
  return {
    cpu: formatCpu(most(({ cpus }) => cpus)),
    memory: formatMemory(most(({ memoryBytes }) => gigabytes(memoryBytes))),
    gpu: String(most(({ gpus }) => gpus)),
  };
}

/** Why resources fit on no node: nobody has the type, or nobody has so much. */
export type NodeFault =
  | { kind: 'none' }
  | { kind: 'type'; field: 'cpu_type' | 'gpu_type'; value: string }
  | { kind: 'size'; field: 'cpu' | 'memory' | 'gpu'; value: string; max: string };

interface Wanted {
  cpuType: string;
  cpus: number;
  memory: number;
  gpus: number;
  gpuType: string;
}

const AMOUNTS = [
  { field: 'cpu', wanted: (w: Wanted) => w.cpus, has: (k: NodeKind) => k.cpus, words: formatCpu },
  {
    field: 'memory',
    wanted: (w: Wanted) => w.memory,
    has: (k: NodeKind) => gigabytes(k.memoryBytes),
    words: formatMemory,
  },
  {
    field: 'gpu',
    wanted: (w: Wanted) => w.gpus,
    has: (k: NodeKind) => k.gpus,
    words: (count: number) => `${count} × GPU`,
  },
] as const;

/** Merged resources of a task. A CPU type that is not given is that of any node: commands say what they need. */
function wantedBy({ cpu_type, cpu, memory, gpu_type, gpu }: Resources): Wanted {
  return {
    cpuType: cpu_type ?? '',
    cpus: parseCpu(cpu ?? '') ?? 0,
    memory: parseMemory(memory ?? '') ?? 0,
    gpus: parseGpu(gpu ?? 0) ?? 0,
    gpuType: gpu_type ?? '',
  };
}

/** `GPU` is any accelerator that has no type of its own in the documents, whatever a scheduler calls its model. */
function isOfType(has: string | undefined, wanted: string): boolean {
  if (!wanted || !has || has === wanted) return true;
  return wanted === 'GPU' && has !== 'Snt9' && has !== 'D310';
}

/** Why a task with these merged resources can start on no node of these kinds; undefined when it can. */
export function nodeFault(resources: Resources, kinds: readonly NodeKind[]): NodeFault | undefined {
  if (kinds.length === 0) return { kind: 'none' };
  const wanted = wantedBy(resources);
  const ofCpu = kinds.filter(({ cpuType }) => wanted.cpuType === '' || cpuType === wanted.cpuType);
  if (ofCpu.length === 0) return { kind: 'type', field: 'cpu_type', value: wanted.cpuType };
  const ofGpu = ofCpu.filter((kind) => wanted.gpus === 0 || (kind.gpus > 0 && isOfType(kind.gpuType, wanted.gpuType)));
  if (ofGpu.length === 0) return { kind: 'type', field: 'gpu_type', value: wanted.gpuType || 'GPU' };
  return sizeFault(wanted, ofGpu);
}

/** The first amount that excludes the kinds which were large enough until then. */
function sizeFault(wanted: Wanted, kinds: readonly NodeKind[]): NodeFault | undefined {
  let left = kinds;
  for (const { field, wanted: amountOf, has, words } of AMOUNTS) {
    const amount = amountOf(wanted);
    const enough = left.filter((kind) => has(kind) >= amount);
    if (enough.length === 0) {
      const max = Math.max(...left.map(has));
      return { kind: 'size', field, value: words(amount), max: words(max) };
    }
    left = enough;
  }
  return undefined;
}
