/** From settings to a listening server, and back. Used by main.ts and by tests that need a real port. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { buildApp } from './app.ts';
import { type Config, loadConfig, SettingError } from './config.ts';
import { type Db, openDatabase } from './db/database.ts';
import { refreshStatistics } from './db/statistics.ts';
import { isDiskFull } from './disk-room.ts';
import { lockFolder } from './folder-lock.ts';
import { pauseDeletions, resumeDeletions } from './platform/data/delete-data.ts';
import { removeExpiredUploads } from './platform/data/uploads.ts';
import { JobCollector } from './platform/jobs/collect-jobs.ts';
import { ensureAdministrator, openPlatform } from './platform/open-platform.ts';
import type { Platform } from './platform/platform.ts';
import { removeExpiredProjects } from './platform/projects.ts';
import { seedSamples } from './platform/samples/seed-samples.ts';

export interface RunningServer {
  app: FastifyInstance;
  platform: Platform;
  /** Address of the console, with base path. */
  url: string;
  /** A sign-in link that works once. */
  signInLink: string;
  /** The administrator's password when it was made up at this start. */
  newPassword?: string;
  stop(): Promise<void>;
}

/** @throws SettingError when the port cannot be taken; nothing was touched then */
function checkPort(config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'is taken: stop what uses it or set another PORT'
          : `cannot be used (${error.code})`;
      reject(new SettingError(`PORT ${config.port} on HOST ${config.host} ${why}`));
    });
    probe.listen(config.port, config.host, () => probe.close(() => resolve()));
  });
}

/** @throws SettingError when the data folder cannot be written */
function checkFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new SettingError(`DATA_DIR ${folder} cannot be written: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}

export async function startServer(
  environment: Record<string, string | undefined>,
  consoleFolder?: string,
): Promise<RunningServer> {
  const config = loadConfig(environment, availableParallelism());
  await checkPort(config);
  checkFolder(config.dataDir);
  const unlock = await lockFolder(config.dataDir);
  const log = pino({ level: config.logLevel, base: undefined });
  let db: Db | undefined;
  try {
    db = await openDatabase(config);
    const platform = await openPlatform(config, db, log);
    const administrator = await ensureAdministrator(platform);
    const app = await buildApp({ platform, consoleFolder });
    await app.listen({ host: config.host, port: config.port });
    const address = app.server.address();
    const port = typeof address === 'object' && address ? address.port : config.port;
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    const url = `http://${host}:${port}${config.basePath}`;
    const code = await platform.sessions.createCode(administrator.id);
    await removeExpiredProjects(platform);
    await removeExpiredUploads(platform);
    await resumeDeletions(platform);
    const clean = async () => {
      await removeExpiredProjects(platform);
      await removeExpiredUploads(platform);
    };
    const opened = db;
    const closing = new AbortController();
    const collector = new JobCollector(platform, closing.signal);
    const regularly = (what: string, minutes: number, work: () => Promise<void>) =>
      setInterval(() => void work().catch((err) => log.error({ err }, `${what} failed`)), minutes * 60_000).unref();
    const timers = [
      regularly('cleaning up', 60, clean),
      regularly('collecting old jobs', 1, async () => void (await collector.turn())),
      regularly('counting for the planner', 10, () => refreshStatistics(opened, config)),
    ];
    const seedable = config.samples && !config.readOnly && config.endpoints.eihealth === 'embedded';
    const seeding = seedable
      ? seedSamples(platform, closing.signal).catch((error: unknown) =>
          log.error({ err: error }, 'The samples could not be made; the next start tries again'),
        )
      : undefined;
    return {
      app,
      platform,
      url,
      signInLink: `${url}console/sign-in/${code}`,
      newPassword: administrator.newPassword,
      stop: async () => {
        for (const timer of timers) clearInterval(timer);
        closing.abort();
        await app.close();
        await seeding;
        await pauseDeletions(platform);
        await collector.settled();
        await platform.engine.close();
        await opened.destroy();
        unlock();
      },
    };
  } catch (error) {
    await db?.destroy().catch(() => undefined);
    unlock();
    if (isDiskFull(error))
      throw new SettingError(
        `DATA_DIR ${config.dataDir} cannot be written, its disk is full: ${(error as Error).message}`,
      );
    throw error;
  }
}
