/** Fresh statistics for the planner: PostgreSQL keeps them itself, the embedded database has nobody who would. */
import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Without them a large folder is sorted where an index has its order. */
export async function refreshStatistics(db: Db, settings: { databaseUrl: string }): Promise<void> {
  if (!settings.databaseUrl) await sql`analyze object`.execute(db);
}
