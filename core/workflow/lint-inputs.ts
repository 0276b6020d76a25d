/** Rules of the inputs of one task, against its app and the apps it refers to (domain §1.3, §2.1). */
import { parseDataPath } from '../data-path.ts';
import { typesFit } from './connect.ts';
import { graphOf } from './graph.ts';
import { type ProblemKey, problem } from './problems.ts';
import { isReference, parseReference, type Reference, valueKind } from './references.ts';
import type { AppInput, AppLookup, AppSignature, Problem, TaskDocument, TaskInput, WorkflowDocument } from './types.ts';
import { effectiveInputs, inputOf, isConcurrent, outputOf } from './values.ts';

/** Characters the given values of one task may have together (error 01050221). */
export const MAX_INPUT_CHARACTERS = 4096;

interface Context {
  document: WorkflowDocument;
  task: TaskDocument;
  lookup: AppLookup;
  when: Problem['when'];
}

/** Problems of the inputs of a task. */
export function lintInputs(
  document: WorkflowDocument,
  task: TaskDocument,
  lookup: AppLookup,
  when: Problem['when'],
): Problem[] {
  const context: Context = { document, task, lookup, when };
  const app = lookup(task.app_id);
  const place = { task: task.task_name };
  const found: Problem[] = [];
  if (!app) found.push(problem('unknown-app', 'error', when, place, { app: task.app_id }));
  const seen = new Set<string>();
  for (const input of task.inputs ?? []) {
    if (seen.has(input.name)) found.push(error(context, 'duplicate-input', input));
    seen.add(input.name);
    const definition = app && inputOf(app, input.name);
    if (app && !definition) found.push(error(context, 'unknown-input', input, { app: app.name }));
    found.push(...lintReferences(context, input, definition), ...lintValues(context, input, definition));
  }
  if (app) found.push(...lintMissing(context, app));
  if (when === 'start') found.push(...lintLength(task, when));
  return found;
}

function error(context: Context, key: ProblemKey, input: { name: string }, params: Problem['params'] = {}): Problem {
  return problem(key, 'error', context.when, { task: context.task.task_name, input: input.name }, params);
}

function lintReferences(context: Context, input: TaskInput, definition: AppInput | undefined): Problem[] {
  const values = input.values ?? [];
  const found: Problem[] = [];
  for (const value of values) {
    const kind = valueKind(value);
    const reference = parseReference(value);
    if (reference) found.push(...lintReference(context, input, reference, definition));
    else if (kind === 'embedded') found.push(error(context, 'reference-embedded', input, { value }));
    else if (kind === 'braced') {
      found.push({ ...error(context, 'braced-text', input, { value }), severity: 'warning' });
    }
  }
  if (values.length > 1 && values.some(isReference)) found.push(error(context, 'reference-alone', input));
  return found;
}

function lintReference(
  context: Context,
  input: TaskInput,
  reference: Reference,
  definition: AppInput | undefined,
): Problem[] {
  const source = graphOf(context.document).tasks.get(reference.task);
  const params = { from: reference.task, output: reference.output };
  if (!source) return [error(context, 'reference-task', input, params)];
  const app = context.lookup(source.app_id);
  if (!app) return [];
  const output = outputOf(app, reference.output);
  if (!output) return [error(context, 'reference-output', input, params)];
  if (!definition) return [];
  const fit = typesFit(output.type, definition.type);
  const types = { ...params, inputType: definition.type, outputType: output.type };
  if (fit === 'no') return [error(context, 'reference-type', input, types)];
  if (fit === 'path-as-text') return [{ ...error(context, 'path-as-text', input, types), severity: 'warning' }];
  const literal = output.values?.[0];
  return definition.type === 'ENUM' && literal ? lintEnum(context, input, [literal], definition) : [];
}

function lintValues(context: Context, input: TaskInput, definition: AppInput | undefined): Problem[] {
  if (!definition) return [];
  const values = (input.values ?? []).filter((value) => value !== '' && !isReference(value));
  const found = lintEnum(context, input, values, definition);
  if (values.length > 1 && !isConcurrent(definition)) found.push(error(context, 'single-value', input));
  if (definition.type === 'FILE' || definition.type === 'DIRECTORY') {
    for (const value of values) {
      if (!parseDataPath(value).ok) found.push(error(context, 'bad-path', input, { value }));
    }
  }
  return found;
}

function lintEnum(context: Context, input: TaskInput, values: readonly string[], definition: AppInput): Problem[] {
  if (definition.type !== 'ENUM') return [];
  const allowed = definition.enum ?? [];
  return values
    .filter((value) => !allowed.includes(value))
    .map((value) => error(context, 'not-in-enum', input, { value, allowed: allowed.join(', ') }));
}

function lintMissing(context: Context, app: AppSignature): Problem[] {
  return effectiveInputs(context.task, app)
    .filter((input) => input.definition.required && input.values.length === 0)
    .map((input) => ({
      ...error(context, 'required-missing', input.definition),
      severity: context.when === 'start' ? 'error' : 'warning',
    }));
}

/** The given values of a task may not be too long together. Counts what is given, not what references resolve to. */
export function lintLength(task: TaskDocument, when: Problem['when']): Problem[] {
  let count = 0;
  for (const input of task.inputs ?? []) for (const value of input.values ?? []) count += [...value].length;
  if (count <= MAX_INPUT_CHARACTERS) return [];
  const params = { count, limit: MAX_INPUT_CHARACTERS };
  return [problem('inputs-too-long', 'error', when, { task: task.task_name }, params)];
}
