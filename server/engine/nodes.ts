/** Nodes as they are now: what the executor finds, with what administrators set on them through the platform. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { ComputeNode, Executor } from './executor.ts';

export interface PlatformNode extends ComputeNode {
  /** False when nothing new starts there; then `reason` says why. */
  schedulable: boolean;
}

/**
 * The nodes of an executor. Without a scheduler of its own, labels and the switch are kept in the database; a cluster
 * keeps its own, and a node of it is closed when the scheduler says so.
 */
export async function readNodes(
  db: Kysely<Database>,
  executor: Pick<Executor, 'nodes' | 'cluster'>,
): Promise<PlatformNode[]> {
  const nodes = await executor.nodes();
  const isOpen = ({ state, reason }: ComputeNode) => state === 'ACTIVE' && reason === '';
  if (executor.cluster) return nodes.map((node) => ({ ...node, schedulable: isOpen(node) }));
  const rows = await db.selectFrom('compute_node').selectAll().execute();
  const kept = new Map(rows.map((row) => [row.id, row]));
  return nodes.map((node) => {
    const row = kept.get(node.id);
    const labels = [...new Set([...node.labels, ...(row?.labels ?? [])])];
    if (!isOpen(node) || row?.schedulable !== false) return { ...node, labels, schedulable: isOpen(node) };
    return { ...node, labels, schedulable: false, reason: row.reason };
  });
}
