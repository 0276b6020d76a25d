/** Where the log of an instance is, and how much of it there is. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Private folder of one attempt of an instance, below DATA_DIR. */
export function attemptFolder(dataDir: string, { jobId, task, index }: LogAddress, attempt: number): string {
  return join(dataDir, 'work', jobId, `${task}-${index}`, String(attempt));
}

/** The log of the newest attempt. @throws ApiError 404 when nothing ran yet */
export async function openLog(platform: Platform, address: LogAddress): Promise<LogFile> {
  const row = await platform.db
    .selectFrom('job_instance')
    .select('attempt')
    .where('job_id', '=', address.jobId)
    .where('task', '=', address.task)
    .where('index', '=', address.index)
    .executeTakeFirst();
  const file = join(attemptFolder(platform.config.dataDir, address, row?.attempt ?? 0), 'log');
  const facts = await stat(file).catch(() => undefined);
  if (!facts) throw notFound('There is no log yet');
  return {
    name: `${address.task}-${address.index}.log`,
    size: facts.size,
    // The end is fixed, because a running command keeps writing while it is read.
    read: async (range) => createReadStream(file, range ?? { start: 0, end: Math.max(0, facts.size - 1) }),
  };
}
