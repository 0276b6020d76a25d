/** Nodes as the table shows them: each with its kind and what is allocated on it. */
import { type NodeKind, readFlavor } from '#core/nodes/kinds.ts';
import type { ComputeNode, NodeFlavor, NodeStatistic } from '#src/api/nodes.ts';
import { compareNatural } from '#src/lib/format.ts';

export type NodeState = 'open' | 'closed' | 'down';
export const NODE_STATES: readonly NodeState[] = ['open', 'closed', 'down'];

/** How much there is, and how much of it instances hold; `used` is absent when the platform does not tell. */
export interface Amount {
  used?: number;
  total: number;
}

export interface NodeRow {
  id: string;
  name: string;
  /** Absent when the platform uses a word of its own, which is then shown. */
  state: NodeState | undefined;
  node: ComputeNode;
  kind: NodeKind | undefined;
  cpu: Amount | undefined;
  /** In bytes. */
  memory: Amount | undefined;
  gpu: Amount | undefined;
}

export function nodeState({ status, schedulable }: Pick<ComputeNode, 'status' | 'schedulable'>): NodeState | undefined {
  if (status === 'DOWN') return 'down';
  if (status !== 'ACTIVE' && status !== undefined) return undefined;
  return schedulable === false ? 'closed' : 'open';
}

/** A node's kind: its specification says how large it is, the flavor of the same code the rest. */
function kindOf({ spec }: ComputeNode, flavors: readonly NodeFlavor[]): NodeKind | undefined {
  const flavor = flavors.find(({ code }) => code !== undefined && code === spec?.code);
  return flavor ? readFlavor(flavor) : spec && readFlavor(spec);
}

export function makeRows(
  nodes: readonly ComputeNode[],
  flavors: readonly NodeFlavor[],
  statistics: readonly NodeStatistic[],
): NodeRow[] {
  const told = new Map(statistics.map((row) => [`${row.resource_id} ${row.metric_name}`, Number(row.statistic)]));
  return nodes.map((node) => {
    const { id = '', name = id } = node;
    const kind = kindOf(node, flavors);
    const amount = (metric: string, total: number | undefined): Amount | undefined => {
      const used = told.get(`${id} ${metric}`);
      return total === undefined ? undefined : { total, ...(used === undefined ? {} : { used }) };
    };
    return {
      id,
      name,
      state: nodeState(node),
      node,
      kind,
      cpu: amount('cpu_allocated', kind?.cpus),
      memory: amount('memory_allocated', kind?.memoryBytes),
      gpu: amount('gpu_allocated', kind?.gpus),
    };
  });
}

const SORTS: Record<string, (row: NodeRow) => number> = {
  cpu: ({ cpu }) => cpu?.total ?? 0,
  memory: ({ memory }) => memory?.total ?? 0,
  gpu: ({ gpu }) => gpu?.total ?? 0,
};

/** Filtered and sorted; the API does neither. */
export function shownRows(
  rows: readonly NodeRow[],
  { q, state }: { q: string; state: string },
  sort: { key: string; dir: 'asc' | 'desc' },
): NodeRow[] {
  const wanted = q.trim().toLowerCase();
  const direction = sort.dir === 'asc' ? 1 : -1;
  const by = SORTS[sort.key];
  return rows
    .filter((row) => {
      const texts = [row.name, ...(row.node.node_labels ?? [])];
      return (!state || row.state === state) && texts.some((text) => text.toLowerCase().includes(wanted));
    })
    .sort((a, b) => direction * ((by ? by(a) - by(b) : 0) || compareNatural(a.name, b.name)));
}
