/**
 * The engine of one of several servers on one database. The holder of the lease runs the jobs; jobs that other servers
 * take in are found by looking. A server without the lease still takes in what ends at its own site.
 */
import { hostname } from 'node:os';
import type { Db } from '../db/database.ts';
import type { JobEngine, Log } from '../platform/platform.ts';
import type { Executor } from './executor.ts';
import { activeJobs, loadJob, outstanding } from './job-store.ts';
import { LEASE_MS, type Lease } from './lease.ts';
import type { JobRunner } from './runner.ts';
import { showSite, silentSites } from './sites.ts';

const LOOK_MS = 1_000;
/** A machine may start anew meanwhile, and its server takes in what its supervisor knows. */
const SITE_GONE_MS = 300_000;

export interface StandbyParts {
  db: Db;
  log: Log;
  executor: Executor;
  lease: Lease;
  makeRunner: (duty: 'all' | 'ends') => JobRunner;
  /** How long a site may be silent before what runs there is given up. */
  siteGoneMs?: number;
}

export class StandbyEngine implements JobEngine {
  private runner: JobRunner | undefined;
  /** While another server runs the jobs and attempts of this site have not ended. */
  private reporter: JobRunner | undefined;
  /** Nothing of this site has to be taken in, and nothing comes while another server runs the jobs. */
  private settled = false;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private renewed = 0;
  private closed = false;

  constructor(private readonly parts: StandbyParts) {}

  get executor() {
    return this.parts.executor.facts;
  }

  get lookup() {
    return this.parts.executor;
  }

  /** A runner on another server finds out by looking. */
  nodesChanged(): void {
    this.runner?.nodesChanged();
  }

  async start(): Promise<void> {
    this.looking = this.look();
    await this.looking;
  }

  wake(jobId: string): void {
    this.runner?.wake(jobId);
  }

  async forget(jobId: string): Promise<void> {
    await (this.runner ?? this.reporter ?? this.parts.executor).forget(jobId);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.looking;
    await this.reporter?.close();
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
    const { db, lease, executor } = this.parts;
    if (!this.runner || Date.now() - this.renewed > LEASE_MS / 3) {
      const held = await lease.take(db);
      this.renewed = Date.now();
      await showSite(db, executor.site, hostname());
      if (!held) {
        await this.standDown();
        return this.followOwn();
      }
    }
    if (!this.runner) return this.takeOver();
    for (const { id, event_count } of await activeJobs(db)) this.runner.wakeIfChanged(id, event_count);
    await this.giveUpSilent(this.runner);
  }

  private async takeOver(): Promise<void> {
    await this.reporter?.close();
    this.reporter = undefined;
    this.runner = this.parts.makeRunner('all');
    await this.runner.start();
  }

  private async standDown(): Promise<void> {
    const { runner } = this;
    if (!runner) return;
    this.runner = undefined;
    this.settled = false;
    await runner.close();
  }

  /** Takes in what ends at this site although another server runs the jobs. */
  private async followOwn(): Promise<void> {
    if (this.settled) return;
    const { reporter } = this;
    if (!reporter) {
      const ids = await this.ownJobs();
      this.settled = ids.length === 0;
      if (this.settled) return;
      this.reporter = this.parts.makeRunner('ends');
      return this.reporter.follow(ids);
    }
    for (const { id, event_count } of await activeJobs(this.parts.db))
      if (reporter.knows(id)) reporter.wakeIfChanged(id, event_count);
    if (!reporter.idle) return;
    this.reporter = undefined;
    await reporter.close();
  }

  private async ownJobs(): Promise<string[]> {
    const { db, executor } = this.parts;
    const own: string[] = [];
    for (const { id } of await activeJobs(db)) {
      const job = await loadJob(db, id);
      if (job && outstanding(job).some(({ site }) => site === executor.site)) own.push(id);
    }
    return own;
  }

  /** What runs where nobody has answered for long cannot be known: it fails and says so; it never runs again unasked. */
  private async giveUpSilent(runner: JobRunner): Promise<void> {
    const elsewhere = runner.elsewhere();
    if (elsewhere.length === 0) return;
    const sites = [...new Set(elsewhere.map(({ site }) => site))];
    for (const { site, host, silentSeconds } of await silentSites(
      this.parts.db,
      sites,
      this.parts.siteGoneMs ?? SITE_GONE_MS,
    )) {
      const since = Number.isFinite(silentSeconds) ? `for ${Math.round(silentSeconds)} s` : 'at all';
      const message = `it ran on another machine (${host || 'unknown'}) whose server has not answered ${since}: nobody can know how it ended`;
      const keys = elsewhere.flatMap((attempt) => (attempt.site === site ? [attempt.key] : []));
      runner.giveUp(keys, message);
    }
  }
}
