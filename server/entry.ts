/** Where the program's other entry points are: beside the bundle once built, as TypeScript sources during development. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

export interface Entry {
  file: string;
  /** Node options that let it run as a process of its own. */
  execArgv: string[];
}

/** @param bundled name beside the built server, e.g. `supervisor.mjs`; @param source path below server/ in the sources */
export function entryPoint(bundled: string, source: string): Entry {
  const built = fileURLToPath(new URL(`./${bundled}`, import.meta.url));
  if (existsSync(built)) return { file: built, execArgv: [] };
  return {
    file: fileURLToPath(new URL(`./${source}`, import.meta.url)),
    execArgv: ['--import', import.meta.resolve('tsx')],
  };
}

/** Starts an entry point as a worker thread. */
export function startWorker(bundled: string, source: string, options: WorkerOptions): Worker {
  const entry = entryPoint(bundled, source);
  if (entry.execArgv.length === 0) return new Worker(entry.file, options);
  // Loader hooks of `--import` do not reach the entry file of a worker: register them first, inside it.
  const bootstrap = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(`file://${entry.file}`)});
  });`;
  return new Worker(bootstrap, { ...options, eval: true });
}
