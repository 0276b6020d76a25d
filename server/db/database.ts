/** Opens the database: PGlite in the data folder, or PostgreSQL. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { startWorker } from '../entry.ts';
import { DatabaseVersionError, migrate } from './migrate.ts';
import { PgliteDialect, type PgliteLink, type SqlResult } from './pglite-dialect.ts';
import type { WorkerReply } from './pglite-worker.ts';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;

/** The on-disk format PGlite of this version writes (PostgreSQL's PG_VERSION). */
const PGLITE_FORMAT = '18';

/** The database cannot be used; the message says why in one line. */
export class DatabaseError extends Error {}

function openWorker(folder: string): Promise<PgliteLink> {
  const worker = startWorker('pglite-worker.mjs', 'db/pglite-worker.ts', { workerData: { folder } });
  const pending = new Map<number, { resolve: (result: SqlResult) => void; reject: (error: Error) => void }>();
  let next = 1;
  let gone: Error | undefined;
  const fail = (error: Error) => {
    gone = error;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const send = (request: { sql?: string; parameters?: readonly unknown[]; close?: true }) =>
    new Promise<SqlResult>((resolve, reject) => {
      if (gone) return reject(gone);
      const id = next++;
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, ...request });
    });
  return new Promise((resolve, reject) => {
    worker.on('error', (error) => {
      fail(error);
      reject(error);
    });
    worker.on('exit', () => fail(new Error('the database is closed')));
    worker.on('message', (reply: WorkerReply) => {
      if (reply.id === 0) {
        if ('error' in reply) return reject(new Error(reply.error.message));
        return resolve({
          query: (sql, parameters) => send({ sql, parameters }),
          close: async () => {
            await send({ close: true }).catch(() => undefined);
            await worker.terminate();
          },
        });
      }
      const waiting = pending.get(reply.id);
      pending.delete(reply.id);
      if ('error' in reply) waiting?.reject(Object.assign(new Error(reply.error.message), reply.error));
      else waiting?.resolve(reply);
    });
  });
}

/**
 * Makes a new database beside its place and moves it there when it is whole, so that a start that is cut short leaves
 * nothing half made. Its thread ends with it: making a database takes 400 MB that the thread would never give back.
 */
async function createPglite(dataDir: string, folder: string): Promise<void> {
  const unfinished = join(dataDir, 'db.new');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const link = await openWorker(unfinished);
  await link.close();
  renameSync(unfinished, folder);
}

async function openPglite(dataDir: string): Promise<Db> {
  const folder = join(dataDir, 'db');
  const versionFile = join(folder, 'PG_VERSION');
  if (existsSync(folder)) {
    if (!existsSync(versionFile))
      throw new DatabaseError(`The database in ${folder} is damaged: PG_VERSION is missing`);
    const version = readFileSync(versionFile, 'utf8').trim();
    if (version !== PGLITE_FORMAT)
      throw new DatabaseError(
        `The database in ${folder} has format ${version}, this version reads format ${PGLITE_FORMAT}: use the version that wrote it`,
      );
  }
  try {
    if (!existsSync(folder)) await createPglite(dataDir, folder);
    return new Kysely<Database>({ dialect: new PgliteDialect(await openWorker(folder)) });
  } catch (error) {
    throw new DatabaseError(
      `The database in ${folder} cannot be opened, it may be damaged: ${(error as Error).message}`,
    );
  }
}

function openPostgres(url: string): Db {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 10 }) }),
  });
}

/** Opens and migrates. @throws DatabaseError in words */
export async function openDatabase(settings: { databaseUrl: string; dataDir: string }): Promise<Db> {
  const db = settings.databaseUrl ? openPostgres(settings.databaseUrl) : await openPglite(settings.dataDir);
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.destroy().catch(() => undefined);
    const where = settings.databaseUrl ? 'at DATABASE_URL' : `in ${join(settings.dataDir, 'db')}`;
    if (error instanceof DatabaseVersionError)
      throw new DatabaseError(`The database ${where} cannot be used: ${error.message}`);
    throw new DatabaseError(
      `The database ${where} cannot be used, it may be damaged or out of reach: ${(error as Error).message}`,
    );
  }
}

/** True when an error is a broken unique constraint, on either database. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: string } | undefined)?.code === '23505';
}
