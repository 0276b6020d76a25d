/** What a full disk looks like, and how it is told. */
import { statfsSync } from 'node:fs';

/** Errors of the system and of either database that want room. */
export const isDiskFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', '53100'].includes(String((error as { code?: unknown } | undefined)?.code));

/** In words, that the disk of a folder has less than `neededBytes`; undefined when it has them or nobody can tell. */
export function lackOfRoom(folder: string, neededBytes: number): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    return free < neededBytes
      ? `its disk is full: ${inMegabytes(free)} free, ${inMegabytes(neededBytes)} needed`
      : undefined;
  } catch {
    return undefined;
  }
}

const inMegabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
