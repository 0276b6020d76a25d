/** What may happen to jobs while they run, as property tests draw it. */
import fc from 'fast-check';
import type { Fault } from './mortal.ts';
import { anyJob, instancesOf, type JobSpec } from './random-jobs.ts';

export type RawAct = { wait: number } & (
  | { type: 'start'; share: number }
  | { type: 'end'; share: number }
  | { type: 'cancel'; job: number; force: boolean }
  | { type: 'retry'; job: number }
  | { type: 'time' }
);

export interface Step {
  acts: RawAct[];
  /** Strikes the server while it deals with the acts. */
  fault?: Fault | undefined;
  /** The supervisor is out of reach meanwhile, or another one takes its place. */
  cut?: { rewind: number; death?: { unnoted: number; lost: number; journal: boolean } | undefined } | undefined;
}

export interface Case {
  jobs: JobSpec[];
  slots: number;
  steps: Step[];
  seed: number;
}

const wait = fc.integer({ min: 0, max: 12 });
const share = fc.constantFrom(0.01, 0.5, 1);
const start: fc.Arbitrary<RawAct> = fc.record({ type: fc.constant('start' as const), share, wait });
const end: fc.Arbitrary<RawAct> = fc.record({ type: fc.constant('end' as const), share, wait });
const job = fc.nat({ max: 2 });
const act: fc.Arbitrary<RawAct> = fc.oneof(
  { weight: 5, arbitrary: start },
  { weight: 5, arbitrary: end },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('cancel' as const), job, force: fc.boolean(), wait }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('retry' as const), job, wait }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('time' as const), wait }) },
);
const fault = fc.record({
  kind: fc.constantFrom('kill' as const, 'kill' as const, 'error' as const),
  at: fc.integer({ min: 1, max: 24 }),
  done: fc.boolean(),
});
const death = fc.record({ unnoted: fc.integer({ min: 0, max: 3 }), lost: fc.nat(), journal: fc.boolean() });
/** Every other time: `freq` is how many draws there are for each that gives nothing. */
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const step: fc.Arbitrary<Step> = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 3 }),
  fault: sometimes(fault),
  cut: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.record({ rewind: fc.integer({ min: 0, max: 6 }), death: sometimes(death) }) },
  ),
});

/** Jobs and what happens while they run. */
export const anyCase: fc.Arbitrary<Case> = fc.record({
  jobs: fc.array(anyJob(64), { minLength: 1, maxLength: 3 }).map(withinBounds),
  slots: fc.constantFrom(1, 4, 64),
  steps: fc.array(step, { maxLength: 12 }),
  seed: fc.nat(),
});

/** Most cases are small; one with thousands of instances would say little more and take long. */
const MAX_INSTANCES = 400;
function withinBounds(jobs: JobSpec[]): JobSpec[] {
  let room = MAX_INSTANCES;
  const kept = jobs.filter(({ tasks }) => {
    const total = tasks.reduce((sum, _, task) => sum + instancesOf(tasks, task), 0);
    const fits = total <= room;
    if (fits) room -= total;
    return fits;
  });
  return kept.length > 0
    ? kept
    : [{ ...(jobs[0] as JobSpec), tasks: [{ values: [], pairs: [], wholes: [] }], mishaps: [] }];
}
