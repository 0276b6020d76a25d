import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Finished jobs of all projects, oldest first: what is collected, and how many there are.
  'create index job_over on job(finish_time, id) where finish_time is not null',
  // Says of a collected job that it was there, and whether its logs still wait to be dropped.
  `create table collected_job (
    id text primary key, project_id text not null references project(id) on delete cascade,
    collect_time timestamptz not null, has_logs boolean not null)`,
  'create index collected_job_by_time on collected_job(collect_time)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
