import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EdgeKind } from '../workflow/types.ts';
import { applyJobEvent, initialState, isActive, isTerminal, replayJobEvents } from './state.ts';
import { allowedJobActions, jobCounts, stillRunningTasks, taskStatus } from './status.ts';
import { finishOf, JobTracker, readyInstances } from './tracker.ts';
import type { InstanceKey, JobEvent, JobPlan, JobState, PlannedTask } from './types.ts';

function planned(name: string, instances: number, upstream: Record<string, EdgeKind> = {}): PlannedTask {
  return {
    name,
    displayName: name,
    app: { id: 'app', name: 'app', version: '1', inputs: [], outputs: [] },
    resources: { cpu: '1C', memory: '1G' },
    wholeOutputDir: `/${name}`,
    outputDir: `/${name}`,
    inputs: [],
    outputs: [],
    fansOut: instances > 1,
    paired: Object.values(upstream).includes('iterate'),
    instances,
    upstream,
  };
}

function planOf(...tasks: PlannedTask[]): JobPlan {
  const instanceCount = tasks.reduce((sum, task) => sum + task.instances, 0);
  return { projectName: 'demo', outputDir: '/job', tasks, instanceCount };
}

const anyPlan: fc.Arbitrary<JobPlan> = fc
  .array(
    fc.record({
      instances: fc.integer({ min: 1, max: 4 }),
      upstream: fc.array(fc.record({ from: fc.nat(9), iterate: fc.boolean() }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((drafts) => {
    const tasks: PlannedTask[] = [];
    for (const [i, draft] of drafts.entries()) {
      let { instances } = draft;
      const upstream: Record<string, EdgeKind> = {};
      for (const edge of draft.upstream) {
        const source = tasks[edge.from % Math.max(1, i)];
        if (!source || i === 0) continue;
        const paired = Object.values(upstream).includes('iterate');
        const kind: EdgeKind = edge.iterate && (!paired || source.instances === instances) ? 'iterate' : 'whole';
        if (upstream[source.name]) continue;
        if (kind === 'iterate') instances = source.instances;
        upstream[source.name] = kind;
      }
      tasks.push(planned(`t${i}`, instances, upstream));
    }
    return planOf(...tasks);
  });

const created = (plan: JobPlan) =>
  replayJobEvents(initialState(plan), [
    { at: 1, type: 'job-created' },
    { at: 2, type: 'job-started' },
  ]);

function attemptOf(state: JobState, key: InstanceKey): number {
  return state.tasks[key.task]?.[key.index]?.attempt ?? 0;
}

/** Runs a job to its end; `choose` picks among what may happen, `fails` decides ends. Returns all events. */
function simulate(
  plan: JobPlan,
  start: JobState,
  choose: () => number,
  fails: () => boolean,
  cancelAt = -1,
): { state: JobState; events: JobEvent[] } {
  const tracker = new JobTracker(plan, start);
  const events: JobEvent[] = [];
  const running: InstanceKey[] = [];
  const emit = (event: JobEvent) => {
    expect(tracker.apply(event)).toBe(true);
    events.push(event);
  };
  for (let step = 0; !isTerminal(tracker.state.status); step += 1) {
    expect(step).toBeLessThan(1000);
    if (step === cancelAt) emit({ at: step, type: 'job-cancel-requested', force: false, user: 'u' });
    const ready = tracker.ready();
    expect(new Set(ready.map((key) => `${key.task}/${key.index}`))).toEqual(
      new Set(readyInstances(plan, tracker.state).map((key) => `${key.task}/${key.index}`)),
    );
    const finish = tracker.finish(step);
    expect(finish).toEqual(finishOf(plan, tracker.state, step));
    if (finish) {
      emit(finish);
      continue;
    }
    const pick = choose() % (ready.length + running.length);
    const key = ready[pick];
    if (key) {
      const attempt = attemptOf(tracker.state, key) + 1;
      emit({ at: step, type: 'instance-queued', ...key, attempt });
      for (const [name, kind] of Object.entries(plan.tasks.find((task) => task.name === key.task)?.upstream ?? {})) {
        const needed = tracker.state.tasks[name] ?? [];
        const those = kind === 'whole' ? needed : needed.slice(key.index, key.index + 1);
        expect(those.length).toBeGreaterThan(0);
        expect(those.every((instance) => instance.status === 'SUCCEEDED')).toBe(true);
      }
      emit({ at: step, type: 'instance-started', ...key, attempt });
      running.push(key);
      continue;
    }
    const [ended] = running.splice(pick - ready.length, 1);
    if (!ended) continue;
    const end = { at: step, ...ended, attempt: attemptOf(tracker.state, ended) };
    emit(
      fails()
        ? { ...end, type: 'instance-failed', exitCode: 1, reason: 'ExitCode', message: 'exit code 1' }
        : { ...end, type: 'instance-succeeded', exitCode: 0 },
    );
  }
  return { state: tracker.state, events };
}

const stream = (numbers: number[]) => {
  let i = 0;
  return () => numbers[i++ % numbers.length] ?? 0;
};
const numbers = fc.array(fc.nat(100), { minLength: 1, maxLength: 50 });

describe('state of a job', () => {
  it('runs any plan to success when nothing fails, and its events alone rebuild the state', () => {
    fc.assert(
      fc.property(anyPlan, numbers, (plan, choices) => {
        const start = created(plan);
        const { state, events } = simulate(plan, start, stream(choices), () => false);
        expect(state.status).toBe('SUCCEEDED');
        expect(jobCounts(state).SUCCEEDED).toBe(plan.instanceCount);
        expect(events.reduce(applyJobEvent, start)).toEqual(state);
        expect(replayJobEvents(start, events)).toEqual(state);
      }),
    );
  });

  it('always ends, runs everything that can run, and keeps successes over a retry', () => {
    fc.assert(
      fc.property(anyPlan, numbers, numbers, fc.integer({ min: -1, max: 12 }), (plan, choices, failures, cancelAt) => {
        const fail = stream(failures);
        const first = simulate(plan, created(plan), stream(choices), () => fail() % 3 === 0, cancelAt);
        const { state } = first;
        expect(Object.values(state.tasks).flat().some(isActive)).toBe(false);
        if (state.status === 'SUCCEEDED') return;
        expect(state.cancel === undefined ? 'FAILED' : 'CANCELLED').toBe(state.status);
        const retried = applyJobEvent(state, { at: 5000, type: 'job-retried', user: 'u' });
        expect(retried.retries).toBe(1);
        expect(retried.cancel).toBeUndefined();
        for (const [name, instances] of Object.entries(state.tasks)) {
          for (const [i, instance] of instances.entries()) {
            if (instance.status === 'SUCCEEDED') expect(retried.tasks[name]?.[i]).toBe(instance);
            else expect(retried.tasks[name]?.[i]?.status).toBe('PENDING');
          }
        }
        const again = applyJobEvent(retried, { at: 5001, type: 'job-started' });
        expect(simulate(plan, again, stream(choices), () => false).state.status).toBe('SUCCEEDED');
      }),
    );
  });

  it('refuses impossible events by giving the same state back', () => {
    const plan = planOf(planned('a', 1));
    const fresh = initialState(plan);
    const key = { task: 'a', index: 0, attempt: 1 };
    const impossible: JobEvent[] = [
      { at: 1, type: 'instance-started', ...key },
      { at: 1, type: 'instance-queued', ...key, attempt: 2 },
      { at: 1, type: 'instance-queued', ...key, task: 'none' },
      { at: 1, type: 'instance-queued', ...key, index: 1 },
      { at: 1, type: 'job-retried', user: 'u' },
      { at: 1, type: 'job-timed-out' },
      { at: 1, type: 'job-finished', status: 'SUCCEEDED' },
      { at: 1, type: 'job-finished', status: 'CANCELLED' },
    ];
    for (const event of impossible) expect(applyJobEvent(fresh, event)).toBe(fresh);
    const queued = replayJobEvents(created(plan), [{ at: 3, type: 'instance-queued', ...key }]);
    expect(applyJobEvent(queued, { at: 4, type: 'instance-queued', ...key, attempt: 2 })).toBe(queued);
    expect(applyJobEvent(queued, { at: 4, type: 'instance-succeeded', ...key, exitCode: 0 })).toBe(queued);
    expect(applyJobEvent(queued, { at: 4, type: 'instance-cancelled', ...key })).toBe(queued);
    expect(applyJobEvent(queued, { at: 4, type: 'job-finished', status: 'FAILED' })).toBe(queued);
  });

  it('lets running instances end after a soft cancel and starts nothing new', () => {
    const plan = planOf(planned('a', 2), planned('b', 2, { a: 'iterate' }));
    const tracker = new JobTracker(plan, created(plan));
    const key = { task: 'a', index: 0, attempt: 1 };
    tracker.apply({ at: 3, type: 'instance-queued', ...key });
    tracker.apply({ at: 3, type: 'instance-started', ...key });
    tracker.apply({ at: 4, type: 'job-cancel-requested', force: false, user: 'u' });
    expect(tracker.ready()).toEqual([]);
    expect(tracker.finish(5)).toBeUndefined();
    expect(stillRunningTasks(tracker.state)).toEqual(['a']);
    expect(tracker.apply({ at: 5, type: 'job-cancel-requested', force: true, user: 'u' })).toBe(true);
    expect(tracker.apply({ at: 5, type: 'job-cancel-requested', force: false, user: 'u' })).toBe(false);
    tracker.apply({ at: 6, type: 'instance-succeeded', ...key, exitCode: 0 });
    const finish = tracker.finish(7);
    expect(finish?.status).toBe('CANCELLED');
    if (finish) tracker.apply(finish);
    expect(tracker.state.tasks.b?.map((instance) => instance.status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(taskStatus(tracker.state, 'a')).toBe('CANCELLED');
  });

  it('fails by time-out once what runs has been stopped', () => {
    const plan = planOf(planned('a', 1));
    const key = { task: 'a', index: 0, attempt: 1 };
    const state = replayJobEvents(created(plan), [
      { at: 3, type: 'instance-queued', ...key },
      { at: 4, type: 'instance-started', ...key },
      { at: 5, type: 'job-timed-out' },
    ]);
    expect(finishOf(plan, state, 6)).toBeUndefined();
    const stopped = applyJobEvent(state, { at: 6, type: 'instance-cancelled', ...key });
    expect(finishOf(plan, stopped, 7)).toMatchObject({ status: 'FAILED', reason: 'Timeout' });
  });

  it('succeeds when the time-out passed while the last instance succeeded', () => {
    const plan = planOf(planned('a', 1));
    const key = { task: 'a', index: 0, attempt: 1 };
    const state = replayJobEvents(created(plan), [
      { at: 3, type: 'instance-queued', ...key },
      { at: 4, type: 'instance-started', ...key },
      { at: 5, type: 'job-timed-out' },
      { at: 6, type: 'instance-succeeded', ...key, exitCode: 0 },
    ]);
    expect(finishOf(plan, state, 7)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('says what may be done in each state', () => {
    expect([...allowedJobActions('RUNNING')]).toEqual(['cancel', 'forceCancel']);
    expect([...allowedJobActions('FAILED')]).toEqual(['retry', 'update', 'delete']);
    expect([...allowedJobActions('SUCCEEDED')]).toEqual(['delete']);
  });

  it('follows 10,000 instances without a scan per event', () => {
    const plan = planOf(planned('a', 5000), planned('b', 4999, { a: 'whole' }), planned('c', 1, { b: 'whole' }));
    const tracker = new JobTracker(plan, created(plan));
    let steps = 0;
    for (let at = 3; !isTerminal(tracker.state.status); at += 1) {
      for (const key of tracker.ready(2)) {
        tracker.apply({ at, type: 'instance-queued', ...key, attempt: 1 });
        tracker.apply({ at, type: 'instance-started', ...key, attempt: 1 });
        tracker.apply({ at, type: 'instance-succeeded', ...key, attempt: 1, exitCode: 0 });
        steps += 1;
      }
      const finish = tracker.finish(at);
      if (finish) tracker.apply(finish);
    }
    expect(steps).toBe(10_000);
    expect(tracker.state.status).toBe('SUCCEEDED');
  });
});
