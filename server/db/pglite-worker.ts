/** The worker thread that owns PGlite, so that a slow query never holds up the event loop of the server. */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLITE_PARSERS, PGLITE_START_PARAMS } from './pglite-options.ts';

export interface WorkerRequest {
  id: number;
  sql?: string;
  parameters?: unknown[];
  close?: true;
}

export type WorkerReply =
  | { id: number; rows: unknown[]; affectedRows?: number }
  | { id: number; error: { message: string; code?: string; constraint?: string } };

/** What stands around every transaction; needs no parameters and answers no rows. */
const BRACKETS: ReadonlySet<string> = new Set(['begin', 'commit', 'rollback']);

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');

try {
  const database = await PGlite.create(String(workerData.folder), {
    parsers: PGLITE_PARSERS,
    startParams: PGLITE_START_PARAMS,
  });
  port.on('message', async (request: WorkerRequest) => {
    try {
      if (request.close) {
        await database.close();
        port.postMessage({ id: request.id, rows: [] } satisfies WorkerReply);
        port.close();
        return;
      }
      const { sql = '', parameters } = request;
      // The simple protocol takes one message where the extended one takes six.
      const [result] = BRACKETS.has(sql) ? await database.exec(sql) : [await database.query(sql, parameters)];
      const { rows = [], affectedRows } = result ?? {};
      port.postMessage({ id: request.id, rows, affectedRows } satisfies WorkerReply);
    } catch (error) {
      const { message, code, constraint } = error as { message: string; code?: string; constraint?: string };
      port.postMessage({ id: request.id, error: { message, code, constraint } } satisfies WorkerReply);
      // Not an error of SQL: the database itself gave up (memory, a full disk). A new thread opens it again.
      if (code === undefined) process.exit(1);
    }
  });
  port.postMessage({ id: 0, rows: [] } satisfies WorkerReply);
} catch (error) {
  port.postMessage({ id: 0, error: { message: String((error as Error).message ?? error) } } satisfies WorkerReply);
}
