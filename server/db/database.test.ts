import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, it, vi } from 'vitest';
import type * as Entry from '../entry.ts';
import { isDatabaseAway, openDatabase } from './database.ts';

const threads: Worker[] = [];
vi.mock('../entry.ts', async (original) => {
  const entry = await original<typeof Entry>();
  const startWorker: typeof Entry.startWorker = (...args) => {
    const worker = entry.startWorker(...args);
    threads.push(worker);
    return worker;
  };
  return { ...entry, startWorker };
});

it('opens PGlite again when its thread dies; what was committed is there, what was under way is not', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'database-'));
  const db = await openDatabase({ databaseUrl: '', dataDir });
  const set = (name: string) => ({ name, value: JSON.stringify(1) });
  await db.insertInto('setting').values(set('committed')).execute();
  const under = db.transaction().execute(async (trx) => {
    await trx.insertInto('setting').values(set('under way')).execute();
    await threads.at(-1)?.terminate();
    await trx.insertInto('setting').values(set('after')).execute();
  });
  await expect(under).rejects.toSatisfy(isDatabaseAway);
  const rows = await Promise.all([1, 2].map(() => db.selectFrom('setting').select('name').execute()));
  for (const found of rows) expect(found.map(({ name }) => name)).toEqual(['committed']);
  await db.insertInto('setting').values(set('later')).execute();
  await db.destroy();
  rmSync(dataDir, { recursive: true, force: true });
}, 120_000);
