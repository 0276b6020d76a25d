import type { QueryParametersOf, Schema, ServiceOperations } from '#contracts/index.ts';
import { apiMutation, apiQuery } from './query.ts';
import { dataOf, eihealth, ofProject } from './transport.ts';

export type DataItem = Schema<'DataSummaryRsp'>;
export type DataListQuery = QueryParametersOf<ServiceOperations['eihealth']['listData']>;

const DATAS = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/datas';
const dataChanged = (projectId: string) => [
  { topic: 'data' as const, eihealth_project_id: projectId },
  { topic: 'data-jobs' as const, eihealth_project_id: projectId },
];

/** One page of a folder (4.3.2.2); `query.path` is `project name:/folder/`. */
export const dataListQuery = (projectId: string, query: DataListQuery) =>
  apiQuery('listData', { projectId, query }, ['data'], (signal) =>
    dataOf(eihealth().GET(DATAS, { params: { path: ofProject(projectId), query }, signal })),
  );

/** One object (4.3.2.14); `path` is `project name:/path`. Small text comes along when `content` is asked for. */
export const dataQuery = (projectId: string, path: string, content = false) =>
  apiQuery('showData', { projectId, id: path, content }, ['data'], (signal) =>
    dataOf(
      eihealth().GET(`${DATAS}/{path}`, {
        params: { path: { ...ofProject(projectId), path }, header: content ? { 'X-Need-Content': true } : undefined },
        signal,
      }),
    ),
  );

/** Bytes used by a project (4.3.2.3). */
export const bucketStorageQuery = (projectId: string) =>
  apiQuery('showBucketStorage', { projectId }, ['data'], (signal) =>
    dataOf(eihealth().GET(`${DATAS}/bucket-storage`, { params: { path: ofProject(projectId) }, signal })),
  );

/** Makes a folder, with its parents (4.3.2.1). */
export const createFolder = apiMutation({
  operation: 'createData',
  run: ({ projectId, body }: { projectId: string; body: Schema<'CreateDataReq'> }) =>
    dataOf(eihealth().POST(DATAS, { params: { path: ofProject(projectId) }, body })),
  changes: ({ projectId }) => dataChanged(projectId),
});

/** Deletes files and folders as a data job (4.3.2.10); the answer is its id. */
export const batchDeleteData = apiMutation({
  operation: 'batchDeleteData',
  run: ({ projectId, paths }: { projectId: string; paths: string[] }) =>
    dataOf(eihealth().POST(`${DATAS}/batch-delete`, { params: { path: ofProject(projectId) }, body: { paths } })),
  changes: ({ projectId }) => dataChanged(projectId),
});
