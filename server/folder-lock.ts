/** One server per data folder. The lock is a listening socket, so a killed process never leaves a stale one. */
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another server uses the folder. */
export class FolderInUseError extends Error {}

/** A short socket path that belongs to a folder (socket paths may have 107 bytes only). */
export function socketPathOf(folder: string, purpose: string): string {
  const direct = join(folder, `${purpose}.sock`);
  if (Buffer.byteLength(direct) < 100) return direct;
  return join(tmpdir(), `eihealth-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}-${purpose}.sock`);
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(String(process.pid)));
    server.once('error', reject);
    server.listen(path, () => resolve(server.unref()));
  });
}

function holderOf(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('end', () => resolve(said || 'unknown'));
    socket.on('error', () => resolve(undefined));
  });
}

/** Takes the lock until the process ends or the returned function is called. @throws FolderInUseError */
export async function lockFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true });
  const path = socketPathOf(realpathSync(folder), 'server');
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const server = await listen(path);
      return () => server.close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      const pid = await holderOf(path);
      if (pid) throw new FolderInUseError(`DATA_DIR ${folder} is in use by another server (process ${pid})`);
      rmSync(path, { force: true });
    }
  }
  throw new FolderInUseError(`DATA_DIR ${folder} cannot be locked`);
}
