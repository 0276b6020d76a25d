/** Several writes in one statement: one message to the database and back instead of one for each. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** A part of a statement: others name its rows by `name`. It does not see what the other parts write. */
export interface Write {
  name: string;
  sql: RawBuilder<unknown>;
}

export async function writeTogether(trx: Transaction<Database>, writes: Write[]): Promise<void> {
  if (writes.length === 0) return;
  const parts = writes.map(({ name, sql: part }) => sql`${sql.id(name)} as (${part})`);
  await sql`with ${sql.join(parts)} select 1`.execute(trx);
}
