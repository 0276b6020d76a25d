/** Labels of nodes (4.2.8), which tasks may ask for. */
import { isNodeLabel } from '#core/nodes/placement.ts';
import { refuse } from '../../errors.ts';
import type { Handlers } from '../platform.ts';
import { findNode, keepNode, nodesOf } from './find-node.ts';

const present = (names: Iterable<string>) => {
  const labels = [...new Set(names)].sort().map((name) => ({ name }));
  return { count: labels.length, labels };
};

export const nodeLabelHandlers: Handlers<'eihealth'> = {
  /** The whole set: what is not in it is taken off. */
  batchUpdateNodeLabel: async ({ platform, path, body }) => {
    const node = await findNode(platform, path.server_id);
    const names = [...new Set(body.labels.map(({ name }) => name))];
    const wrong = names.find((name) => !isNodeLabel(name));
    if (wrong !== undefined)
      throw refuse('01000051', `/labels ${wrong}: letters and digits at both ends; _ - . only in between`);
    if (platform.engine.lookup.cluster)
      throw refuse('01000046', 'The labels of this node are features of its scheduler: they are set there');
    await keepNode(platform, node.id, { labels: names });
    return undefined;
  },

  listNodeLabel: async ({ platform, path }) => present((await findNode(platform, path.server_id)).labels),

  listClusterAllNodeLabel: async ({ platform }) => present((await nodesOf(platform)).flatMap(({ labels }) => labels)),

  /** Labels with a meaning of their own; this platform has none, for it copies no data to nodes. */
  listPresetLabel: async () => present([]),
};
