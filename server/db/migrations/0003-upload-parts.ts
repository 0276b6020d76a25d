import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Size of the first part: the place of part n in the file is (n - 1) times it.
  'alter table upload add column part_size bigint not null default 0',
  // Counts the parts that were written: a checksum counts only for the version it was made of.
  'alter table upload add column version integer not null default 0',
  // Kept until the upload expires, so that a repeated last part is told that all is well.
  'alter table upload add column finished boolean not null default false',
  'create index upload_by_time on upload(create_time)',
  "create index data_job_active on data_job(status) where status in ('WAITING', 'RUNNING')",
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
