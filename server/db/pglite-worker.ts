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
      const { rows, affectedRows } = await database.query(request.sql ?? '', request.parameters);
      port.postMessage({ id: request.id, rows, affectedRows } satisfies WorkerReply);
    } catch (error) {
      const { message, code, constraint } = error as { message: string; code?: string; constraint?: string };
      port.postMessage({ id: request.id, error: { message, code, constraint } } satisfies WorkerReply);
    }
  });
  port.postMessage({ id: 0, rows: [] } satisfies WorkerReply);
} catch (error) {
  port.postMessage({ id: 0, error: { message: String((error as Error).message ?? error) } } satisfies WorkerReply);
}
