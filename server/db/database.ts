/** Opens the database: PGlite in the data folder, or PostgreSQL. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { lackOfRoom } from '../disk-room.ts';
import { startWorker } from '../entry.ts';
import { DatabaseVersionError, migrate } from './migrate.ts';
import { PgliteDialect, type PgliteLink, type SqlResult } from './pglite-dialect.ts';
import type { WorkerReply } from './pglite-worker.ts';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;

/** The on-disk format PGlite of this version writes (PostgreSQL's PG_VERSION). */
const PGLITE_FORMAT = '18';

/** What a new database takes, and what one takes to be opened after a crash. */
const NEW_DATABASE_BYTES = 50 * 2 ** 20;
const OPEN_DATABASE_BYTES = 2 ** 20;

const CONNECT_WITHIN_MS = 10_000;

/** The database cannot be used; the message says why in one line. */
export class DatabaseError extends Error {}

const CLOSED = 'the database is closed';

function openWorker(folder: string): Promise<PgliteLink & { isGone(): boolean }> {
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
    worker.on('exit', () => {
      fail(new Error(CLOSED));
      reject(new Error(CLOSED));
    });
    worker.on('message', (reply: WorkerReply) => {
      if (reply.id === 0) {
        if ('error' in reply) return reject(new Error(reply.error.message));
        return resolve({
          query: (sql, parameters) => send({ sql, parameters }),
          isGone: () => gone !== undefined,
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
 * The database in a folder, opened again when its thread has died (out of memory, a full disk). What was under way then
 * fails, and is as if the process had been killed: committed or not there.
 */
async function openLasting(folder: string): Promise<PgliteLink> {
  let link = openWorker(folder);
  let closed = false;
  // Asked by one transaction at a time: there is one connection.
  const current = async (): Promise<PgliteLink> => {
    const opened = await link.catch(() => undefined);
    if (opened && !opened.isGone()) return opened;
    if (closed) throw new Error(CLOSED);
    link = openWorker(folder);
    return link;
  };
  await link;
  return {
    query: async (sql, parameters) => (await current()).query(sql, parameters),
    current,
    close: async () => {
      closed = true;
      await (await link).close();
    },
  };
}

/**
 * Makes a new database beside its place and moves it there when it is whole, so that a start that is cut short leaves
 * nothing half made. Its thread ends with it: making a database takes 400 MB that the thread would never give back.
 */
async function createPglite(dataDir: string, folder: string): Promise<void> {
  const unfinished = join(dataDir, 'db.new');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  try {
    const link = await openWorker(unfinished);
    await link.close();
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
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
  const isNew = !existsSync(folder);
  try {
    if (isNew) await createPglite(dataDir, folder);
    return new Kysely<Database>({ dialect: new PgliteDialect(await openLasting(folder)) });
  } catch (error) {
    // It has no words for it.
    const full = lackOfRoom(dataDir, isNew ? NEW_DATABASE_BYTES : OPEN_DATABASE_BYTES);
    if (full) throw new DatabaseError(`The database in ${folder} cannot be ${isNew ? 'made' : 'opened'}, ${full}`);
    throw new DatabaseError(
      `The database in ${folder} cannot be opened, it may be damaged: ${(error as Error).message}`,
    );
  }
}

function openPostgres(url: string): Db {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  // A connection that breaks is told to whoever uses it; unheard, its error would end the server.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
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

/** SQLSTATE classes and codes of a server that is away, and what the system says of its socket. */
const AWAY = /^(08...|57P0[123]|25P03|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;

/** True when an error says that the database cannot be asked at the moment. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message, syscall } = (error ?? {}) as { code?: string; message?: string; syscall?: string };
  if (code !== undefined && AWAY.test(code)) return code !== 'ENOENT' || syscall === 'connect';
  return /^(Connection terminated|timeout exceeded when trying to connect|the database is closed)/.test(message ?? '');
}

/** True when an error is a broken unique constraint, on either database. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: string } | undefined)?.code === '23505';
}
