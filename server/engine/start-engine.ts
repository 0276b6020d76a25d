/** Starts the job engine of this server. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { JobEngine, Platform } from '../platform/platform.ts';
import { Lease } from './lease.ts';
import { makeExecutor } from './make-executor.ts';
import { JobRunner } from './runner.ts';
import { StandbyEngine } from './standby.ts';

/** Jobs that an earlier server left unfinished go on. */
export async function startEngine(platform: Omit<Platform, 'engine'>): Promise<JobEngine> {
  const { config, db, store, bus, log } = platform;
  const executor = await makeExecutor(config, store, log);
  const parts = { db, store, bus, log, executor };
  if (config.databaseUrl) {
    // Other servers may share the database; PGlite belongs to this process alone.
    const lease = new Lease();
    const fence = (trx: Kysely<Database>) => lease.extend(trx);
    // Ends at this site need no lease: no other server may take them in.
    const makeRunner = (duty: 'all' | 'ends') =>
      new JobRunner({ ...parts, duty, ...(duty === 'all' ? { fence } : {}) });
    const standby = new StandbyEngine({ db, log, executor, lease, makeRunner });
    await standby.start();
    return standby;
  }
  const runner = new JobRunner(parts);
  await runner.start();
  return runner;
}
