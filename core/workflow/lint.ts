/** All rules a workflow document must obey to be saved or started (domain §2.1–2.3). */
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { checkText } from '../names.ts';
import { type FanOut, fanOutOf } from './fan-out.ts';
import { findCycle, graphOf, layersOf, topologicalOrder } from './graph.ts';
import { lintInputs, lintLength } from './lint-inputs.ts';
import { lintLimits } from './lint-limits.ts';
import { lintTaskFields } from './lint-tasks.ts';
import { problem } from './problems.ts';
import type { AppLookup, Problem, WorkflowDocument } from './types.ts';
import { type EffectiveInput, effectiveInputs } from './values.ts';

export { problemSentence } from './problems.ts';

/** Hops a reference chain may have (error 01050101). As long as a workflow may be, so legal documents never meet it. */
export const MAX_REFERENCE_HOPS = limits.tasks.maxItems;

/** Finds everything wrong with a document. At `start`, missing values are errors; at `save` they are warnings. */
export function lintWorkflow(document: WorkflowDocument, lookup: AppLookup, when: Problem['when']): Problem[] {
  return [
    ...lintDetails(document, when),
    ...lintStructure(document, when),
    ...lintTaskFields(document, when),
    // A job's own values were checked with its body, and a saved workflow with it: the rest is not said twice.
    ...(when === 'save' ? lintLimits(document) : []),
    ...(document.tasks ?? []).flatMap((task) => lintInputs(document, task, lookup, when)),
    ...lintFanOut(document, lookup, when),
  ];
}

/**
 * What an editor says while a document is made: all that blocks saving, and as warnings what a job could not be
 * started with as long as nobody gives it more.
 */
export function lintDraft(document: WorkflowDocument, lookup: AppLookup): Problem[] {
  const tasks = document.tasks ?? [];
  const later: Problem[] = [
    ...(tasks.length === 0 ? [problem('no-tasks', 'warning', 'start')] : []),
    ...tasks.flatMap((task) => lintLength(task, 'start')).map((found) => ({ ...found, severity: 'warning' as const })),
  ];
  const saving = lintWorkflow(document, lookup, 'save').map(
    (found): Problem => (found.key === 'required-missing' ? { ...found, when: 'start' } : found),
  );
  return [...saving, ...later];
}

function lintDetails(document: WorkflowDocument, when: Problem['when']): Problem[] {
  const found: Problem[] = [];
  for (const field of ['name', 'version', 'summary', 'output_dir'] as const) {
    const value = document[field];
    if (value === undefined || value === null) continue;
    const limit = limits[field];
    const breach = checkText(limit, value);
    if (!breach) continue;
    const bounds = { field, value, min: limit.minLength, max: limit.maxLength };
    found.push(problem(breach === 'pattern' ? 'field-pattern' : 'field-length', 'error', when, {}, bounds));
  }
  return found;
}

function lintStructure(document: WorkflowDocument, when: Problem['when']): Problem[] {
  const tasks = document.tasks ?? [];
  const found: Problem[] = [];
  if (tasks.length === 0 && when === 'start') found.push(problem('no-tasks', 'error', when));
  const limit = limits.tasks.maxItems;
  if (tasks.length > limit) {
    const place = { task: tasks[limit]?.task_name };
    found.push(problem('too-many-tasks', 'error', when, place, { count: tasks.length, limit }));
  }
  const seen = new Set<string>();
  for (const { task_name: task } of tasks) {
    if (seen.has(task)) found.push(problem('duplicate-task', 'error', when, { task }));
    seen.add(task);
  }
  const cycle = findCycle(document);
  if (cycle)
    found.push(problem('cycle', 'error', when, { task: cycle[0] }, { cycle: [...cycle, cycle[0]].join(' → ') }));
  const layers = layersOf(document) ?? [];
  const levels = layers.length - 1;
  if (levels > MAX_REFERENCE_HOPS) {
    const place = { task: layers[levels]?.[0] };
    found.push(problem('too-deep', 'error', when, place, { levels, limit: MAX_REFERENCE_HOPS }));
  }
  return found;
}

export interface TaskFanOut extends FanOut {
  inputs: EffectiveInput[];
}

/** Fan-out of every task whose app is known, in topological order; undefined when the document has a cycle. */
export function fanOutsOf(
  document: WorkflowDocument,
  lookup: AppLookup,
  when: Problem['when'],
): Map<string, TaskFanOut> | undefined {
  const order = topologicalOrder(document);
  if (!order) return undefined;
  const { tasks } = graphOf(document);
  const all = new Map<string, TaskFanOut>();
  for (const name of order) {
    const task = tasks.get(name);
    const app = task && lookup(task.app_id);
    if (!app) continue;
    const inputs = effectiveInputs(task, app);
    all.set(name, { ...fanOutOf(inputs, (upstream) => all.get(upstream), when === 'save'), inputs });
  }
  return all;
}

function lintFanOut(document: WorkflowDocument, lookup: AppLookup, when: Problem['when']): Problem[] {
  const found: Problem[] = [];
  for (const [task, { conflict }] of fanOutsOf(document, lookup, when) ?? []) {
    if (!conflict) continue;
    const { input, count, expected } = conflict;
    found.push(problem('concurrent-count', 'error', when, { task, input }, { count, expected }));
  }
  return found;
}
