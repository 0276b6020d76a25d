/** All rules an app must obey to be saved (domain §1.1, §1.3, §1.6, §1.8). */

import limits from '#contracts/generated/limits/eihealth.createApp.ts';
import type { Schema } from '#contracts/index.ts';
import { parseDataPath } from '../data-path.ts';
import { checkText } from '../names.ts';
import { isNodeLabel } from '../nodes/placement.ts';
import { checkResources, SNT9_COUNTS } from '../resources.ts';
import { type ProblemKey, problem } from '../workflow/problems.ts';
import type { AppInput, AppOutput, AppSignature, Problem } from '../workflow/types.ts';
import { isSystemVariable, scriptOf } from './commands.ts';
import { dangerousCommands } from './danger.ts';
import { readShell } from './shell.ts';

export type AppDocument = Schema<'AppReq'>;

function error(key: ProblemKey, params: Problem['params'] = {}): Problem {
  return problem(key, 'error', 'save', {}, params);
}

/** Finds everything wrong with an app. */
export function lintApp(app: AppDocument): Problem[] {
  const parameters = [...(app.inputs ?? []), ...(app.outputs ?? [])];
  return [
    ...lintTexts(app),
    ...lintParameterNames(parameters),
    ...parameters.flatMap(lintParameter),
    ...lintCommands(app, new Set(parameters.map((parameter) => parameter.name))),
    ...lintResources(app),
    ...(app.node_labels ?? [])
      .filter((label) => !isNodeLabel(label))
      .map((value) => error('bad-node-label', { field: 'node_label', value })),
  ];
}

function lintTexts(app: AppDocument): Problem[] {
  const found: Problem[] = [];
  for (const field of ['name', 'version', 'image', 'summary'] as const) {
    const value = app[field];
    const limit = limits[field];
    const breach = value === undefined ? undefined : checkText(limit, value);
    if (!breach) continue;
    const params = { field, value: value ?? '', min: limit.minLength, max: limit.maxLength };
    found.push(error(breach === 'pattern' ? 'field-pattern' : 'field-length', params));
  }
  return found;
}

/** Inputs and outputs share one name space: both are written `${name}`. */
function lintParameterNames(parameters: readonly { name: string }[]): Problem[] {
  const seen = new Set<string>();
  const found: Problem[] = [];
  for (const { name } of parameters) {
    const breach = checkText(limits['inputs[].name'], name);
    const { minLength: min, maxLength: max } = limits['inputs[].name'];
    const key = breach === 'pattern' ? 'field-pattern' : 'field-length';
    if (breach) found.push(error(key, { field: 'parameter name', value: name, min, max }));
    if (seen.has(name)) found.push(error('app-duplicate-parameter', { parameter: name }));
    seen.add(name);
  }
  return found;
}

function lintParameter(definition: AppInput | AppOutput): Problem[] {
  const parameter = definition.name;
  const values = (definition.values ?? []).filter((value) => value !== '');
  const found: Problem[] = [];
  if (values.length > 1) found.push(error('app-single-default', { parameter }));
  if (definition.type === 'ENUM') {
    const list = definition.enum ?? [];
    const allowed = list.join(', ');
    if (list.length === 0) found.push(error('app-enum-empty', { parameter }));
    for (const value of values) {
      if (!list.includes(value)) found.push(error('app-enum-default', { parameter, value, allowed }));
    }
  }
  if (definition.type === 'FILE' || definition.type === 'DIRECTORY') {
    for (const value of values) {
      if (!parseDataPath(value).ok) found.push(error('app-default-path', { parameter, value }));
    }
  }
  return found;
}

function lintCommands(app: AppDocument, names: ReadonlySet<string>): Problem[] {
  const shell = readShell(scriptOf(app.commands));
  const found: Problem[] = [];
  const unknown = new Set<string>();
  for (const { name, context } of shell.occurrences) {
    if (context === 'comment') continue;
    if (!names.has(name) && !isSystemVariable(name)) unknown.add(`\${${name}}`);
    else if (context === 'unquotable') {
      found.push({ ...error('app-unquotable', { value: `\${${name}}` }), severity: 'warning' });
    }
  }
  for (const value of unknown) found.push(error('app-unknown-parameter', { value }));
  for (const value of dangerousCommands(scriptOf(app.commands), shell)) {
    found.push(error('app-dangerous-command', { value }));
  }
  return found;
}

function lintResources(app: AppDocument): Problem[] {
  return checkResources(app.resources).map((fault) =>
    error(`app-resource-${fault.kind}`, {
      field: fault.field,
      value: String(app.resources?.[fault.field] ?? ''),
      min: fault.min ?? 0,
      max: fault.max ?? 0,
      allowed: SNT9_COUNTS.join(', '),
    }),
  );
}

type Parameters = Pick<AppSignature, 'inputs' | 'outputs'>;

/**
 * Whether number, names, types or concurrency of the parameters differ: refused while a workflow uses the app
 * (error 01050011). Defaults, descriptions and order may change.
 */
export function signatureChanged(before: Partial<Parameters>, after: Partial<Parameters>): boolean {
  return signatureOf(before) !== signatureOf(after);
}

function signatureOf(app: Partial<Parameters>): string {
  const inputs = (app.inputs ?? []).map((input) => [input.name, input.type, input.concurrent === 'vars_iter']);
  const outputs = (app.outputs ?? []).map((output) => [output.name, output.type]);
  const texts = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort();
  return JSON.stringify([texts(inputs), texts(outputs)]);
}
