import { type Kysely, sql } from 'kysely';

/** What administrators set on nodes: labels, and whether anything new starts there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table compute_node (
    id text primary key, schedulable boolean not null default true, reason text not null default '',
    labels jsonb not null default '[]', update_time timestamptz not null)`.execute(db);
}
