/** One round of the runner: the jobs whose rows are locked, and the events they get. */
import type { JobEvent, JobStatus } from '#core/job/types.ts';
import type { AttemptKey } from './executor.ts';
import { type ActiveJob, isCurrent, type JobChange } from './job-store.ts';
import type { Outcome } from './outcomes.ts';
import type { NewObject } from './publish-outputs.ts';

interface Entry {
  before: JobStatus;
  events: JobEvent[];
}

export class Round {
  readonly objects: NewObject[] = [];
  /** Attempts to hand over once the round is written. */
  readonly queued: { job: ActiveJob; key: AttemptKey }[] = [];
  private readonly entries = new Map<ActiveJob, Entry>();

  add(job: ActiveJob): void {
    if (!this.entries.has(job)) this.entries.set(job, { before: job.tracker.state.status, events: [] });
  }

  has(job: ActiveJob): boolean {
    return this.entries.has(job);
  }

  jobs(): ActiveJob[] {
    return [...this.entries.keys()];
  }

  /** Applies an event; one that is impossible in the job's state vanishes. */
  apply(job: ActiveJob, event: JobEvent): void {
    if (!job.tracker.apply(event)) return;
    job.eventCount++;
    this.entries.get(job)?.events.push(event);
  }

  /** Takes in what became of an attempt; its objects become visible only when its event counts. */
  settle(job: ActiveJob, { event, objects }: Outcome): void {
    if (!('attempt' in event) || !isCurrent(job, event)) return;
    const { task, index, attempt, at } = event;
    if (event.type === 'instance-started' || event.type === 'instance-succeeded') {
      this.apply(job, { type: 'job-started', at });
      // Success without a known start: the supervisor died between starting the command and noting it.
      this.apply(job, { type: 'instance-started', at, task, index, attempt });
    }
    if (event.type !== 'instance-started') this.apply(job, event);
    this.objects.push(...objects);
  }

  /** Ends a job that has nothing left to run. */
  finish(job: ActiveJob): void {
    const event = job.tracker.finish(Date.now());
    if (!event) return;
    const cause = event.status === 'FAILED' && event.reason === 'InstanceFailed' ? firstFailure(job) : undefined;
    this.apply(job, cause ? { ...event, message: `${event.message} ${cause}` } : event);
  }

  changes(): JobChange[] {
    return [...this.entries]
      .filter(([, { events }]) => events.length > 0)
      .map(([job, { events }]) => ({ job, events }));
  }

  statusChanged(job: ActiveJob): boolean {
    return this.entries.get(job)?.before !== job.tracker.state.status;
  }
}

/** The first failure in words, so that nobody has to search for it. */
function firstFailure(job: ActiveJob): string | undefined {
  for (const [task, instances] of Object.entries(job.tracker.state.tasks))
    for (const [index, { status, message }] of instances.entries())
      if (status === 'FAILED') return `${task}-${index}: ${message ?? ''}.`;
  return undefined;
}
