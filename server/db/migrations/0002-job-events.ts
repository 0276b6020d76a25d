import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Number of events of a job: whoever appends one locks the job's row first and counts on from here.
  'alter table job add column event_count integer not null default 0',
  'create index job_by_tool on job(project_id, tool_id)',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
