/**
 * What goes to the executor once it is written: attempts to run, requests to end them, and after a connection what
 * became of those that were handed over before. Whatever cannot be done is told as a fact.
 */
import { acceptsWork } from '#core/job/state.ts';
import { attemptRequest } from './attempt-request.ts';
import type { AttemptFact, AttemptKey, AttemptRequest, Executor } from './executor.ts';
import { type ActiveJob, attemptName, outstanding } from './job-store.ts';

export interface HandoverParts {
  executor: Executor;
  /** Attempts from before sites had names belong to whoever runs the jobs. */
  takesNameless: boolean;
  /** Between TERM and KILL when running steps are ended. */
  graceMs: number;
  tell: (fact: AttemptFact) => void;
}

export interface JobAttempt {
  job: ActiveJob;
  key: AttemptKey;
}

export class Handover {
  /** Attempts handed over since the last connection: its list of live ones cannot name them. */
  private readonly handed = new Set<string>();
  /** How far the steps of a cancelled or overdue job were asked to end. */
  private readonly stopped = new Map<string, 'soft' | 'force'>();

  constructor(private readonly parts: HandoverParts) {}

  isOwn(site: string | undefined): boolean {
    return site === undefined ? this.parts.takesNameless : site === this.parts.executor.site;
  }

  /** Attempts of a job that this executor has, as far as the state knows. */
  attemptsOf(job: ActiveJob): ReturnType<typeof outstanding> {
    return outstanding(job).filter(({ site }) => this.isOwn(site));
  }

  /** A new connection knows nothing of what was handed over by the last one. */
  connected(): void {
    this.handed.clear();
  }

  /** Asks again for what should end: a new connection, or a job read anew. */
  forgetStops(): void {
    this.stopped.clear();
  }

  forgetJob(jobId: string): void {
    this.stopped.delete(jobId);
  }

  /** An attempt is over and its end is written. */
  over(key: AttemptKey): void {
    this.handed.delete(attemptName(key));
    this.parts.executor.tidy(key);
  }

  /** Makes the folders of attempts; may be done again, and leaves nothing that runs. */
  prepare(attempts: JobAttempt[]): AttemptRequest[] {
    const { executor, tell } = this.parts;
    return attempts.flatMap(({ job, key }) => {
      try {
        const request = attemptRequest(job, key, executor);
        executor.prepare(request);
        return [request];
      } catch (error) {
        tell({ type: 'ended', key, at: Date.now(), reason: 'START_FAILED', message: String(error) });
        return [];
      }
    });
  }

  /** Hands over what is prepared; only what is written may be. */
  submit(requests: AttemptRequest[]): void {
    for (const { key } of requests) this.handed.add(attemptName(key));
    if (requests.length > 0) this.parts.executor.submit(requests);
  }

  /**
   * After a connection: what was handed over and is not there never started, or nobody can know what became of it.
   * `told` are attempts whose end waits to be written.
   */
  reconcile(jobs: Iterable<ActiveJob>, isLive: (key: AttemptKey) => boolean, told: AttemptKey[]): void {
    const { executor, tell } = this.parts;
    const known = new Set([...this.handed, ...told.map(attemptName)]);
    const again: JobAttempt[] = [];
    const begun: JobAttempt[] = [];
    for (const job of jobs)
      for (const { key, started } of this.attemptsOf(job)) {
        if (known.has(attemptName(key)) || isLive(key)) continue;
        if (started) begun.push({ job, key });
        else if (acceptsWork(job.tracker.state) || !executor.revoke(key)) again.push({ job, key });
        else tell({ type: 'ended', key, at: Date.now(), reason: 'CANCELLED' });
      }
    this.submit(this.prepare(again));
    this.adopt(begun);
  }

  /** What began and is not live may still run, or have ended with its marks as the only witness. */
  private adopt(attempts: JobAttempt[]): void {
    const { executor, tell } = this.parts;
    const requests: AttemptRequest[] = [];
    for (const { job, key } of attempts) {
      try {
        if (executor.adopt) requests.push(attemptRequest(job, key, executor));
        else tell({ type: 'ended', key, at: Date.now(), reason: 'LOST' });
      } catch (error) {
        tell({ type: 'ended', key, at: Date.now(), reason: 'LOST', message: String(error) });
      }
    }
    if (requests.length > 0) executor.adopt?.(requests);
  }

  /** Ends what a cancelled or overdue job still has at the executor, once per request. */
  stopSteps(job: ActiveJob): void {
    const { cancel, timedOut } = job.tracker.state;
    const force = cancel?.force === true || timedOut === true;
    if (!force && !cancel) return;
    const wanted = force ? 'force' : 'soft';
    if (this.stopped.get(job.id) === wanted) return;
    this.stopped.set(job.id, wanted);
    const attempts = this.attemptsOf(job);
    const { executor, graceMs } = this.parts;
    if (force) executor.cancel(keysOf(attempts), graceMs);
    else executor.withdraw(keysOf(attempts.filter(({ started }) => !started)));
  }

  /** A job that vanished with its project leaves nothing running. Answers what was asked to end. */
  drop(job: ActiveJob): AttemptKey[] {
    const keys = keysOf(this.attemptsOf(job));
    this.parts.executor.cancel(keys, 0);
    this.forgetJob(job.id);
    return keys;
  }
}

const keysOf = (attempts: { key: AttemptKey }[]): AttemptKey[] => attempts.map(({ key }) => key);
