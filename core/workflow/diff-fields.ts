/**
 * A task or the details of a workflow as a flat list of fields, for comparing. What has no meaning is left out: the
 * order of keys and inputs, inputs without values, the default `source` (reference 4.5.4.5).
 */
import type { TaskDocument, TaskInput, WorkflowDocument } from './types.ts';

/** Field by path: `app_id`, `location`, `resources.cpu`, `inputs.reads` (its values); unknown fields by their name. */
export type Fields = ReadonlyMap<string, unknown>;

const DEFAULT_SOURCE = 'MANUAL';

export const sameValue = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

/** The value with the keys of its objects in one order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  // As a list: an own `__proto__` would be lost in an object.
  return entries.map(([key, inner]) => [key, ordered(inner)]);
}

function addInput(fields: Map<string, unknown>, input: TaskInput): void {
  const { name, values, source, ...rest } = input;
  if (values && values.length > 0) fields.set(`inputs.${name}`, values);
  if (source !== undefined && source !== DEFAULT_SOURCE) fields.set(`inputs.${name}.source`, source);
  for (const [key, value] of Object.entries(rest)) if (value !== undefined) fields.set(`inputs.${name}.${key}`, value);
}

function addLocation(fields: Map<string, unknown>, location: NonNullable<TaskDocument['location']>): void {
  const { x, y, ...rest } = location;
  if (x !== undefined || y !== undefined) fields.set('location', { x, y });
  for (const [key, value] of Object.entries(rest)) fields.set(`location.${key}`, value);
}

/** The fields of a task without its name. */
export function fieldsOfTask(task: TaskDocument): Fields {
  const { task_name: _, app_id, display_name, resources, inputs, output_dir, location, ...rest } = task;
  const fields = new Map<string, unknown>([['app_id', app_id]]);
  if (display_name) fields.set('display_name', display_name);
  for (const input of inputs ?? []) addInput(fields, input);
  // Accelerators may be counted as a number or as a text (4.5.4.5).
  for (const [key, value] of Object.entries(resources ?? {}))
    if (value !== undefined && value !== '') fields.set(`resources.${key}`, String(value));
  if (output_dir) fields.set('output_dir', output_dir);
  for (const [key, value] of Object.entries(rest)) if (value !== undefined) fields.set(key, value);
  if (location) addLocation(fields, location);
  return fields;
}

/** The fields of a workflow without its tasks. */
export function fieldsOfDetails(document: WorkflowDocument): Fields {
  const { tasks: _, ...details } = document;
  const fields = new Map<string, unknown>();
  for (const [key, value] of Object.entries(details)) {
    const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) fields.set(key, value);
  }
  return fields;
}
