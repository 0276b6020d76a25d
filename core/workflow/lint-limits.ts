/** Limits of the contract that no other rule looks at: what the server's check of the body would refuse. */
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import type { FieldLimits } from '#contracts/limits.ts';
import { checkText } from '../names.ts';
import { problem } from './problems.ts';
import type { Problem, ProblemPlace, TaskDocument, TaskInput, WorkflowDocument } from './types.ts';

function lintText(field: string, limit: FieldLimits, value: unknown, place: ProblemPlace = {}): Problem[] {
  if (typeof value !== 'string') return [];
  const breach = checkText(limit, value);
  if (!breach) return [];
  const params = { field, value, min: limit.minLength ?? 0, max: limit.maxLength ?? 0 };
  if (breach === 'enum') {
    const allowed = (limit.enum ?? []).filter((item) => item !== '').join(', ');
    return [problem('field-enum', 'error', 'save', place, { ...params, allowed })];
  }
  return [problem(breach === 'pattern' ? 'field-pattern' : 'field-length', 'error', 'save', place, params)];
}

function lintCount(field: string, limit: FieldLimits, count: number, place: ProblemPlace = {}): Problem[] {
  const most = limit.maxItems ?? Number.POSITIVE_INFINITY;
  return count > most ? [problem('list-length', 'error', 'save', place, { field, count, limit: most })] : [];
}

function lintDetails(document: WorkflowDocument): Problem[] {
  const { description, labels, timeout } = document;
  const found = [
    ...lintText('description', limits.description, description),
    ...lintCount('labels', limits.labels, labels?.length ?? 0),
    ...(labels ?? []).flatMap((label) => lintText('labels', limits['labels[]'], label)),
  ];
  const { minimum: min, maximum: max } = limits.timeout;
  if (typeof timeout === 'number' && (timeout < min || timeout > max)) {
    found.push(problem('field-range', 'error', 'save', {}, { field: 'timeout', min, max }));
  }
  return found;
}

/** The server sees the whole list, the editor all of it too: one problem per input is enough for either. */
function lintInput(task: string, input: TaskInput): Problem[] {
  const place = { task, input: input.name };
  const values = input.values ?? [];
  const { maxLength: limit } = limits['tasks[].inputs[].values[]'];
  const { maxItems } = limits['tasks[].inputs[].values'];
  const found = lintText('name', limits['tasks[].inputs[].name'], input.name, place);
  if (values.length > maxItems) {
    found.push(problem('too-many-values', 'error', 'save', place, { count: values.length, limit: maxItems }));
  }
  // Characters are counted only where there are enough units to be too many.
  const long = values.find((value) => value.length > limit && [...value].length > limit);
  if (long !== undefined) {
    found.push(problem('value-length', 'error', 'save', place, { count: [...long].length, limit }));
  }
  return found;
}

function lintTask(task: TaskDocument): Problem[] {
  const place = { task: task.task_name };
  const { inputs, resources } = task;
  return [
    ...lintText('app_id', limits['tasks[].app_id'], task.app_id, place),
    ...lintText('cpu_type', limits['tasks[].resources.cpu_type'], resources?.cpu_type, place),
    ...lintText('gpu_type', limits['tasks[].resources.gpu_type'], resources?.gpu_type, place),
    ...lintCount('inputs', limits['tasks[].inputs'], inputs?.length ?? 0, place),
    ...(inputs ?? []).flatMap((input) => lintInput(task.task_name, input)),
  ];
}

/** Problems of the details and tasks of a document with the contract. */
export function lintLimits(document: WorkflowDocument): Problem[] {
  return [...lintDetails(document), ...(document.tasks ?? []).flatMap((task) => lintTask(task))];
}
