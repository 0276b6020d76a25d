/** What is known of one instance of a task and of its attempts (4.5.2.8–4.5.2.12). */
import type { QueryParametersOf, Schema, ServiceOperations } from '#contracts/index.ts';
import { ApiError } from './errors.ts';
import type { EventLanguage } from './jobs.ts';
import { apiQuery } from './query.ts';
import { dataOf, eihealth, ofProject } from './transport.ts';

export type InstanceEvent = Schema<'EventRsp'>;
/** One attempt: what the reference calls an instance of a sub task. */
export type TaskInstance = Schema<'TaskInstanceRsp'>;
export type MetricPoint = Schema<'DataPointDto'>;
export type MetricMethod = NonNullable<MetricQuery['method']>;
type MetricQuery = QueryParametersOf<ServiceOperations['eihealth']['showTaskInstanceMetricData']>;

/** An instance of a task by its number. */
export interface InstanceOf {
  projectId: string;
  jobId: string;
  task: string;
  index: number;
}

/** An attempt of it by its name. */
export interface AttemptOf extends InstanceOf {
  name: string;
}

const TASK = '/v1/{project_id}/eihealth-projects/{eihealth_project_id}/jobs/{job_id}/tasks/{task_name}';
const ONE = `${TASK}/instances/{instance_name}` as const;

const ofTask = ({ projectId, jobId, task }: InstanceOf) => ({
  ...ofProject(projectId),
  job_id: jobId,
  task_name: task,
});
const ofAttempt = (attempt: AttemptOf) => ({ ...ofTask(attempt), instance_name: attempt.name });
const scopeOf = ({ jobId, ...rest }: InstanceOf) => ({ ...rest, id: jobId });
const numberOf = ({ index }: InstanceOf) => ({ task_index: String(index) });

/** Attempts of an instance, the newest first (4.5.2.9). */
export const taskInstancesQuery = (instance: InstanceOf) =>
  apiQuery('showTaskInstances', scopeOf(instance), ['job'], (signal) =>
    dataOf(
      eihealth().GET(`${TASK}/instances`, {
        params: { path: ofTask(instance), query: numberOf(instance) },
        signal,
      }),
    ),
  );

/** What happened to an instance over all its attempts, and what it waits for (4.5.2.8). */
export const taskEventsQuery = (instance: InstanceOf, language: EventLanguage) =>
  apiQuery('showTaskEvents', { ...scopeOf(instance), language }, ['job'], (signal) =>
    dataOf(
      eihealth().GET(`${TASK}/events`, {
        params: { path: ofTask(instance), query: numberOf(instance) },
        headers: { 'X-Language': language },
        signal,
      }),
    ),
  );

/** What happened to one attempt (4.5.2.10). */
export const instanceEventsQuery = (attempt: AttemptOf, language: EventLanguage) =>
  apiQuery('showTaskInstanceEvents', { ...scopeOf(attempt), name: attempt.name, language }, ['job'], (signal) =>
    dataOf(
      eihealth().GET(`${ONE}/events`, {
        params: { path: ofAttempt(attempt), query: numberOf(attempt) },
        headers: { 'X-Language': language },
        signal,
      }),
    ),
  );

/** The text of an attempt's pod (4.5.2.11). */
export const instancePodQuery = (attempt: AttemptOf) =>
  apiQuery('showTaskInstancePod', { ...scopeOf(attempt), name: attempt.name }, ['job'], (signal) =>
    dataOf(eihealth().GET(`${ONE}/pod`, { params: { path: ofAttempt(attempt), query: numberOf(attempt) }, signal })),
  );

export interface MetricWish {
  metric: string;
  method: MetricMethod;
  /** Unix milliseconds; `to` is now when it is left out. */
  from: number;
  to?: number;
  /** Only the last so many milliseconds. */
  last?: number;
}

/** One metric of an attempt over time (4.5.2.12); a metric the platform does not know has no points. */
export const instanceMetricQuery = (attempt: AttemptOf, { metric, method, from, to, last }: MetricWish) =>
  apiQuery(
    'showTaskInstanceMetricData',
    { ...scopeOf(attempt), name: attempt.name, metric, method, from, to, last },
    ['job'],
    async (signal) => {
      const to_time = to ?? Date.now();
      const from_time = last === undefined ? from : Math.max(from, to_time - last);
      const query = { ...numberOf(attempt), metric_name: metric, method, from_time, to_time };
      try {
        return await dataOf(
          eihealth().GET(`${ONE}/metric-data`, { params: { path: ofAttempt(attempt), query }, signal }),
        );
      } catch (error) {
        if (error instanceof ApiError && error.code === UNKNOWN_METRIC) return { data_points: [] };
        throw error;
      }
    },
  );

const UNKNOWN_METRIC = 'eihealth.01000040';
