/** Where in the form each problem of an app stands: JSON pointer → what is wrong, in words. */
import limits from '#contracts/generated/limits/eihealth.createApp.ts';
import { lintApp } from '#core/app/check.ts';
import { checkText } from '#core/names.ts';
import type { Problem } from '#core/workflow/types.ts';
import { type AppDraft, appOf, commandsOf, type ParameterDraft } from './app-draft.ts';

export interface PlacedProblem {
  /** `/commands`, `/inputs/0/name` … */
  at: string;
  /** A finding of the rules, or a limit of the contract that is broken. */
  problem?: Problem;
  limit?: { path: keyof typeof limits; kind: 'length' | 'pattern' | 'items'; value?: string | number };
}

/** Places of the finding about a parameter: its fields. */
const PARAMETER_FIELD: Record<string, string> = {
  'app-duplicate-parameter': 'name',
  'app-enum-empty': 'enum',
  'app-enum-default': 'values',
  'app-single-default': 'values',
  'app-default-path': 'values',
};

function placeOfParameter(draft: AppDraft, name: string, field: string): string {
  const output = draft.outputs.findLastIndex((parameter) => parameter.name === name);
  if (output >= 0) return `/outputs/${output}/${field}`;
  return `/inputs/${draft.inputs.findLastIndex((parameter) => parameter.name === name)}/${field}`;
}

function placeOf({ key, params }: Problem, draft: AppDraft): string {
  const field = PARAMETER_FIELD[key];
  if (field) return placeOfParameter(draft, String(params.parameter ?? ''), field);
  if (key.startsWith('app-resource-')) return `/resources/${params.field}`;
  if (params.field === 'parameter name') return placeOfParameter(draft, String(params.value ?? ''), 'name');
  if (params.field !== undefined) return `/${params.field}`;
  return '/commands';
}

function textProblem(at: string, path: keyof typeof limits, value: string): PlacedProblem[] {
  const breach = value === '' ? undefined : checkText(limits[path], value);
  return breach ? [{ at, limit: { path, kind: breach === 'pattern' ? 'pattern' : 'length', value } }] : [];
}

function itemsProblem(
  at: string,
  path: 'inputs' | 'outputs' | 'commands' | 'inputs[].enum',
  count: number,
): PlacedProblem[] {
  return count > limits[path].maxItems ? [{ at, limit: { path, kind: 'items', value: count } }] : [];
}

function commandProblems(text: string): PlacedProblem[] {
  const commands = commandsOf(text);
  const broken = commands.flatMap((line) => textProblem('/commands', 'commands[]', line)).slice(0, 1);
  return [...itemsProblem('/commands', 'commands', commands.length), ...broken];
}

function parameterProblems(kind: 'inputs' | 'outputs', parameters: readonly ParameterDraft[]): PlacedProblem[] {
  return parameters.flatMap(({ description, pattern, value, choices }, index) => {
    const at = `/${kind}/${index}`;
    return [
      ...textProblem(`${at}/description`, 'inputs[].description', description),
      ...textProblem(`${at}/pattern`, 'inputs[].pattern', pattern),
      ...textProblem(`${at}/values`, 'inputs[].values[]', value),
      ...choices.flatMap((choice) => textProblem(`${at}/enum`, 'inputs[].enum[]', choice)).slice(0, 1),
      ...itemsProblem(`${at}/enum`, 'inputs[].enum', choices.length),
    ];
  });
}

/** Everything that is wrong with a form, each at its place. Fields that are only empty are another matter. */
export function appProblems(draft: AppDraft): PlacedProblem[] {
  const found = lintApp(appOf(draft))
    .filter(({ params }) => params.field === undefined || params.value !== '')
    .map((problem) => ({ at: placeOf(problem, draft), problem }));
  return [
    ...found,
    ...commandProblems(draft.commands),
    ...parameterProblems('inputs', draft.inputs),
    ...parameterProblems('outputs', draft.outputs),
    ...draft.labels.flatMap((label) => textProblem('/labels', 'labels[]', label)).slice(0, 1),
    ...textProblem('/node_label', 'node_labels[]', draft.node_label),
  ];
}

/** Places of what has to be filled in and is not. */
export function missingPlaces(draft: AppDraft): string[] {
  const blank = (kind: 'inputs' | 'outputs') =>
    draft[kind].flatMap(({ name }, index) => (name === '' ? [`/${kind}/${index}/name`] : []));
  return [...(commandsOf(draft.commands).length === 0 ? ['/commands'] : []), ...blank('inputs'), ...blank('outputs')];
}
