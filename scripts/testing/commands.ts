/** Running other programs: found on PATH, with their output shown or kept. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const running = new Set<ChildProcess>();

let ended = false;

/** True once somebody ended the tests: nothing new is started then. */
export const isInterrupted = (): boolean => ended;

// Whoever ends the tests ends what they started; what has to be tidied up still is.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    ended = true;
    for (const child of running) child.kill(signal);
  });

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Full path of a program in the given folders or on PATH; undefined when there is none. */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
  const places = [...folders, ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
  return places.map((folder) => join(folder, name)).find(isExecutable);
}

/** True when a program answers `--version` within 30 seconds: a wrapper of something absent does not. */
export function answersVersion(path: string): boolean {
  return spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0;
}

/** Runs a program with its output shown. @returns the exit code; 1 when it cannot be started or was killed */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    running.add(child);
    const end = (code: number) => {
      running.delete(child);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(error.message);
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** Whether packages of the distribution can be installed: root on a system with apt-get. */
export const canInstallPackages = (): boolean => process.getuid?.() === 0 && findProgram('apt-get') !== undefined;

let listsAreFresh = false;

/** Installs packages of the distribution. @returns whether it worked */
export async function installPackages(names: readonly string[]): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!listsAreFresh) await run('apt-get', ['update', '-qq'], { env });
  listsAreFresh = true;
  return (await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })) === 0;
}
