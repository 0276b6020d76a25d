/**
 * What jobs should do, as plain as it can be said and sharing nothing with the engine: instances that wait, run or are
 * over, and acts that happen to them one after the other. Slow and obvious on purpose.
 */
import { instancesOf, type JobSpec, needsOf } from './random-jobs.ts';
import type { EndOutcome } from './scripted-world.ts';

export interface ModelInstance {
  task: number;
  index: number;
  /** Positions of the instances it waits for. */
  needs: number[];
  state: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** How often its command was started, over all retries. */
  runs: number;
  /** It runs and was told to end. */
  told: boolean;
}

export interface ModelJob {
  status: 'PENDING' | 'RUNNING' | 'CANCELLING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  short: boolean;
  force: boolean;
  /** Its time is over, and the engine has not looked yet. */
  due: boolean;
  timedOut: boolean;
  instances: ModelInstance[];
}

export interface Place {
  job: number;
  task: number;
  index: number;
}

/** Things that happen together. Which of several acts comes first is nobody's business: all orders are tried. */
export type Act =
  | { type: 'start'; places: Place[] }
  | { type: 'end'; places: (Place & { outcome: EndOutcome })[] }
  /** They could not be started. */
  | { type: 'refuse'; places: Place[] }
  | { type: 'cancel'; job: number; force: boolean; accepted: boolean }
  | { type: 'retry'; job: number; accepted: boolean }
  | { type: 'time' }
  /** The supervisor died; the next one knows nothing of what was told to end, until the engine tells it. */
  | { type: 'death' };

export const isOver = ({ status }: ModelJob) => status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED';

export function modelOf(specs: JobSpec[]): ModelJob[] {
  return specs.map(({ tasks, short }) => {
    const instances: ModelInstance[] = tasks.flatMap((_, task) =>
      Array.from({ length: instancesOf(tasks, task) }, (_, index) => ({
        task,
        index,
        needs: [],
        state: 'waiting' as const,
        runs: 0,
        told: false,
      })),
    );
    const position = (task: number, index: number) =>
      instances.findIndex((other) => other.task === task && other.index === index);
    for (const instance of instances)
      instance.needs = needsOf(tasks, instance.task, instance.index).map((need) => position(need.task, need.index));
    return { status: 'PENDING', short, force: false, due: false, timedOut: false, instances };
  });
}

const copyOf = (jobs: ModelJob[]): ModelJob[] =>
  jobs.map((job) => ({ ...job, instances: job.instances.map((instance) => ({ ...instance })) }));

const isReady = (job: ModelJob, instance: ModelInstance) =>
  instance.state === 'waiting' && instance.needs.every((need) => job.instances[need]?.state === 'succeeded');

/** Instances that should be handed to the executor now. */
export const readyOf = (job: ModelJob): ModelInstance[] =>
  (job.status === 'PENDING' || job.status === 'RUNNING') && !job.timedOut
    ? job.instances.filter((instance) => isReady(job, instance))
    : [];

/** What a soft cancel lets run on may not run for ever either. */
const clockRuns = ({ status }: ModelJob) => status === 'RUNNING' || status === 'CANCELLING';

/** Lets an act happen; false when it cannot have happened in this state. */
function apply(jobs: ModelJob[], act: Act): boolean {
  if (act.type === 'time') {
    for (const job of jobs) if (job.short && clockRuns(job)) job.due = true;
    return true;
  }
  if (act.type === 'death') {
    for (const job of jobs) for (const instance of job.instances) instance.told = false;
    return true;
  }
  if (act.type === 'cancel' || act.type === 'retry') {
    const job = jobs[act.job];
    if (!job) return false;
    return act.accepted === (act.type === 'cancel' ? cancel(job, act.force) : retry(job));
  }
  if (act.type === 'end') return act.places.every((place) => end(jobs[place.job], place, place.outcome));
  return act.places.every((place) => begin(jobs[place.job], place, act.type));
}

const instanceAt = (job: ModelJob | undefined, place: Place) =>
  job?.instances.find(({ task, index }) => task === place.task && index === place.index);

function end(job: ModelJob | undefined, place: Place, outcome: EndOutcome): boolean {
  const instance = instanceAt(job, place);
  if (instance?.state !== 'running' || instance.told !== (outcome === 'cancelled')) return false;
  instance.state = outcome;
  instance.told = false;
  return true;
}

function begin(job: ModelJob | undefined, place: Place, how: 'start' | 'refuse'): boolean {
  const instance = instanceAt(job, place);
  if (!job || !instance || isOver(job) || !isReady(job, instance)) return false;
  if (how === 'refuse') instance.state = 'failed';
  else {
    instance.state = 'running';
    instance.runs += 1;
    if (job.status === 'PENDING') job.status = 'RUNNING';
  }
  return true;
}

function cancel(job: ModelJob, force: boolean): boolean {
  if (isOver(job) || (job.status === 'CANCELLING' && !force)) return false;
  job.status = 'CANCELLING';
  job.force ||= force;
  return true;
}

function retry(job: ModelJob): boolean {
  if (job.status !== 'FAILED' && job.status !== 'CANCELLED') return false;
  Object.assign(job, { status: 'PENDING', force: false, due: false, timedOut: false });
  for (const instance of job.instances) if (instance.state !== 'succeeded') instance.state = 'waiting';
  return true;
}

/** What the engine does by itself once it has looked. */
function react(jobs: ModelJob[]): void {
  for (const job of jobs) {
    if (isOver(job)) continue;
    if (job.due && clockRuns(job)) job.timedOut = true;
    const running = job.instances.filter(({ state }) => state === 'running');
    if (job.force || job.timedOut) for (const instance of running) instance.told = true;
    if (running.length > 0 || readyOf(job).length > 0) continue;
    if (job.status === 'CANCELLING') job.status = 'CANCELLED';
    else job.status = job.instances.every(({ state }) => state === 'succeeded') ? 'SUCCEEDED' : 'FAILED';
    for (const instance of job.instances) if (instance.state === 'waiting') instance.state = 'cancelled';
  }
}

/**
 * Every state that acts which happened at the same time may lead to: in any order, the engine having looked in between
 * or not, and having looked at the end.
 */
export function outcomesOf(jobs: ModelJob[], acts: Act[]): ModelJob[][] {
  const found = new Map<string, ModelJob[]>();
  for (const order of permutations(acts))
    for (let looks = 0; looks < 2 ** Math.max(0, acts.length - 1); looks++) {
      const state = copyOf(jobs);
      const possible = order.every((act, at) => {
        if (at > 0 && looks & (1 << (at - 1))) react(state);
        return apply(state, act);
      });
      if (!possible) continue;
      react(state);
      found.set(JSON.stringify(state), state);
    }
  return [...found.values()];
}

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}
