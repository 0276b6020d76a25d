/** Files in an attempt's folder that say what happened on the node, and what was asked of it. */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstanceUsage } from '#core/job/types.ts';
import { type ExitMark, readExitMark } from '../../supervisor/wrapper.ts';
import { lastSeen } from './meter.ts';

export interface Marks {
  /** When the wrapper began the attempt, Unix milliseconds. */
  begunAt?: number;
  exit?: ExitMark & { at: number };
  /** What was measured of it until the last look. */
  seen?: InstanceUsage;
  /** We asked Slurm to end it. */
  cancelled: boolean;
  /** We asked Slurm to take it back unless it had begun. */
  withdrawn: boolean;
}

export type Request = 'cancelled' | 'withdrawn';

/** @param folder of the attempt; one that is gone has no marks */
export function readMarks(folder: string): Marks {
  refresh(folder);
  const begunAt = timeOf(join(folder, 'pid'));
  const exit = readExitMark(folder);
  const seen = lastSeen(folder);
  return {
    ...(begunAt === undefined ? {} : { begunAt }),
    ...(seen ? { seen } : {}),
    ...(exit ? { exit: { ...exit, at: timeOf(join(folder, 'exit')) ?? Date.now() } } : {}),
    cancelled: existsSync(join(folder, 'cancelled')),
    withdrawn: existsSync(join(folder, 'withdrawn')),
  };
}

/** Kept on disk, so that the end is understood also by a server that starts later. */
export function noteRequest(folder: string, request: Request): void {
  if (existsSync(folder)) writeFileSync(join(folder, request), '');
}

/** Over NFS a name that was not there stays absent in the cache until its folder is read again. */
function refresh(folder: string): void {
  try {
    readdirSync(folder);
  } catch {
    // forgotten meanwhile
  }
}

/** Clocks of nodes and file servers may be ahead of ours. */
function timeOf(path: string): number | undefined {
  const facts = statSync(path, { throwIfNoEntry: false });
  return facts && Math.min(Math.round(facts.mtimeMs), Date.now());
}
