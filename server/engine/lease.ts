/**
 * Which of several servers on one database runs the jobs. The holder writes its name and an expiry into one row; every
 * round of the runner extends it in its own transaction, so a holder that was replaced can write nothing any more.
 */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

const NAME = 'engine_lease';
/** A third of it passes between renewals, so a take-over begins at most so long after the holder's last sign of life. */
export const LEASE_MS = 6_000;
/** A holder that stalls inside a transaction (stopped, its machine gone) keeps its locks no longer than this. */
const STALL_MS = 3_000;

/** Another server runs the jobs now. */
export class LeaseLost extends Error {}

export class Lease {
  constructor(
    private readonly holder: string = randomUUID(),
    private readonly lifetimeMs: number = LEASE_MS,
  ) {}

  /** Takes the lease if it is free, expired or ours. Time is the database's, not that of the servers. */
  async take(db: Kysely<Database>): Promise<boolean> {
    const value = this.value(this.lifetimeMs);
    const { numAffectedRows } = await sql`insert into setting (name, value) values (${NAME}, ${value})
      on conflict (name) do update set value = excluded.value
      where setting.value->>'holder' = ${this.holder}
        or (setting.value->>'until')::double precision < extract(epoch from clock_timestamp())`.execute(db);
    return numAffectedRows === 1n;
  }

  /** Extends the lease inside a transaction. @throws LeaseLost */
  async extend(trx: Kysely<Database>): Promise<void> {
    await sql.raw(`set local idle_in_transaction_session_timeout = ${STALL_MS}`).execute(trx);
    const { numAffectedRows } = await sql`update setting set value = ${this.value(this.lifetimeMs)}
      where name = ${NAME} and value->>'holder' = ${this.holder}`.execute(trx);
    if (numAffectedRows !== 1n) throw new LeaseLost('another server runs the jobs now');
  }

  /** Lets another server take over at once. */
  async release(db: Kysely<Database>): Promise<void> {
    await sql`delete from setting where name = ${NAME} and value->>'holder' = ${this.holder}`.execute(db);
  }

  private value(lifetimeMs: number) {
    return sql`jsonb_build_object('holder', ${this.holder}::text,
      'until', extract(epoch from clock_timestamp()) + ${lifetimeMs / 1000}::double precision)`;
  }
}
