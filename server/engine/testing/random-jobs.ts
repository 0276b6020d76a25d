/** Jobs as property tests draw them: small numbers that mean a workflow, its fan-out and what goes wrong in it. */
import fc from 'fast-check';
import type { AppInput, AppSignature, TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';
import type { Fate } from './scripted-world.ts';

export interface TaskSpec {
  /** Numbers of values of plain concurrent inputs, which span a product; none: the task is one instance. */
  values: number[];
  /** Earlier tasks taken instance by instance (all with as many instances); then `values` must agree or be 1. */
  pairs: number[];
  /** Earlier tasks taken whole. */
  wholes: number[];
}

export interface JobSpec {
  tasks: TaskSpec[];
  priority: number;
  /** Its time-out passes when the test lets time pass. */
  short: boolean;
  /** What goes wrong: number of the instance over all tasks, attempt, fate. All else succeeds. */
  mishaps: { instance: number; attempt: number; fate: Fate }[];
}

interface RawTask {
  kind: 'single' | 'product' | 'paired';
  values: number[];
  refs: number[];
}

const rawTask: fc.Arbitrary<RawTask> = fc.record({
  kind: fc.constantFrom('single', 'product', 'paired'),
  values: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
  refs: fc.array(fc.nat(), { maxLength: 3 }),
});

const mishap = fc.record({
  instance: fc.nat(),
  attempt: fc.integer({ min: 1, max: 2 }),
  fate: fc.constantFrom<Fate>(
    'exit',
    'signal',
    'lost',
    'start-failed',
    'prepare-failed',
    'outputs-refused',
    'store-failed',
  ),
});

/** Jobs of few tasks mostly, sometimes of as many as a workflow may have. */
export function anyJob(maxTasks: number): fc.Arbitrary<JobSpec> {
  const tasks = fc.oneof(
    { weight: 6, arbitrary: fc.array(rawTask, { minLength: 1, maxLength: Math.min(5, maxTasks) }) },
    { weight: 2, arbitrary: fc.array(rawTask, { minLength: 1, maxLength: Math.min(12, maxTasks) }) },
    { weight: 1, arbitrary: fc.array(rawTask, { minLength: 1, maxLength: maxTasks, size: 'max' }) },
  );
  return fc
    .record({
      raw: tasks,
      priority: fc.integer({ min: 0, max: 9 }),
      short: fc.boolean(),
      mishaps: fc.array(mishap, { maxLength: 4 }),
    })
    .map(({ raw, mishaps, ...job }) => {
      const specs = resolveTasks(raw);
      const total = specs.reduce((sum, _, task) => sum + instancesOf(specs, task), 0);
      return { ...job, tasks: specs, mishaps: mishaps.map((one) => ({ ...one, instance: one.instance % total })) };
    });
}

function resolveTasks(raw: RawTask[]): TaskSpec[] {
  const specs: TaskSpec[] = [];
  for (const { kind, values, refs } of raw) {
    const at = specs.length;
    const earlier = at === 0 ? [] : [...new Set(refs.map((ref) => ref % at))];
    const fanned = specs.map((_, task) => task).filter((task) => fansOut(specs[task]));
    const first = kind === 'paired' && refs.length > 0 ? fanned[(refs[0] ?? 0) % fanned.length] : undefined;
    if (first !== undefined) {
      const count = instancesOf(specs, first);
      const pairs = [first, ...earlier.filter((task) => task !== first && fanned.includes(task))].filter(
        (task) => instancesOf(specs, task) === count,
      );
      const wholes = earlier.filter((task) => !pairs.includes(task));
      // A plain concurrent input beside the pair: one value for all, or one for each.
      specs.push({ values: values.length === 2 ? [values[0] === 1 ? 1 : count] : [], pairs, wholes });
    } else if (kind === 'single') specs.push({ values: [], pairs: [], wholes: earlier });
    else specs.push({ values, pairs: [], wholes: earlier });
  }
  return specs;
}

const fansOut = (spec: TaskSpec | undefined) => spec !== undefined && (spec.values.length > 0 || spec.pairs.length > 0);

/** How many instances a task has: as many as its pair, else one per combination of values. */
export function instancesOf(specs: TaskSpec[], task: number): number {
  const { pairs, values } = specs[task] ?? { pairs: [], values: [] };
  if (pairs[0] !== undefined) return instancesOf(specs, pairs[0]);
  return values.reduce((product, count) => product * count, 1);
}

/** The instances that instance `index` of a task waits for. */
export function needsOf(specs: TaskSpec[], task: number, index: number): { task: number; index: number }[] {
  const { pairs, wholes } = specs[task] ?? { pairs: [], wholes: [] };
  return [
    ...pairs.map((upstream) => ({ task: upstream, index })),
    ...wholes.flatMap((upstream) =>
      Array.from({ length: instancesOf(specs, upstream) }, (_, at) => ({ task: upstream, index: at })),
    ),
  ];
}

export const taskName = (task: number) => `t${task}`;

/** The workflow that a job was drawn as, with an app for each of its tasks. */
export function workflowOf(
  { tasks }: JobSpec,
  commands: string[],
): { document: WorkflowDocument; apps: AppSignature[] } {
  const made = tasks.map((spec, task) => taskOf(spec, task, commands));
  return {
    document: { name: 'drawn', version: '1', tasks: made.map(({ document }) => document) },
    apps: made.map(({ app }) => app),
  };
}

function taskOf({ values, pairs, wholes }: TaskSpec, task: number, commands: string[]) {
  const inputs: (AppInput & { given: string[] })[] = [
    ...pairs.map((upstream) => fileInput(`pair${upstream}`, upstream, true)),
    ...values.map((count, at) => ({
      name: `values${at}`,
      type: 'STRING' as const,
      required: false,
      concurrent: 'vars_iter' as const,
      given: Array.from({ length: count }, (_, value) => `v${value}`),
    })),
    ...wholes.map((upstream) => fileInput(`whole${upstream}`, upstream, false)),
  ];
  const app: AppSignature = {
    id: `app-${task}`,
    name: `app-${task}`,
    version: '1.0.0',
    image: 'tools/shell:1',
    commands,
    resources: { cpu: '0.1C', memory: '0.1G' },
    inputs: inputs.map(({ given: _given, ...definition }) => definition),
    outputs: [{ name: 'out', type: 'FILE', required: false, values: ['out'] }],
  };
  const document: TaskDocument = {
    task_name: taskName(task),
    app_id: app.id,
    inputs: inputs.map(({ name, given }) => ({ name, values: given })),
  };
  return { app, document };
}

function fileInput(name: string, upstream: number, paired: boolean): AppInput & { given: string[] } {
  return {
    name,
    type: 'FILE',
    required: false,
    ...(paired ? { concurrent: 'vars_iter' as const } : {}),
    given: [`\${${taskName(upstream)}.out}`],
  };
}
