import type { QueryParametersOf, Schema, ServiceOperations } from '#contracts/index.ts';
import { apiQuery } from './query.ts';
import { dataOf, eihealth, ofProject } from './transport.ts';

export type DataJob = Schema<'DataJobRsp'>;
export type DataJobListQuery = QueryParametersOf<ServiceOperations['eihealth']['listDataJob']>;

const JOBS = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/data-jobs';

/** Data jobs of a project, newest first (4.3.3.1). */
export const dataJobsQuery = (projectId: string, query: DataJobListQuery = {}) =>
  apiQuery('listDataJob', { projectId, query }, ['data-jobs'], (signal) =>
    dataOf(eihealth().GET(JOBS, { params: { path: ofProject(projectId), query }, signal })),
  );

/** One data job (4.3.3.2). */
export const dataJobQuery = (projectId: string, id: string) =>
  apiQuery('showDataJob', { projectId, id }, ['data-jobs'], (signal) =>
    dataOf(
      eihealth().GET(`${JOBS}/{data_job_id}`, {
        params: { path: { ...ofProject(projectId), data_job_id: id } },
        signal,
      }),
    ),
  );
