/** A runner that works only while this server holds the lease; jobs that other servers take in are found by looking. */
import type { Db } from '../db/database.ts';
import type { JobEngine, Log } from '../platform/platform.ts';
import type { Executor } from './executor.ts';
import { activeJobs } from './job-store.ts';
import { LEASE_MS, type Lease } from './lease.ts';
import type { JobRunner } from './runner.ts';

const LOOK_MS = 1_000;

export interface StandbyParts {
  db: Db;
  log: Log;
  executor: Executor;
  lease: Lease;
  makeRunner: () => JobRunner;
}

export class StandbyEngine implements JobEngine {
  private runner: JobRunner | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private renewed = 0;
  private closed = false;

  constructor(private readonly parts: StandbyParts) {}

  get executor() {
    return this.parts.executor.facts;
  }

  async start(): Promise<void> {
    this.looking = this.look();
    await this.looking;
  }

  wake(jobId: string): void {
    this.runner?.wake(jobId);
  }

  async forget(jobId: string): Promise<void> {
    await (this.runner ?? this.parts.executor).forget(jobId);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.looking;
    await this.runner?.close();
    if (this.runner) await this.parts.lease.release(this.parts.db);
  }

  private async look(): Promise<void> {
    try {
      await this.turn();
    } catch (error) {
      this.parts.log.error({ err: error }, 'the lease of the job runner could not be read');
    }
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.looking = this.look();
    }, LOOK_MS);
    this.timer.unref();
  }

  private async turn(): Promise<void> {
    const { db, lease } = this.parts;
    if (!this.runner || Date.now() - this.renewed > LEASE_MS / 3) {
      const held = await lease.take(db);
      this.renewed = Date.now();
      if (!held) return this.standDown();
    }
    if (this.runner) for (const { id, event_count } of await activeJobs(db)) this.runner.wakeIfChanged(id, event_count);
    else {
      this.runner = this.parts.makeRunner();
      await this.runner.start();
    }
  }

  private async standDown(): Promise<void> {
    const { runner } = this;
    this.runner = undefined;
    await runner?.close();
  }
}
