import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that who reads it sees all of it or what was there before. */
export function writeWhole(path: string, content: string | Buffer): void {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, content);
  renameSync(fresh, path);
}
