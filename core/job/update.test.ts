import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schema } from '#contracts/index.ts';
import { app, input, lookupOf, output, task, workflow } from '../workflow/testing.ts';
import { jobNeed } from './need.ts';
import { planJob } from './plan.ts';
import { applyJobEvent, initialState } from './state.ts';
import { JobTracker } from './tracker.ts';
import type { JobEvent, JobPlan, JobState, TaskUpdate } from './types.ts';
import { planUpdate } from './update.ts';
import { planAtStart, stateOfEvents, updatedPlan } from './updated-plan.ts';

const vars = { concurrent: 'vars_iter' } as const;
const lookup = lookupOf(
  app(
    'part',
    [
      input('sample', { type: 'STRING', required: true, ...vars }),
      input('lane', { type: 'STRING', ...vars }),
      input('ref', { required: true }),
      input('mode', { type: 'ENUM', enum: ['fast', 'exact'], values: ['fast'] }),
    ],
    [output('bam', { values: ['out.bam'] })],
  ),
  app('each', [input('bam', { ...vars }), input('note', { type: 'STRING' })], [output('vcf')]),
  app('join', [input('all'), input('title', { type: 'STRING' })], []),
);
const flow = workflow(
  task('part', 'part', { sample: ['a', 'b', 'c'], ref: 'demo:/ref.fa' }, { resources: { cpu: '2C', memory: '1.5G' } }),
  task('each', 'each', { bam: '${part.bam}' }),
  task('join', 'join', { all: '${each.vcf}' }),
);

function planned(): JobPlan {
  const job = { name: 'run', tool_id: 'w', tool_type: 'workflow' as const, output_dir: '/out' };
  const result = planJob({ document: flow, lookup, job, projectName: 'demo', jobId: 'id', maxInstances: 20 });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

const plan = planned();

/** Events of a job in which the instances of `part` ended as given, up to its end; undefined: never started. */
function failedJob(ends: readonly (boolean | undefined)[], cancelled = false): JobEvent[] {
  const tracker = new JobTracker(plan, initialState(plan));
  const events: JobEvent[] = [];
  const tell = (event: JobEvent | undefined) => {
    if (event && tracker.apply(event)) events.push(event);
  };
  tell({ at: 1, type: 'job-created' });
  tell({ at: 2, type: 'job-started' });
  for (const [index, end] of ends.entries()) {
    if (end === undefined) continue;
    const of = { task: 'part', index, attempt: 1 };
    tell({ at: 3, type: 'instance-queued', ...of });
    tell({ at: 4, type: 'instance-started', ...of });
    if (end) tell({ at: 5, type: 'instance-succeeded', ...of, exitCode: 0 });
    else tell({ at: 5, type: 'instance-failed', ...of, exitCode: 1, reason: 'NonZeroExit', message: '' });
  }
  if (cancelled || ends.every((end) => end !== false))
    tell({ at: 6, type: 'job-cancel-requested', force: false, user: 'u' });
  tell(tracker.finish(7));
  // What could still run (instances paired with successes) is left out: the events only have to be possible ones.
  if (tracker.state.status === 'RUNNING') {
    tell({ at: 8, type: 'job-cancel-requested', force: false, user: 'u' });
    tell(tracker.finish(9));
  }
  return events;
}

type Change = Schema<'JobTaskDto'>;

function update(tasks: Change[], ends: readonly (boolean | undefined)[] = [false, false, false]) {
  const { tasks: instances } = stateOfEvents(plan, failedJob(ends));
  return planUpdate({ plan, instances, tasks, maxInstances: 5 });
}

const updates = (...given: Parameters<typeof update>): TaskUpdate[] => {
  const result = update(...given);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.updates;
};
const codes = (...given: Parameters<typeof update>) => {
  const result = update(...given);
  return 'problems' in result ? result.problems.map(({ key, code }) => [key, code.slice(-8)]) : [];
};
const inputs = (task_name: string, values: Record<string, string[]>): Change => ({
  task_name,
  inputs: Object.entries(values).map(([name, list]) => ({ name, values: list })),
});

describe('what an update may change', () => {
  it('takes values and resources, normalised, field by field', () => {
    const [first, ...more] = updates([
      { ...inputs('part', { ref: ['demo:/other.fa/'], mode: ['exact'] }), resources: { memory: '4G' } },
    ]);
    expect(more).toEqual([]);
    expect(first?.inputs).toEqual([
      { name: 'ref', from: ['/ref.fa'], to: ['/other.fa'] },
      { name: 'mode', from: ['fast'], to: ['exact'] },
    ]);
    expect(first?.resources?.to).toMatchObject({ cpu: '2C', memory: '4G' });
    expect(first?.instances).toBeUndefined();
  });

  it('finds nothing to change in what the job has already, however it is written', () => {
    expect(
      updates([
        {
          ...inputs('part', { ref: ['/ref.fa'], sample: ['a', 'b', 'c'], lane: [] }),
          resources: { cpu: '2C', gpu: '' },
        },
        inputs('each', { bam: ['${part.bam}'] }),
      ]),
    ).toEqual([]);
  });

  it.each<[string, Change[], string, string]>([
    ['an unknown task', [inputs('none', {})], 'update-unknown-task', '01050204'],
    ['a task listed twice', [inputs('part', {}), inputs('part', {})], 'job-duplicate-task', '01050502'],
    ['another value for a reference', [inputs('each', { bam: ['/x'] })], 'job-reference-fixed', '01050226'],
    ['a reference for a value', [inputs('join', { title: ['${each.vcf}'] })], 'job-reference-fixed', '01050226'],
    ['an input the app has not', [inputs('part', { more: ['x'] })], 'unknown-input', '01050112'],
    ['a value outside the list', [inputs('part', { mode: ['slow'] })], 'not-in-enum', '01050009'],
    ['two values where one belongs', [inputs('part', { ref: ['/a', '/b'] })], 'single-value', '01050010'],
    ['too many characters', [inputs('join', { title: ['x'.repeat(4097)] })], 'inputs-too-long', '01050221'],
    ['an amount that is none', [{ task_name: 'part', resources: { cpu: '0C' } }], 'resource-range', '01000030'],
    ['another number of values', [inputs('part', { sample: ['a', 'b'] })], 'update-count', '01050223'],
  ])('refuses %s', (_, tasks, key, code) => {
    expect(codes(tasks)).toContainEqual([key, code]);
  });

  it('keeps tasks that have succeeded, and values that succeeded instances took', () => {
    expect(codes([inputs('part', { mode: ['exact'] })], [true, true, true])).toEqual([
      ['update-succeeded', '01050223'],
    ]);
    expect(codes([inputs('part', { sample: ['x', 'b', 'c'] })], [true, false, true])).toEqual([
      ['update-value-used', '01050223'],
    ]);
    expect(updates([inputs('part', { sample: ['a', 'x', 'c'], mode: ['exact'] })], [true, false, true])).toHaveLength(
      1,
    );
  });

  it('changes the number of instances where none has run, of paired tasks as well', () => {
    const none = [undefined, undefined, undefined];
    const found = updates([inputs('part', { sample: ['a', 'b'] })], none);
    expect(found.map(({ task: name, instances }) => [name, instances])).toEqual([
      ['part', { from: 3, to: 2 }],
      ['each', { from: 3, to: 2 }],
    ]);
    const next = updatedPlan(plan, found);
    expect(next.instanceCount).toBe(5);
    expect(codes([inputs('part', { lane: ['1', '2'] })], none)).toEqual([['too-many-instances', '01000033']]);
  });
});

const anyEnds = fc.array(fc.option(fc.boolean(), { nil: undefined }), { minLength: 3, maxLength: 3 });
const anyChange = fc.record(
  {
    sample: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 }),
    ref: fc.constantFrom<string[]>(['/ref.fa'], ['/two.fa']),
    mode: fc.constantFrom<string[]>(['fast'], ['exact']),
  },
  { requiredKeys: [] },
);

