/** Forward-only migrations, run at start under the database's advisory lock. */
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import * as initial from './migrations/0001-initial.ts';
import * as jobEvents from './migrations/0002-job-events.ts';
import * as uploadParts from './migrations/0003-upload-parts.ts';
import * as folderCounts from './migrations/0004-folder-counts.ts';
import * as computeNodes from './migrations/0005-compute-nodes.ts';
import * as jobRetention from './migrations/0006-job-retention.ts';
import type { Database } from './schema.ts';

const MIGRATIONS: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-job-events': jobEvents,
  '0003-upload-parts': uploadParts,
  '0004-folder-counts': folderCounts,
  '0005-compute-nodes': computeNodes,
  '0006-job-retention': jobRetention,
};

/** The database was written by a newer version of this program, or is not ours. */
export class DatabaseVersionError extends Error {}

/** Brings the schema up to date. @throws DatabaseVersionError when the database knows migrations that we do not. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  // Another schema of the same database may belong to another server.
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  const schema = rows[0]?.schema ?? 'public';
  if (tables.some((table) => table.name === 'kysely_migration' && table.schema === schema)) {
    const applied = await db
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .execute();
    const unknown = applied.find(({ name }) => !(name in MIGRATIONS));
    if (unknown) throw new DatabaseVersionError(`it was written by a newer version (migration ${unknown.name})`);
  }
  const provider = { getMigrations: async () => MIGRATIONS };
  const { error } = await new Migrator({ db, provider, migrationTableSchema: schema }).migrateToLatest();
  if (error) throw error;
}
