/** Until where the facts of the executor are part of the events, kept in the transaction that writes them. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { FactPosition } from './executor.ts';

const NAME = 'engine_position';

export async function readPosition(db: Kysely<Database>): Promise<FactPosition | undefined> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', NAME).executeTakeFirst();
  return row?.value as FactPosition | undefined;
}

export async function writePosition(db: Kysely<Database>, position: FactPosition): Promise<void> {
  const value = JSON.stringify(position);
  await db
    .insertInto('setting')
    .values({ name: NAME, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