describe('updates as events', () => {
  it('state and plan of any number of updates follow from the events, and successes stay what they were', () => {
    fc.assert(
      fc.property(anyEnds, fc.boolean(), fc.array(anyChange, { maxLength: 3 }), (ends, cancelled, changes) => {
        const events = failedJob(ends, cancelled);
        const tracker = new JobTracker(plan, stateOfEvents(plan, events));
        const before = tracker.state;
        const succeeded = Object.values(before.tasks).map((list) =>
          list.map((item) => item.status === 'SUCCEEDED' && item),
        );
        for (const [at, change] of changes.entries()) {
          const result = planUpdate({
            plan: tracker.plan,
            instances: tracker.state.tasks,
            tasks: [inputs('part', change)],
            maxInstances: 20,
          });
          if ('problems' in result || result.updates.length === 0) continue;
          const event: JobEvent = { at: 10 + at, type: 'job-updated', user: 'u', tasks: result.updates };
          expect(tracker.apply(event)).toBe(true);
          events.push(event);
        }
        expect(planAtStart(tracker.plan, events)).toEqual(plan);
        expect(stateOfEvents(tracker.plan, events)).toEqual(tracker.state);
        for (const [at, list] of Object.values(tracker.state.tasks).entries())
          for (const [index, kept] of (succeeded[at] ?? []).entries()) if (kept) expect(list[index]).toBe(kept);
        const retried: JobEvent = { at: 20, type: 'job-retried', user: 'u' };
        tracker.apply(retried);
        const last = runToEnd(tracker);
        expect(last.status).toBe('SUCCEEDED');
        expect(Object.values(last.tasks).flat()).toHaveLength(tracker.plan.instanceCount);
      }),
    );
  });

  it('is impossible while a job runs, and after it succeeded', () => {
    const change: TaskUpdate = { task: 'part', inputs: [{ name: 'ref', from: ['/ref.fa'], to: ['/x'] }] };
    const event: JobEvent = { at: 9, type: 'job-updated', user: 'u', tasks: [change] };
    const fresh = initialState(plan);
    expect(applyJobEvent(fresh, event)).toBe(fresh);
    const tracker = new JobTracker(plan, fresh);
    expect(tracker.apply(event)).toBe(false);
    expect(tracker.plan).toBe(plan);
    expect(runToEnd(tracker).status).toBe('SUCCEEDED');
    expect(tracker.apply(event)).toBe(false);
  });
});

function runToEnd(tracker: JobTracker): JobState {
  for (let at = 100; ; at += 1) {
    for (const key of tracker.ready()) {
      const attempt = (tracker.state.tasks[key.task]?.[key.index]?.attempt ?? 0) + 1;
      tracker.apply({ at, type: 'instance-queued', ...key, attempt });
      tracker.apply({ at, type: 'job-started' });
      tracker.apply({ at, type: 'instance-started', ...key, attempt });
      tracker.apply({ at, type: 'instance-succeeded', ...key, attempt, exitCode: 0 });
    }
    const finish = tracker.finish(at);
    if (finish) tracker.apply(finish);
    if (finish || at > 200) return tracker.state;
  }
}

describe('the need of a job', () => {
  it('is its widest layer, and never more than there is', () => {
    expect(jobNeed(plan, { cpus: 100, memory: 100 })).toEqual({ cpus: 6, memory: 4.5 });
    expect(jobNeed(plan, { cpus: 4, memory: 100 })).toEqual({ cpus: 4, memory: 4.5 });
  });
});
