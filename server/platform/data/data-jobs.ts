/** Data jobs: 4.3.3.1 and .2. */
import { type ExpressionBuilder, sql } from 'kysely';
import listLimits from '#contracts/generated/limits/eihealth.listDataJob.ts';
import type { Database, DataJobTable } from '../../db/schema.ts';
import { refuse } from '../../errors.ts';
import { type Call, type Handlers, presentTime } from '../platform.ts';

type ListQuery = Call<import('#contracts/index.ts').ServiceOperations['eihealth']['listDataJob']>['query'];

/** Every filter given; times are milliseconds since 1970. @throws ApiError 400 for a period that ends before it starts */
function filters(query: ListQuery) {
  for (const [from, to] of [
    [query.from_time, query.to_time],
    [query.finish_from_time, query.finish_to_time],
  ])
    if (from !== undefined && to !== undefined && from >= to) throw refuse('01000045');
  return (where: ExpressionBuilder<Database, 'data_job'>) =>
    where.and([
      ...(query.creator ? [where('creator', '=', query.creator)] : []),
      ...(query.name ? [sql<boolean>`position(lower(${query.name}) in lower(name)) > 0`] : []),
      ...(query.status ? [where('status', '=', query.status as DataJobTable['status'])] : []),
      ...(query.type ? [where('type', '=', query.type)] : []),
      ...(query.from_time ? [where('create_time', '>=', new Date(query.from_time))] : []),
      ...(query.to_time ? [where('create_time', '<=', new Date(query.to_time))] : []),
      ...(query.finish_from_time ? [where('end_time', '>=', new Date(query.finish_from_time))] : []),
      ...(query.finish_to_time ? [where('end_time', '<=', new Date(query.finish_to_time))] : []),
    ]);
}

export const dataJobHandlers: Handlers<'eihealth'> = {
  listDataJob: async ({ platform, project, query }) => {
    const matching = platform.db.selectFrom('data_job').where('project_id', '=', project.id).where(filters(query));
    const { count } = await matching
      .select((where) => where.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const rows = await matching
      .selectAll()
      .orderBy(query.sort_key ?? 'create_time', query.sort_dir === 'asc' ? 'asc' : 'desc')
      .orderBy('id')
      .limit(query.limit ?? listLimits['?limit'].default)
      .offset(query.offset ?? 0)
      .execute();
    return {
      count,
      data_jobs: rows.map((row) => ({
        id: row.id,
        name: row.name,
        type: row.type,
        status: row.status,
        creator: row.creator,
        create_time: presentTime(row.create_time),
        end_time: presentTime(row.end_time),
        finish_count: row.finish_count,
        total_count: row.total_count,
        failed_reason: row.failed_reason,
      })),
    };
  },

  showDataJob: async ({ platform, project, path }) => {
    const row = await platform.db
      .selectFrom('data_job')
      .selectAll()
      .where('id', '=', path.data_job_id)
      .where('project_id', '=', project.id)
      .executeTakeFirst();
    if (!row) throw refuse('01030027', 'There is no such data job');
    const active = row.status === 'WAITING' || row.status === 'RUNNING';
    return {
      id: row.id,
      name: row.name,
      type: row.type,
      status: row.status,
      creator: row.creator,
      create_time: presentTime(row.create_time),
      end_time: presentTime(row.end_time),
      sources: row.sources,
      destinations: row.destinations,
      complete_data: row.complete_data,
      running_data: active ? row.sources.filter((source) => !row.complete_data.includes(source)) : [],
      failed_reason: row.failed_reason,
    };
  },
};
