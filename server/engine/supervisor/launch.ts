/** Starts the supervisor process of a data folder, detached from the server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { supervisorFolder } from './paths.ts';
import type { SupervisorOptions } from './service.ts';

/**
 * Arguments for node: beside the bundled server lies `supervisor.mjs`; from source the TypeScript entry runs through
 * the loader.
 */
export function supervisorArguments(here: string = import.meta.url): string[] {
  if (!here.endsWith('.ts')) return [fileURLToPath(new URL('supervisor.mjs', here))];
  const loader = pathToFileURL(createRequire(here).resolve('tsx')).href;
  return ['--import', loader, fileURLToPath(new URL('main.ts', here))];
}

/** Its messages go to `supervisor/supervisor.log`; a second supervisor for the same folder ends at once by itself. */
export function launchSupervisor({ dataDir, slots, idleMs }: SupervisorOptions): ChildProcess {
  const log = openSync(join(supervisorFolder(dataDir), 'supervisor.log'), 'a', 0o600);
  try {
    const args = ['--max-semi-space-size=2', ...supervisorArguments(), dataDir, String(slots), String(idleMs)];
    const env = { PATH: process.env.PATH ?? '', LANG: process.env.LANG ?? 'C.UTF-8' };
    const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', log, log], env });
    child.on('error', () => undefined); // the client's connection time-out reports it
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}
