import type { Schema } from '#contracts/index.ts';
import { apiMutation, apiQuery } from './query.ts';
import { dataOf, eihealth, ofPlatform } from './transport.ts';

export type ComputeNode = Schema<'ComputingResourceRsp'>;
export type NodeFlavor = Schema<'ComputingResourceFlavorsRsp'>;
export type NodeStatistic = Schema<'ResourceStatDataRsp'>;

const NODES = '/v1/{project_id}/system/computing-resources';

/** Every node of the platform (4.2.2.2). */
export const nodesQuery = () =>
  apiQuery('listComputingResources', {}, ['nodes'], (signal) =>
    dataOf(eihealth().GET(NODES, { params: { path: ofPlatform() }, signal })),
  );

/** What is left to be bought or given to instances (4.2.2.4). */
export const nodeQuotaQuery = () =>
  apiQuery('showLeftQuota', {}, ['nodes', 'job'], (signal) =>
    dataOf(eihealth().GET(`${NODES}/quota`, { params: { path: ofPlatform() }, signal })),
  );

/** Kinds of nodes, by which a start is judged (4.2.2.5). */
export const flavorsQuery = () =>
  apiQuery('listComputingResourceFlavors', {}, ['nodes'], (signal) =>
    dataOf(eihealth().GET(`${NODES}/flavors`, { params: { path: ofPlatform() }, signal })),
  );

/** Ids one question about statistics may name (4.2.11.2). */
const IDS_AT_ONCE = 50;

/** What is measured of nodes now (4.2.11.2). */
export const nodeStatisticsQuery = (ids: readonly string[]) =>
  apiQuery('batchDownloadResourceStatData', { ids }, ['nodes', 'job'], async (signal) => {
    const pages = Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, at) =>
      ids.slice(at * IDS_AT_ONCE, (at + 1) * IDS_AT_ONCE),
    );
    const answers = await Promise.all(
      pages.map((resource_ids) =>
        dataOf(
          eihealth().POST('/v1/{project_id}/metric-data/batch-stat-metric-data', {
            params: { path: ofPlatform() },
            body: { resource_ids },
            signal,
          }),
        ),
      ),
    );
    return answers.flatMap(({ metric_statistics = [] }) => metric_statistics);
  });

/** Labels that nodes bear (4.2.8.3). */
export const clusterLabelsQuery = () =>
  apiQuery('listClusterAllNodeLabel', {}, ['nodes'], (signal) =>
    dataOf(eihealth().GET('/v1/{project_id}/system/cluster/labels', { params: { path: ofPlatform() }, signal })),
  );

/** Labels with a meaning of their own (4.2.8.4). */
export const presetLabelsQuery = () =>
  apiQuery('listPresetLabel', {}, ['nodes'], (signal) =>
    dataOf(eihealth().GET('/v1/{project_id}/system/preset-labels', { params: { path: ofPlatform() }, signal })),
  );

const nodesChanged = () => [{ topic: 'nodes' as const }];

/** Opens a node for new instances or closes it (4.2.2.9); only the embedded platform takes a reason. */
export const updateSchedule = apiMutation({
  operation: 'updateSchedule',
  run: ({ nodeId, ...body }: { nodeId: string; schedulable: boolean; reason?: string }) =>
    dataOf(eihealth().PUT(`${NODES}/{id}/schedule`, { params: { path: { ...ofPlatform(), id: nodeId } }, body })),
  changes: nodesChanged,
});

/** Sets all labels of a node (4.2.8.1). */
export const updateNodeLabels = apiMutation({
  operation: 'batchUpdateNodeLabel',
  run: ({ nodeId, labels }: { nodeId: string; labels: readonly string[] }) =>
    dataOf(
      eihealth().POST('/v1/{project_id}/system/nodes/{server_id}/labels', {
        params: { path: { ...ofPlatform(), server_id: nodeId } },
        body: { labels: labels.map((name) => ({ name })) },
      }),
    ),
  changes: nodesChanged,
});
