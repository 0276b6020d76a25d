/** Where the log of an instance is, and how much of it there is. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { notFound } from '../../errors.ts';
import type { ByteRange } from '../../storage/store.ts';
import type { Platform } from '../platform.ts';

export interface LogAddress {
  jobId: string;
  task: string;
  index: number;
}

export interface LogFile {
  name: string;
  size: number;
  read(range?: ByteRange): Promise<Readable>;
}

/** File with the log of the newest attempt; it may not exist (yet). */
export async function logPath(platform: Platform, { jobId, task, index }: LogAddress): Promise<string> {
  const row = await platform.db
    .selectFrom('job_instance')
    .select('attempt')
    .where('job_id', '=', jobId)
    .where('task', '=', task)
    .where('index', '=', index)
    .executeTakeFirst();
  return platform.engine.lookup.logPath({ jobId, task, index, attempt: row?.attempt ?? 0 });
}

/** The log of the newest attempt. @throws ApiError 404 when nothing ran yet */
export async function openLog(platform: Platform, address: LogAddress): Promise<LogFile> {
  const file = await logPath(platform, address);
  const facts = await stat(file).catch(() => undefined);
  if (!facts) throw notFound('There is no log yet');
  return {
    name: `${address.task}-${address.index}.log`,
    size: facts.size,
    // The end is fixed, because a running command keeps writing while it is read.
    read: async (range) => createReadStream(file, range ?? { start: 0, end: Math.max(0, facts.size - 1) }),
  };
}
