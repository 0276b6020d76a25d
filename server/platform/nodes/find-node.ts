/** Finding a node, and keeping what administrators set on it, with the documented refusals. */
import type { PlatformNode } from '../../engine/nodes.ts';
import { readNodes } from '../../engine/nodes.ts';
import { notFound, refuse } from '../../errors.ts';
import type { Platform } from '../platform.ts';

/** The nodes of the platform as they are now. @throws ApiError 503 when their scheduler does not answer */
export function nodesOf({ db, engine }: Pick<Platform, 'db' | 'engine'>): Promise<PlatformNode[]> {
  const { cluster } = engine.lookup;
  const nodes = () =>
    engine.lookup.nodes().catch((error: Error) => {
      throw refuse('01000048', `The nodes cannot be told now: ${error.message}`);
    });
  return readNodes(db, { nodes, ...(cluster ? { cluster } : {}) });
}

/** @throws ApiError 404 */
export async function findNode(platform: Pick<Platform, 'db' | 'engine'>, id: string): Promise<PlatformNode> {
  const node = (await nodesOf(platform)).find((candidate) => candidate.id === id);
  if (!node) throw notFound('The platform has no such node');
  return node;
}

interface Kept {
  schedulable?: boolean;
  reason?: string;
  labels?: string[];
}

/** Keeps a change of a node and tells the engine and the consoles. */
export async function keepNode(platform: Platform, id: string, { labels, ...rest }: Kept): Promise<void> {
  const change = { ...rest, ...(labels ? { labels: JSON.stringify(labels) } : {}), update_time: new Date() };
  await platform.db
    .insertInto('compute_node')
    .values({ id, schedulable: true, reason: '', labels: '[]', ...change })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
    .execute();
  tellOfNode(platform, id);
}

export function tellOfNode(platform: Platform, id: string): void {
  platform.engine.nodesChanged();
  platform.bus.publish({ topic: 'nodes', id });
}
