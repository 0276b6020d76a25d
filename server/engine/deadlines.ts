/** Wakes at the next moment the time of a job is over. */
import { type ActiveJob, deadlineOf } from './job-store.ts';

const MAX_TIMER_MS = 2 ** 31 - 1;

export const isDue = (job: ActiveJob): boolean => (deadlineOf(job) ?? Number.POSITIVE_INFINITY) <= Date.now();

export class Deadlines {
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly onDue: (job: ActiveJob) => void) {}

  /** Looks at these jobs from now on. */
  watch(jobs: ReadonlyMap<string, ActiveJob>): void {
    clearTimeout(this.timer);
    const next = Math.min(...[...jobs.values()].map((job) => deadlineOf(job) ?? Number.POSITIVE_INFINITY));
    if (next === Number.POSITIVE_INFINITY || this.closed) return;
    this.timer = setTimeout(
      () => {
        for (const job of jobs.values()) if (isDue(job)) this.onDue(job);
        this.watch(jobs);
      },
      Math.min(Math.max(0, next - Date.now()), MAX_TIMER_MS),
    );
    this.timer.unref();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }
}
