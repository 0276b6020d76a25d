/**
 * Update before a retry (4.5.2.5): other values and resources for what is still to run. The plan is made anew from the
 * old one by the rules of a start; then what has already succeeded is protected.
 */
import type { Schema } from '#contracts/index.ts';
import { problem } from '../workflow/problems.ts';
import { formatReference } from '../workflow/references.ts';
import type { AppLookup, Problem, TaskDocument, WorkflowDocument } from '../workflow/types.ts';
import { instanceValues } from './instance.ts';
import { planJob } from './plan.ts';
import type { InstanceState, JobPlan, PlannedInput, PlannedTask, TaskUpdate } from './types.ts';
import { updatedPlan } from './updated-plan.ts';

export interface UpdateRequest {
  plan: JobPlan;
  /** Instances of every task, by index. */
  instances: Readonly<Record<string, readonly Pick<InstanceState, 'status' | 'attempt'>[]>>;
  /** Body of the call: an absent or empty value leaves what the job has. */
  tasks: readonly Schema<'JobTaskDto'>[];
  maxInstances: number;
}

/** What changes, empty when nothing does; or what forbids it: errors only. */
export type UpdateResult = { updates: TaskUpdate[] } | { problems: Problem[] };

export function planUpdate({ plan, instances, tasks, maxInstances }: UpdateRequest): UpdateResult {
  const known = new Set(plan.tasks.map(({ name }) => name));
  const unknown = tasks.filter(({ task_name }) => !known.has(task_name));
  if (unknown.length > 0)
    return {
      problems: unknown.map(({ task_name }) => problem('update-unknown-task', 'error', 'start', { task: task_name })),
    };
  const apps = new Map(plan.tasks.map(({ app }) => [app.id, app]));
  const lookup: AppLookup = (id) => apps.get(id);
  const result = planJob({
    document: documentOf(plan),
    lookup,
    job: { name: '', tool_id: '', tool_type: 'workflow', output_dir: plan.outputDir, tasks: [...tasks] },
    projectName: plan.projectName,
    jobId: '',
    // The limit may have been lowered since the start.
    maxInstances: Math.max(maxInstances, plan.instanceCount),
  });
  if ('problems' in result) return result;
  const next = new Map(result.plan.tasks.map((task) => [task.name, task]));
  const updates = plan.tasks.flatMap((task) => differenceOf(task, next.get(task.name) ?? task) ?? []);
  const after = updatedPlan(plan, updates);
  const problems = updates.flatMap((update) => protect(plan, after, update, instances[update.task] ?? []));
  return problems.length > 0 ? { problems } : { updates };
}

/** The plan as the workflow it would come from. Tasks, apps and folders are those of the start, whatever became of them. */
export function documentOf(plan: JobPlan): WorkflowDocument {
  return {
    name: 'job',
    version: '1',
    tasks: plan.tasks.map(
      (task): TaskDocument => ({
        task_name: task.name,
        app_id: task.app.id,
        output_dir: task.outputDir,
        resources: task.resources,
        inputs: task.inputs.map((input) => ({ name: input.name, values: valuesOf(input) })),
      }),
    ),
  };
}

/** Values of an input as a document has them. */
export function valuesOf(input: PlannedInput): string[] {
  return input.kind === 'values' ? input.values : [formatReference(input)];
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function differenceOf(before: PlannedTask, after: PlannedTask): TaskUpdate | undefined {
  const inputs = before.inputs.flatMap((input) => {
    const other = after.inputs.find(({ name }) => name === input.name);
    if (input.kind !== 'values' || other?.kind !== 'values' || same(input.values, other.values)) return [];
    return [{ name: input.name, from: input.values, to: other.values }];
  });
  const resources = sameResources(before.resources, after.resources)
    ? {}
    : { resources: { from: before.resources, to: after.resources } };
  const instances =
    before.instances === after.instances ? {} : { instances: { from: before.instances, to: after.instances } };
  const update: TaskUpdate = { task: before.name, inputs, ...resources, ...instances };
  return inputs.length > 0 || update.resources || update.instances ? update : undefined;
}

function sameResources(a: PlannedTask['resources'], b: PlannedTask['resources']): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof PlannedTask['resources']>;
  return [...fields].every((field) => String(a[field] ?? '') === String(b[field] ?? ''));
}

/**
 * What has succeeded stays as it is, so nothing may claim that it ran otherwise: a task that has succeeded is closed, and
 * so is the value of a fan-out that a succeeded instance took. One value for all instances may still change for those
 * that are to run; the event tells from when on. Attempts, logs and outputs are named after an instance's place, hence
 * the number of instances may change only where none has run: anything else is another job, which a clone starts.
 */
function protect(
  plan: JobPlan,
  after: JobPlan,
  update: TaskUpdate,
  instances: readonly Pick<InstanceState, 'status' | 'attempt'>[],
): Problem[] {
  const place = { task: update.task };
  if (instances.length > 0 && instances.every(({ status }) => status === 'SUCCEEDED'))
    return [problem('update-succeeded', 'error', 'start', place)];
  if (update.instances && instances.some(({ attempt, status }) => attempt > 0 || status === 'SUCCEEDED'))
    return [
      problem('update-count', 'error', 'start', place, {
        count: update.instances.to,
        before: update.instances.from,
      }),
    ];
  const used = firstUsed(plan, after, update, instances);
  return used
    ? [problem('update-value-used', 'error', 'start', { ...place, input: used.input }, { index: used.index })]
    : [];
}

/** The first value of a fan-out that changes although an instance has succeeded with it. */
function firstUsed(
  plan: JobPlan,
  after: JobPlan,
  update: TaskUpdate,
  instances: readonly Pick<InstanceState, 'status'>[],
): { input: string; index: number } | undefined {
  const before = plan.tasks.find(({ name }) => name === update.task);
  const next = after.tasks.find(({ name }) => name === update.task);
  const concurrent = before?.inputs.filter(({ name, concurrent }) => concurrent && changes(update, name)) ?? [];
  if (!before || !next || concurrent.length === 0) return undefined;
  for (const [index, { status }] of instances.entries()) {
    if (status !== 'SUCCEEDED') continue;
    const had = instanceValues(plan, before, index);
    const has = instanceValues(after, next, index);
    const input = concurrent.find(({ name }) => !same(had[name]?.values, has[name]?.values));
    if (input) return { input: input.name, index };
  }
  return undefined;
}

const changes = (update: TaskUpdate, input: string) => update.inputs.some(({ name }) => name === input);
