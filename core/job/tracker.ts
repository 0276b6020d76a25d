/**
 * Follows a running job: applies its events to a state of its own and knows, at amortised constant cost per event and
 * edge, what became ready and when nothing can run any more. A job of 10,000 instances needs no scan per event.
 */
import { acceptsWork, changeOf, isActive, isQueued, isTerminal, writeChange } from './state.ts';
import type { InstanceKey, InstanceState, JobEvent, JobPlan, JobState } from './types.ts';
import { updatedPlan } from './updated-plan.ts';

interface TaskTrack {
  /** Downstream tasks by kind of edge. */
  whole: string[];
  iterate: string[];
  succeeded: number;
  total: number;
  /** Per instance: upstream tasks (or upstream instances) not yet succeeded. */
  waiting: Uint32Array;
}

type FinishEvent = Extract<JobEvent, { type: 'job-finished' }>;

export class JobTracker {
  #plan: JobPlan;
  readonly #state: JobState;
  #tracks = new Map<string, TaskTrack>();
  /** Ready instances in the order they became so; an entry is dropped when it turns out to be queued already. */
  #ready: InstanceKey[] = [];
  #next = 0;
  #counts = { active: 0, succeeded: 0, failed: 0 };

  /** `plan` is the present one. `state` is copied; pass `initialState(plan)` or what `stateOfEvents` gave. */
  constructor(plan: JobPlan, state: JobState) {
    this.#plan = plan;
    this.#state = { ...state, tasks: {} };
    for (const [name, instances] of Object.entries(state.tasks)) this.#state.tasks[name] = [...instances];
    this.#rebuild();
  }

  /** The present plan: that of the start with the updates since. */
  get plan(): JobPlan {
    return this.#plan;
  }

  /** The present state: read it, do not keep it across events. */
  get state(): Readonly<JobState> {
    return this.#state;
  }

  get activeCount(): number {
    return this.#counts.active;
  }

