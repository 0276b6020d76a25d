/** Where a supervisor keeps its lock, journal and socket inside a data folder. */
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
const SOCKET_PATH_LIMIT = 100;

export const supervisorFolder = (dataDir: string): string => join(resolve(dataDir), 'supervisor');

/**
 * Makes the supervisor's folder (0700) and names its socket. A data folder whose path is too long for a socket gets
 * one under the temporary directory, named by a hash; a folder there that is not ours is refused.
 */
export function socketPath(dataDir: string): string {
  const folder = supervisorFolder(dataDir);
  makePrivate(folder);
  const direct = join(folder, 'socket');
  if (Buffer.byteLength(direct) <= SOCKET_PATH_LIMIT) return direct;
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  const short = join(tmpdir(), `eihealth-${hash}`);
  makePrivate(short);
  return join(short, 'socket');
}

/** Name of the folder that the control groups of a data folder's attempts lie in. */
export const groupsName = (dataDir: string): string =>
  `eihealth-${createHash('sha256').update(supervisorFolder(dataDir)).digest('hex').slice(0, 12)}`;

function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const mine = process.getuid === undefined || found.uid === process.getuid();
  if (!found.isDirectory() || !mine) throw new Error(`${folder} exists and is not a folder of this user`);
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}
