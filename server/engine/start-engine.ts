/** Starts the job engine of this server. */
import type { JobEngine, Platform } from '../platform/platform.ts';
import { LocalExecutor } from './executors/local.ts';
import { JobRunner } from './runner.ts';

/** Jobs that an earlier server left unfinished go on. */
export async function startEngine(platform: Omit<Platform, 'engine'>): Promise<JobEngine> {
  const { config, db, store, bus, log } = platform;
  const executor = new LocalExecutor({
    dataDir: config.dataDir,
    slots: config.executorSlots,
    toolEnvs: config.toolEnvs,
    hostPath: (bucket, key) => store.hostPath(bucket, key),
  });
  const runner = new JobRunner({ db, store, bus, log, executor });
  await runner.start();
  return runner;
}
