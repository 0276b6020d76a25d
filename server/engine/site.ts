/**
 * A site is a folder that attempts live in, with the supervisor that runs them. It has a name of its own, kept in the
 * folder, because the path says nothing: two machines have the same one, and a folder can be replaced by a fresh one.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileOf = (folder: string) => join(folder, 'site');

/** Name of the site in a folder; made when there is none. Whoever makes it at the same time gets the same. */
export function siteOf(folder: string): string {
  const known = readSite(folder);
  if (known) return known;
  mkdirSync(folder, { recursive: true });
  const own = `${fileOf(folder)}.${randomUUID()}`;
  writeFileSync(own, randomUUID(), { flush: true });
  try {
    linkSync(own, fileOf(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(own);
  }
  return readSite(folder) ?? siteOf(folder);
}

/** Name of the site in a folder, undefined when there is none or it cannot be read from here. */
export function readSite(folder: string): string | undefined {
  try {
    return readFileSync(fileOf(folder), 'utf8') || undefined;
  } catch {
    return undefined;
  }
}
