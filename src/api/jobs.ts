import type { QueryParametersOf, Schema, ServiceOperations } from '#contracts/index.ts';
import { apiMutation, apiQuery } from './query.ts';
import { taggedQuery } from './tagged-query.ts';
import { dataOf, eihealth, ofProject } from './transport.ts';

export type JobSummary = Schema<'JobListDto'>;
export type Job = Schema<'ShowJobResponse'>;
export type JobEvent = Schema<'JobEventRsp'>;
export type JobListQuery = QueryParametersOf<ServiceOperations['eihealth']['listJob']>;

const JOBS = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/jobs';
const ONE = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/jobs/{job_id}';

interface JobOf {
  projectId: string;
  jobId: string;
}

const job = ({ projectId, jobId }: JobOf) => ({ ...ofProject(projectId), job_id: jobId });
const jobsChanged = ({ projectId }: { projectId: string }) => [
  { topic: 'jobs' as const, eihealth_project_id: projectId },
];
const jobChanged = ({ projectId, jobId }: JobOf) => [
  { topic: 'jobs' as const, eihealth_project_id: projectId },
  { topic: 'job' as const, eihealth_project_id: projectId, id: jobId },
];

const AT_REST = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

/** Whether the state of a job may still change by itself: a failed job may have tasks that run on. */
export const isMoving = (job: Pick<JobSummary, 'status' | 'still_running_tasks'>) =>
  !AT_REST.has(job.status ?? '') || (job.still_running_tasks?.length ?? 0) > 0;

/** One page of the jobs of a project, newest first (4.5.2.1). */
export const jobsQuery = (projectId: string, query: JobListQuery = {}) =>
  apiQuery('listJob', { projectId, query }, ['jobs', 'job'], (signal) =>
    dataOf(eihealth().GET(JOBS, { params: { path: ofProject(projectId), query }, signal })),
  );

/** One job with graph and tasks (4.5.2.3): all its instances in one answer, so it is read again only when it changed. */
export const jobQuery = (projectId: string, jobId: string) =>
  taggedQuery('showJob', { projectId, id: jobId }, ['jobs', 'job'], (signal, headers) =>
    eihealth().GET(ONE, { params: { path: job({ projectId, jobId }) }, headers, signal }),
  );

export type EventLanguage = 'zh_cn' | 'en_us';

/** What happened to a job (4.5.2.6); messages come in the language asked for. */
export const jobEventsQuery = (projectId: string, jobId: string, language: EventLanguage = 'en_us') =>
  apiQuery('showJobEvent', { projectId, id: jobId, language }, ['job'], (signal) =>
    dataOf(
      eihealth().GET(`${ONE}/events`, {
        params: { path: job({ projectId, jobId }), header: { 'X-Language': language } },
        signal,
      }),
    ),
  );

/** Largest page of the list (4.5.2.1). */
const WHOLE_PAGE = 1000;

/** Every job a filter matches, page by page; `tell` hears how many were read. */
export async function readMatchingJobs(
  projectId: string,
  filter: JobListQuery,
  signal: AbortSignal,
  tell: (read: number) => void,
): Promise<JobSummary[]> {
  const found: JobSummary[] = [];
  for (;;) {
    const query = { ...filter, limit: WHOLE_PAGE, offset: found.length };
    const page = await dataOf(eihealth().GET(JOBS, { params: { path: ofProject(projectId), query }, signal }));
    const jobs = page.jobs ?? [];
    found.push(...jobs);
    tell(found.length);
    if (jobs.length === 0 || found.length >= (page.count ?? 0)) return found;
  }
}

/** Log of one instance of a task (4.5.2.7). */
export const jobLogQuery = (
  projectId: string,
  jobId: string,
  task: QueryParametersOf<ServiceOperations['eihealth']['showJobLog']>,
) =>
  apiQuery('showJobLog', { projectId, id: jobId, task }, ['job'], (signal) =>
    dataOf(eihealth().GET(`${ONE}/logs`, { params: { path: job({ projectId, jobId }), query: task }, signal })),
  );

/** Starts a job (4.5.2.2); the answer holds its id. */
export const executeJob = apiMutation({
  operation: 'executeJob',
  run: ({ projectId, body }: { projectId: string; body: Schema<'JobDto'> }) =>
    dataOf(eihealth().POST(JOBS, { params: { path: ofProject(projectId) }, body })),
  changes: jobsChanged,
});

/** Labels of a start's answer that no open node bears: what goes by them waits. */
export function unmatchedLabels({ app_infos = [], job_info }: Schema<'ExecuteJobResponse'>): string[] {
  const ofApps = app_infos.flatMap(({ app_node_labels = [] }) => app_node_labels);
  return [...new Set([...ofApps, ...(job_info?.job_node_labels ?? [])])];
}

/** Runs what failed or was cancelled again (4.5.2.13). */
export const retryJob = apiMutation({
  operation: 'retryJob',
  run: (target: JobOf) => dataOf(eihealth().POST(`${ONE}/retry`, { params: { path: job(target) } })),
  changes: jobChanged,
});

/** Cancels a job (4.5.2.14); by force, running instances are stopped too. */
export const cancelJob = apiMutation({
  operation: 'cancelJob',
  run: ({ force, ...target }: JobOf & { force: boolean }) =>
    dataOf(eihealth().POST(`${ONE}/terminate`, { params: { path: job(target) }, body: { force } })),
  changes: jobChanged,
});

/** Deletes a job that is not running (4.5.2.4). */
export const deleteJob = apiMutation({
  operation: 'deleteJob',
  run: (target: JobOf) => dataOf(eihealth().DELETE(ONE, { params: { path: job(target) } })),
  changes: jobsChanged,
});

/** Gives tasks of a job that failed or was cancelled other values and resources, before it is retried (4.5.2.5). */
export const updateJob = apiMutation({
  operation: 'updateJob',
  run: ({ tasks, ...target }: JobOf & { tasks: Schema<'JobTaskDto'>[] }) =>
    dataOf(eihealth().PUT(ONE, { params: { path: job(target) }, body: { tasks } })),
  changes: jobChanged,
});
