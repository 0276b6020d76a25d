/** What the fields of a workflow text must be, so that a fault can be named with its field and its place. */

export type TextFault = 'missing' | 'not-text' | 'not-number' | 'not-list' | 'not-fields';
export type FieldPath = readonly (string | number)[];

/** How the reader learns of the text behind a value: scalars such as `version: 1.0` are texts as they were written. */
export interface TextSource {
  written: (path: FieldPath) => string | undefined;
  fault: (kind: TextFault, path: FieldPath) => void;
}

type Read = (value: unknown, path: FieldPath, source: TextSource) => unknown;
interface Field {
  read: Read;
  required?: boolean;
}

export const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text: Read = (value, path, source) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return source.written(path) ?? String(value);
  return refuse('not-text', path, source);
};

const number: Read = (value, path, source) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse('not-number', path, source);

/** Accelerators are counted in a number or in a text (reference 4.5.4.5). */
const amount: Read = (value, path, source) => (typeof value === 'number' ? value : text(value, path, source));

function refuse(kind: TextFault, path: FieldPath, source: TextSource): undefined {
  source.fault(kind, path);
  return undefined;
}

const listOf =
  (item: Read): Read =>
  (value, path, source) => {
    if (!Array.isArray(value)) return refuse('not-list', path, source);
    return value.map((entry: unknown, at) => item(entry, [...path, at], source));
  };

/** Fields named are read; others stay as they are. A named field without a value (`labels:`) is one that is not set. */
const fieldsOf =
  (known: Readonly<Record<string, Field>>): Read =>
  (value, path, source) => {
    if (!isFields(value)) return refuse('not-fields', path, source);
    const entries = Object.entries(value).flatMap(([name, entry]): [string, unknown][] => {
      const field = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!field) return [[name, entry]];
      return entry === null ? [] : [[name, field.read(entry, [...path, name], source)]];
    });
    const result = Object.fromEntries(entries);
    for (const [name, field] of Object.entries(known))
      if (field.required && !Object.hasOwn(result, name)) source.fault('missing', [...path, name]);
    return result;
  };

const RESOURCES = fieldsOf({
  cpu: { read: text },
  cpu_type: { read: text },
  memory: { read: text },
  gpu_type: { read: text },
  gpu: { read: amount },
});
const LOCATION = fieldsOf({ x: { read: number }, y: { read: number } });
const INPUT = fieldsOf({
  name: { read: text, required: true },
  source: { read: text },
  values: { read: listOf(text) },
});

/** Tasks as texts have them: checked as far as their form goes, the rest is for the linter. */
export const readTasks = listOf(
  fieldsOf({
    task_name: { read: text, required: true },
    app_id: { read: text, required: true },
    display_name: { read: text },
    output_dir: { read: text },
    resources: { read: RESOURCES },
    location: { read: LOCATION },
    inputs: { read: listOf(INPUT) },
  }),
);

/** A workflow; its name and version may be missing, because a part of a workflow is a text of this form too. */
export const readWorkflow = fieldsOf({
  name: { read: text },
  version: { read: text },
  summary: { read: text },
  description: { read: text },
  labels: { read: listOf(text) },
  timeout: { read: number },
  output_dir: { read: text },
  tasks: { read: readTasks },
});