  /** Applies an event; false when it is impossible and nothing changed. */
  apply(event: JobEvent): boolean {
    const change = changeOf(this.#state, event);
    if (!change) return false;
    const before = change.instance && this.#state.tasks[change.instance.task]?.[change.instance.index];
    writeChange(this.#state, change);
    if (event.type === 'job-updated') this.#plan = updatedPlan(this.#plan, event.tasks);
    if (change.all || change.resized) this.#rebuild();
    else if (change.instance && before) this.#moved(change.instance, before);
    return true;
  }

  /**
   * Up to `limit` instances that may be queued now, of tasks that are accepted. They stay ready until their
   * `instance-queued` event is applied, so that one which nobody can take now does not hold up those behind it.
   */
  ready(limit = Number.POSITIVE_INFINITY, accepts: (task: string) => boolean = () => true): InstanceKey[] {
    if (!acceptsWork(this.#state)) return [];
    this.#skipQueued();
    const found: InstanceKey[] = [];
    for (let i = this.#next; i < this.#ready.length && found.length < limit; i += 1) {
      const key = this.#ready[i];
      if (key && accepts(key.task) && this.#isWaiting(key)) found.push(key);
    }
    return found;
  }

  /** Tasks with an instance that may be queued now. */
  readyTasks(): Set<string> {
    return new Set(this.ready().map(({ task }) => task));
  }

  /** The event that ends the job, as soon as nothing runs and nothing can; undefined before. */
  finish(at: number): FinishEvent | undefined {
    if (isTerminal(this.#state.status) || this.#counts.active > 0) return undefined;
    this.#skipQueued();
    const canStart = acceptsWork(this.#state) && this.#next < this.#ready.length;
    return finishEvent(
      this.#state,
      at,
      canStart,
      this.#counts.succeeded === this.#plan.instanceCount,
      this.#counts.failed,
    );
  }

  #isWaiting(key: InstanceKey): boolean {
    const instance = this.#state.tasks[key.task]?.[key.index];
    return instance?.status === 'PENDING' && !isQueued(instance);
  }

  #skipQueued(): void {
    for (let key = this.#ready[this.#next]; key && !this.#isWaiting(key); key = this.#ready[this.#next])
      this.#next += 1;
  }

  #moved(change: { task: string; index: number; state: InstanceState }, before: InstanceState): void {
    this.#counts.active += Number(isActive(change.state)) - Number(isActive(before));
    if (change.state.status === 'FAILED') this.#counts.failed += 1;
    if (change.state.status === 'SUCCEEDED') {
      this.#counts.succeeded += 1;
      this.#release(change.task, change.index);
    }
  }

  #release(task: string, index: number): void {
    const track = this.#tracks.get(task);
    if (!track) return;
    track.succeeded += 1;
    for (const name of track.iterate) this.#arrive(name, index);
    if (track.succeeded < track.total) return;
    for (const name of track.whole) {
      const total = this.#tracks.get(name)?.total ?? 0;
      for (let i = 0; i < total; i += 1) this.#arrive(name, i);
    }
  }

  #arrive(task: string, index: number): void {
    const waiting = this.#tracks.get(task)?.waiting;
    const left = waiting?.[index];
    if (!waiting || !left) return;
    waiting[index] = left - 1;
    if (left === 1 && this.#isWaiting({ task, index })) this.#ready.push({ task, index });
  }

  #rebuild(): void {
    this.#tracks = new Map();
    this.#ready = [];
    this.#next = 0;
    this.#counts = { active: 0, succeeded: 0, failed: 0 };
    for (const task of this.#plan.tasks) {
      const waiting = new Uint32Array(task.instances).fill(Object.keys(task.upstream).length);
      this.#tracks.set(task.name, { whole: [], iterate: [], succeeded: 0, total: task.instances, waiting });
      for (const [name, kind] of Object.entries(task.upstream)) this.#tracks.get(name)?.[kind].push(task.name);
    }
    for (const task of this.#plan.tasks) {
      if (Object.keys(task.upstream).length === 0) this.#offerAll(task.name, task.instances);
    }
    for (const task of this.#plan.tasks) this.#count(task.name);
  }

  #offerAll(task: string, instances: number): void {
    for (let index = 0; index < instances; index += 1) {
      if (this.#isWaiting({ task, index })) this.#ready.push({ task, index });
    }
  }

  #count(task: string): void {
    for (const [index, instance] of (this.#state.tasks[task] ?? []).entries()) {
      if (isActive(instance)) this.#counts.active += 1;
      if (instance.status === 'FAILED') this.#counts.failed += 1;
      if (instance.status !== 'SUCCEEDED') continue;
      this.#counts.succeeded += 1;
      this.#release(task, index);
    }
  }
}

function finishEvent(
  state: JobState,
  at: number,
  canStart: boolean,
  allSucceeded: boolean,
  failed: number,
): FinishEvent | undefined {
  const base = { at, type: 'job-finished' } as const;
  if (state.status === 'CANCELLING') return { ...base, status: 'CANCELLED' };
  // Also when the time-out passed while the last instance ended: nothing was stopped, and everything is there.
  if (allSucceeded) return { ...base, status: 'SUCCEEDED' };
  if (state.timedOut)
    return { ...base, status: 'FAILED', reason: 'Timeout', message: 'The job ran longer than its time-out.' };
  if (canStart) return undefined;
  const message = failed === 1 ? '1 instance failed.' : `${failed} instances failed.`;
  return { ...base, status: 'FAILED', reason: 'InstanceFailed', message };
}

/** All instances that may be queued now, upstream tasks first. A scan: a runner keeps a `JobTracker` instead. */
export function readyInstances(plan: JobPlan, state: JobState): InstanceKey[] {
  return new JobTracker(plan, state).ready();
}

/** The event that ends the job now, if any. A scan: a runner keeps a `JobTracker` instead. */
export function finishOf(plan: JobPlan, state: JobState, at: number): FinishEvent | undefined {
  return new JobTracker(plan, state).finish(at);
}
