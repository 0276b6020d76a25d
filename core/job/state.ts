/** State of a job as its events make it (domain §3.2–3.3). Pure: an impossible event changes nothing. */
import type { Hold, InstanceState, JobEvent, JobPlan, JobState, JobStatus, TaskStatus } from './types.ts';

/** State before the first event: nothing has run. */
export function initialState(plan: JobPlan): JobState {
  const tasks: JobState['tasks'] = {};
  for (const task of plan.tasks) {
    tasks[task.name] = Array.from({ length: task.instances }, freshInstance);
  }
  return { status: 'PENDING', createdAt: 0, retries: 0, tasks };
}

const freshInstance = (): InstanceState => ({ status: 'PENDING', attempt: 0, failedTimes: 0 });

/** What an event changes: fields of the job (undefined takes one out), one instance, or all of them. */
export interface Change {
  job?: Partial<Omit<JobState, 'tasks'>>;
  instance?: { task: string; index: number; state: InstanceState };
  all?: (instance: InstanceState) => InstanceState;
  /** Tasks that get another number of instances; none of theirs ever ran. */
  resized?: readonly { task: string; instances: number }[];
}

export function isTerminal(status: JobStatus): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED';
}

/** Handed to an executor and not yet running. */
export function isQueued(instance: InstanceState): boolean {
  return instance.status === 'PENDING' && instance.queuedAt !== undefined;
}

/** Queued or running: the executor still has it. */
export function isActive(instance: InstanceState): boolean {
  return instance.status === 'RUNNING' || isQueued(instance);
}

/** Whether new instances may be queued. */
export function acceptsWork(state: JobState): boolean {
  return (state.status === 'PENDING' || state.status === 'RUNNING') && !state.timedOut;
}

type InstanceEvent = Extract<JobEvent, { task: string }>;

/** What the event does to the state; undefined when it cannot happen there. */
export function changeOf(state: JobState, event: JobEvent): Change | undefined {
  return 'task' in event ? instanceChange(state, event) : jobChange(state, event);
}

function jobChange(state: JobState, event: Exclude<JobEvent, { task: string }>): Change | undefined {
  switch (event.type) {
    case 'job-created':
      return state.createdAt === 0 && state.status === 'PENDING' ? { job: { createdAt: event.at } } : undefined;
    case 'job-started':
      if (state.status === 'PENDING') return { job: { status: 'RUNNING', startedAt: event.at } };
      // Cancelled softly while its first step was on its way: that step's time counts too.
      return state.status === 'CANCELLING' && state.startedAt === undefined
        ? { job: { startedAt: event.at } }
        : undefined;
    case 'job-cancel-requested': {
      if (isTerminal(state.status) || (state.cancel && (state.cancel.force || !event.force))) return undefined;
      return { job: { status: 'CANCELLING', cancel: { force: event.force, user: event.user } } };
    }
    case 'job-timed-out':
      return (state.status === 'RUNNING' || state.status === 'CANCELLING') && !state.timedOut
        ? { job: { timedOut: true } }
        : undefined;
    case 'job-updated':
      return updateChange(state, event);
    case 'job-retried':
      return retryChange(state);
    case 'job-waiting':
      return waitingChange(state, event.holds);
    case 'job-finished':
      return finishChange(state, event);
  }
}

function waitingChange(state: JobState, holds: Hold[]): Change | undefined {
  if (isTerminal(state.status) || JSON.stringify(holds) === JSON.stringify(state.holds ?? [])) return undefined;
  return { job: { holds: holds.length > 0 ? holds : undefined } };
}

function retryChange(state: JobState): Change | undefined {
  if (state.status !== 'FAILED' && state.status !== 'CANCELLED') return undefined;
  return {
    job: {
      status: 'PENDING',
      retries: state.retries + 1,
      startedAt: undefined,
      finishedAt: undefined,
      failedReason: undefined,
      failedMessage: undefined,
      timedOut: undefined,
      cancel: undefined,
      holds: undefined,
    },
    all: (instance) =>
      instance.status === 'SUCCEEDED'
        ? instance
        : { status: 'PENDING', attempt: instance.attempt, failedTimes: instance.failedTimes },
  };
}

/** Instances that have run keep their place: their attempts, logs and outputs are named after it. */
function updateChange(state: JobState, event: Extract<JobEvent, { type: 'job-updated' }>): Change | undefined {
  if (state.status !== 'FAILED' && state.status !== 'CANCELLED') return undefined;
  const resized: { task: string; instances: number }[] = [];
  for (const { task, instances } of event.tasks) {
    if (!instances) continue;
    const now = state.tasks[task];
    if (now?.length !== instances.from || now.some(({ attempt }) => attempt > 0)) return undefined;
    resized.push({ task, instances: instances.to });
  }
  return { resized };
}

