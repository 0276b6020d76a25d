/** One supervisor per data folder: a lock file that names its holder and gets stale by itself when the holder dies. */
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { isSameProcess, startTicks } from './processes.ts';

interface Holder {
  pid: number;
  ticks: number;
}

/**
 * Takes the lock; false when a living process holds it. Linking a finished file is atomic, so no one ever reads a
 * half-written lock; a stale one is moved aside first and put back if it turns out to be somebody's fresh one.
 */
export function takeLock(path: string): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, ticks: startTicks(process.pid) } satisfies Holder));
  try {
    while (!link(own, path)) {
      if (holderLives(path)) return false;
      moveAside(path);
    }
    return true;
  } finally {
    unlinkSync(own);
  }
}

export function releaseLock(path: string): void {
  if (readHolder(path)?.pid === process.pid) unlinkSync(path);
}

/** Process id of the living holder, undefined when there is none. */
export function lockHolder(path: string): number | undefined {
  return holderLives(path) ? readHolder(path)?.pid : undefined;
}

function moveAside(path: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another one moved it first
  }
  if (holderLives(aside)) link(aside, path);
  unlinkSync(aside);
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderLives(path: string): boolean {
  const holder = readHolder(path);
  return holder !== undefined && isSameProcess(holder.pid, holder.ticks);
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}
