/** 4.5.2.1: the jobs of a project, filtered, sorted and counted by the database. */

import type { Selectable } from 'kysely';
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import limits from '#contracts/generated/limits/eihealth.listJob.ts';
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import type { Database, JobTable } from '../../db/schema.ts';
import { invalid } from '../../errors.ts';
import { type Call, presentTime } from '../platform.ts';

type ListCall = Call<ServiceOperations['eihealth']['listJob']>;

const DEFAULT_LIMIT = limits['?limit'].default;

export async function listJobs(call: ListCall): Promise<Schema<'ListJobResponse'>> {
  const { platform, project, query } = call;
  const direction = sortDirection(query.sort_dir);
  const matching = platform.db
    .selectFrom('job')
    .where('project_id', '=', project.id)
    .where((eb) => eb.and(filters(eb, query)));
  const sorted = query.sort_key === 'status' ? matching.orderBy('status', direction) : matching;
  const rows = await sorted
    .selectAll()
    .orderBy('create_time', query.sort_key ? 'desc' : direction)
    .orderBy('id')
    .limit(query.limit ?? DEFAULT_LIMIT)
    .offset(query.offset ?? 0)
    .execute();
  const { count } = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  return { jobs: rows.map(presentJob), count: Number(count) };
}

function sortDirection(given: string | undefined): 'asc' | 'desc' {
  const direction = (given ?? 'DESC').toLowerCase();
  if (direction !== 'asc' && direction !== 'desc') throw invalid('sort_dir is ASC or DESC');
  return direction;
}

/** Beyond these no job has a time, and no database an instant: a bound outside means the same as the nearest one. */
const timeOf = (milliseconds: number) => new Date(Math.min(Math.max(milliseconds, 0), 9_999_999_999_999));

function filters(eb: ExpressionBuilder<Database, 'job'>, query: ListCall['query']) {
  const found = [];
  const contains = (column: 'name' | 'tool_name' | 'user_name', text: string) =>
    sql<SqlBool>`strpos(lower(${eb.ref(column)}), lower(${text})) > 0`;
  if (query.job_name) found.push(contains('name', query.job_name));
  if (query.tool_name) found.push(contains('tool_name', query.tool_name));
  if (query.user_name) found.push(contains('user_name', query.user_name));
  if (query.status) found.push(eb('status', '=', query.status.toUpperCase() as JobTable['status']));
  for (const label of query.labels ?? []) found.push(sql<SqlBool>`labels @> ${JSON.stringify([label])}::jsonb`);
  if (query.start_time !== undefined) found.push(eb('create_time', '>=', timeOf(query.start_time)));
  if (query.end_time !== undefined) found.push(eb('create_time', '<=', timeOf(query.end_time)));
  if (query.finish_start_time !== undefined) found.push(eb('finish_time', '>=', timeOf(query.finish_start_time)));
  if (query.finish_end_time !== undefined) found.push(eb('finish_time', '<=', timeOf(query.finish_end_time)));
  return found;
}

type JobRow = Selectable<JobTable>;

function presentJob(row: JobRow): Schema<'JobListDto'> {
  return { ...presentJobHead(row), user_name: row.user_name, still_running_tasks: row.still_running_tasks };
}

/** What list and detail say of a job alike. */
export function presentJobHead(row: JobRow) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    labels: row.labels,
    // The server's own sample run stands below the lowest priority there is on the wire.
    priority: Math.max(0, row.priority),
    timeout: row.timeout,
    output_dir: row.output_dir,
    status: row.status,
    create_time: presentTime(row.create_time),
    ...(row.finish_time ? { finish_time: presentTime(row.finish_time) } : {}),
    ...(row.failed_reason ? { failed_reason: row.failed_reason, failed_message: row.failed_message } : {}),
    tool_info: {
      tool_id: row.tool_id,
      tool_name: row.tool_name,
      tool_version: row.tool_version,
      tool_type: 'workflow' as const,
    },
  };
}
