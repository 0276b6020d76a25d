import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Size of the first part: the place of part n in the file is (n - 1) times it.
  'alter table upload add column part_size bigint not null default 0',
  // Counts the parts that were written: a checksum counts only for the version it was made of.
  'alter table upload add column version integer not null default 0',
  // Different parts that are there.
  'alter table upload add column parts integer not null default 0',
  // Kept until the upload expires, so that a repeated last part is told that all is well.
  'alter table upload add column finished boolean not null default false',
  // Name of the file that holds a part which is not in its place in the common file.
  "alter table upload_part add column beside text not null default ''",
  'create index upload_by_time on upload(create_time)',
  "create index data_job_active on data_job(status) where status in ('WAITING', 'RUNNING')",
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