/** Of a job that is over: what never started is marked so. */
const neverStarted = (instance: InstanceState): InstanceState => ({
  ...instance,
  status: 'CANCELLED',
  reason: 'NotStarted',
});

function finishChange(state: JobState, event: Extract<JobEvent, { type: 'job-finished' }>): Change | undefined {
  if (isTerminal(state.status) || (event.status === 'CANCELLED') !== (state.status === 'CANCELLING')) return undefined;
  for (const instances of Object.values(state.tasks)) {
    for (const instance of instances) {
      if (isActive(instance)) return undefined;
      if (event.status === 'SUCCEEDED' && instance.status !== 'SUCCEEDED') return undefined;
    }
  }
  const job: Change['job'] = { status: event.status, finishedAt: event.at, holds: undefined };
  if (event.reason !== undefined) job.failedReason = event.reason;
  if (event.message !== undefined) job.failedMessage = event.message;
  const all = (instance: InstanceState): InstanceState =>
    instance.status === 'PENDING' ? neverStarted(instance) : instance;
  return event.status === 'SUCCEEDED' ? { job } : { job, all };
}

function instanceChange(state: JobState, event: InstanceEvent): Change | undefined {
  const instance = state.tasks[event.task]?.[event.index];
  const next = instance && nextInstance(state, instance, event);
  return next && { instance: { task: event.task, index: event.index, state: next } };
}

function nextInstance(state: JobState, instance: InstanceState, event: InstanceEvent): InstanceState | undefined {
  if (event.type === 'instance-queued') {
    const fits = instance.status === 'PENDING' && !isQueued(instance) && event.attempt === instance.attempt + 1;
    if (!fits || !acceptsWork(state)) return undefined;
    const site = event.site === undefined ? {} : { site: event.site };
    return { ...instance, ...site, attempt: event.attempt, queuedAt: event.at };
  }
  if (!isActive(instance) || event.attempt !== instance.attempt || isTerminal(state.status)) return undefined;
  switch (event.type) {
    case 'instance-started':
      return instance.status === 'PENDING' && state.status !== 'PENDING'
        ? { ...instance, status: 'RUNNING', startedAt: event.at }
        : undefined;
    case 'instance-succeeded':
      if (instance.status !== 'RUNNING') return undefined;
      return ended(instance, 'SUCCEEDED', event, event.missingOutputs && { missingOutputs: event.missingOutputs });
    case 'instance-failed': {
      const facts = { failedTimes: instance.failedTimes + 1, reason: event.reason, message: event.message };
      return ended(instance, 'FAILED', event, facts);
    }
    case 'instance-cancelled':
      return state.status === 'CANCELLING' || state.timedOut ? ended(instance, 'CANCELLED', event) : undefined;
  }
}

function ended(
  instance: InstanceState,
  status: TaskStatus,
  event: { at: number; exitCode?: number; usage?: InstanceState['usage'] },
  facts: Partial<InstanceState> = {},
): InstanceState {
  const next: InstanceState = { ...instance, status, finishedAt: event.at, ...facts };
  if (event.exitCode !== undefined) next.exitCode = event.exitCode;
  if (event.usage !== undefined) next.usage = event.usage;
  return next;
}

/** Writes a change into a state that the caller owns. Fields set to undefined are taken out. */
export function writeChange(state: JobState, change: Change): void {
  if (change.job) {
    Object.assign(state, change.job);
    for (const [key, value] of Object.entries(change.job)) if (value === undefined) Reflect.deleteProperty(state, key);
  }
  if (change.instance) {
    const { task, index } = change.instance;
    const instances = state.tasks[task];
    if (instances) instances[index] = change.instance.state;
  }
  if (change.all)
    for (const name of Object.keys(state.tasks)) state.tasks[name] = state.tasks[name]?.map(change.all) ?? [];
  for (const { task, instances } of change.resized ?? [])
    state.tasks[task] = Array.from({ length: instances }, () => neverStarted(freshInstance()));
}

/** The state after an event; the same object when the event is impossible. Copies what it changes. */
export function applyJobEvent(state: JobState, event: JobEvent): JobState {
  const change = changeOf(state, event);
  if (!change) return state;
  const next: JobState = { ...state, tasks: { ...state.tasks } };
  const touched = change.instance && state.tasks[change.instance.task];
  if (change.instance && touched) next.tasks[change.instance.task] = [...touched];
  writeChange(next, change);
  return next;
}

/** The state after many events, as after a restart: copies once. */
export function replayJobEvents(state: JobState, events: Iterable<JobEvent>): JobState {
  const next: JobState = { ...state, tasks: {} };
  for (const [name, instances] of Object.entries(state.tasks)) next.tasks[name] = [...instances];
  for (const event of events) {
    const change = changeOf(next, event);
    if (change) writeChange(next, change);
  }
  return next;
}
