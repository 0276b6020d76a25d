/** Until where the facts of a site's executor are part of the events, kept in the transaction that writes them. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { FactPosition } from './executor.ts';
import type { Write } from './write-together.ts';

const nameOf = (site: string) => `engine_position/${site}`;

export async function readPosition(db: Kysely<Database>, site: string): Promise<FactPosition | undefined> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', nameOf(site)).executeTakeFirst();
  return row?.value as FactPosition | undefined;
}

export function positionWrite(site: string, position: FactPosition): Write {
  return {
    name: 'new_position',
    sql: sql`insert into setting (name, value) values (${nameOf(site)}, ${JSON.stringify(position)}::jsonb)
      on conflict (name) do update set value = excluded.value`,
  };
}
