/** What one instance of a planned task reads and where it writes. All paths are bucket paths `/a/b`. */
import { joinPath } from '../data-path.ts';
import { valuePositions } from '../workflow/fan-out.ts';
import { isPathType } from './normalise.ts';
import type { JobPlan, PlannedInput, PlannedOutput, PlannedTask, ResolvedValue } from './types.ts';

const taskMaps = new WeakMap<JobPlan, Map<string, PlannedTask>>();

/** A task of the plan by name. */
export function plannedTask(plan: JobPlan, name: string): PlannedTask | undefined {
  let tasks = taskMaps.get(plan);
  if (!tasks) {
    tasks = new Map(plan.tasks.map((task) => [task.name, task]));
    taskMaps.set(plan, tasks);
  }
  return tasks.get(name);
}

/** Folder of one instance: that of the task, plus the index exactly when the task fans out (design §6). */
export function instanceOutputDir(task: PlannedTask, index: number): string {
  return task.fansOut ? joinPath(task.wholeOutputDir, String(index)) : task.wholeOutputDir;
}

/** The literal or the full path an output has in one instance. */
export function outputValue(task: PlannedTask, output: PlannedOutput, index: number): string {
  return isPathType(output.type) ? joinPath(instanceOutputDir(task, index), output.value) : output.value;
}

/** Values of all outputs of one instance, by name. */
export function instanceOutputs(task: PlannedTask, index: number): Record<string, ResolvedValue> {
  return Object.fromEntries(
    task.outputs.map((output) => {
      const value = outputValue(task, output, index);
      return [output.name, { type: output.type, isPath: isPathType(output.type), values: value ? [value] : [] }];
    }),
  );
}

/** Values of all inputs of one instance, by name; an optional input without value has an empty list. */
export function instanceValues(plan: JobPlan, task: PlannedTask, index: number): Record<string, ResolvedValue> {
  const spread = task.inputs.filter((input) => input.concurrent && input.kind === 'values');
  const counts = spread.map((input) => (input.kind === 'values' ? input.values.length : 1));
  const positions = valuePositions(counts, index, task.paired);
  return Object.fromEntries(
    task.inputs.map((input) => {
      const at = spread.indexOf(input);
      return [input.name, resolve(plan, input, index, at < 0 ? undefined : positions[at])];
    }),
  );
}

function resolve(plan: JobPlan, input: PlannedInput, index: number, position: number | undefined): ResolvedValue {
  if (input.kind === 'reference') return resolveReference(plan, input, index);
  const values = position === undefined ? input.values : input.values.slice(position, position + 1);
  return { type: input.type, isPath: isPathType(input.type), values };
}

/**
 * A whole edge from a fanned-out task gives the files of all its instances, or the folder that holds them all; a
 * literal is the same in every instance and is given once.
 */
function resolveReference(plan: JobPlan, input: PlannedInput & { kind: 'reference' }, index: number): ResolvedValue {
  const source = plannedTask(plan, input.task);
  const output = source?.outputs.find((item) => item.name === input.output);
  if (!source || !output) return { type: input.type, isPath: false, values: [] };
  const type = isPathType(output.type) ? output.type : input.type;
  const resolved = { type, isPath: isPathType(output.type) };
  if (input.edge === 'iterate') return { ...resolved, values: given(outputValue(source, output, index)) };
  if (!resolved.isPath) return { ...resolved, values: given(output.value) };
  if (output.type === 'DIRECTORY' && source.fansOut) return { ...resolved, values: [source.wholeOutputDir] };
  const values = Array.from({ length: source.instances }, (_, i) => outputValue(source, output, i));
  return { ...resolved, values };
}

function given(value: string): string[] {
  return value === '' ? [] : [value];
}
