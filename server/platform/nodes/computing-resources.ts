/** Computing resources (4.2.2): the machine or the nodes of the cluster, as they are. They are not bought here. */
import type { Schema } from '#contracts/index.ts';
import { kindsOf, presentFlavor } from '#core/nodes/kinds.ts';
import { NodeChangeRefused } from '../../engine/executor.ts';
import type { PlatformNode } from '../../engine/nodes.ts';
import { refuse } from '../../errors.ts';
import type { Handlers, Platform } from '../platform.ts';
import { allocatedOn } from './allocated.ts';
import { findNode, keepNode, nodesOf, tellOfNode } from './find-node.ts';

const MIB = 1024 ** 2;

function presentNode(node: PlatformNode): Schema<'ComputingResourceRsp'> {
  const { code, name, vcpus, ram } = presentFlavor(node);
  return {
    id: node.id,
    name: node.name,
    spec: { code, name, vcpus, ram },
    status: node.state,
    ...(node.reason ? { failure_reason: node.reason } : {}),
    schedulable: node.schedulable,
    node_labels: node.labels,
  };
}

/** Whose word opens or closes a node: its scheduler's, where there is one. */
async function setSchedulable(platform: Platform, node: PlatformNode, schedulable: boolean, reason: string) {
  const { cluster } = platform.engine.lookup;
  if (!cluster) return keepNode(platform, node.id, { schedulable, reason: schedulable ? '' : reason });
  try {
    await cluster.setSchedulable(node.id, schedulable, reason);
  } catch (error) {
    if (error instanceof NodeChangeRefused) throw refuse('01000046', error.message);
    throw error;
  }
  tellOfNode(platform, node.id);
}

export const computingResourceHandlers: Handlers<'eihealth'> = {
  listComputingResources: async ({ platform }) => {
    const nodes = await nodesOf(platform);
    return { count: nodes.length, resources: nodes.map(presentNode) };
  },

  /** No further nodes; of processors and memory (MB) what open nodes have not given away. */
  showLeftQuota: async ({ platform }) => {
    const nodes = (await nodesOf(platform)).filter(({ schedulable }) => schedulable);
    const allocated = await allocatedOn(platform, nodes);
    const left = (of: (node: PlatformNode) => number) =>
      Math.max(0, Math.floor(nodes.reduce((sum, node) => sum + of(node), 0)));
    return {
      quantity: 0,
      cpu: left(({ id, cpus }) => cpus - (allocated.get(id)?.cpus ?? 0)),
      ram: left(({ id, memoryBytes }) => (memoryBytes - (allocated.get(id)?.memoryBytes ?? 0)) / MIB),
    };
  },

  /** Kinds of the nodes there are; no availability zone has any, because there are none. */
  listComputingResourceFlavors: async ({ platform, query }) => {
    if (query.availability_zone_id) return { count: 0, flavors: [] };
    const flavors = kindsOf(await nodesOf(platform)).map(presentFlavor);
    return { count: flavors.length, flavors };
  },

  updateSchedule: async ({ platform, path, body }) => {
    const node = await findNode(platform, path.id);
    await setSchedulable(platform, node, body.schedulable, body.reason ?? '');
    return undefined;
  },

  showSchedule: async ({ platform, path }) => {
    const { schedulable, reason } = await findNode(platform, path.id);
    return { schedulable, ...(reason ? { reason } : {}) };
  },

  /** What instances hold of nodes now (4.2.11.2); nothing is kept of the past. */
  batchDownloadResourceStatData: async ({ platform, body }) => {
    const nodes = await Promise.all([...new Set(body.resource_ids)].map((id) => findNode(platform, id)));
    const past = body.to_time !== undefined && body.to_time < Date.now() - NOW_MS;
    const allocated = await allocatedOn(platform, past ? [] : nodes);
    return {
      metric_statistics: [...allocated].flatMap(([resource_id, { cpus, memoryBytes, gpus }]) => [
        { resource_id, metric_name: 'cpu_allocated', unit: 'Core', statistic: String(Math.round(cpus * 10) / 10) },
        { resource_id, metric_name: 'memory_allocated', unit: 'Byte', statistic: String(memoryBytes) },
        { resource_id, metric_name: 'gpu_allocated', unit: 'Count', statistic: String(gpus) },
      ]),
    };
  },
};

/** A caller's clock, and the way here, may be so far behind: it still asks about now. */
const NOW_MS = 60_000;
