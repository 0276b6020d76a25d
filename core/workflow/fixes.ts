/**
 * Repairs of problems, only where there is one way out that needs no knowledge of what was meant. Every fix looks at
 * the document it is given, so that a list of problems can be worked through while the document changes.
 */
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { parseDataPath } from '../data-path.ts';
import { checkText, cutName } from '../names.ts';
import { checkResources, parseCpu, parseMemory } from '../resources.ts';
import { applyCommand, type Command } from './commands.ts';
import { checkConnection, typesFit } from './connect.ts';
import { graphOf } from './graph.ts';
import type { ProblemKey } from './problems.ts';
import { inputReference, isReference, type Reference } from './references.ts';
import { copyName, isTaskName } from './task-names.ts';
import type { AppInput, AppLookup, Problem, TaskDocument, TaskInput, WorkflowDocument } from './types.ts';
import { inputOf } from './values.ts';

/** What a fix may look at; `input` and `definition` where the problem names an input of a known app. */
interface Place {
  problem: Problem;
  document: WorkflowDocument;
  lookup: AppLookup;
  task: TaskDocument;
  input: TaskInput | undefined;
  definition: AppInput | undefined;
}

type Fix = (place: Place) => Command[] | undefined;

const setValues = ({ task, problem }: Place, values: string[]): Command[] => [
  { type: 'setInputValues', task: task.task_name, input: problem.input ?? '', values },
];
const connectTo = ({ task, problem }: Place, { task: from, output }: Reference): Command[] => [
  { type: 'connect', from, output, to: task.task_name, input: problem.input ?? '' },
];
const disconnect = ({ task, problem }: Place): Command[] => [
  { type: 'disconnect', to: task.task_name, input: problem.input ?? '' },
];
const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

/** Another output of the same task that fits exactly, if there is one; without any that fits the reference goes. */
const otherOutput: Fix = (place) => {
  const { document, lookup, definition, input } = place;
  const reference = input && inputReference(input);
  if (!reference || !definition) return undefined;
  const source = graphOf(document).tasks.get(reference.task);
  const outputs = (source && lookup(source.app_id)?.outputs) ?? [];
  if (outputs.some(({ name, type }) => name === reference.output && typesFit(type, definition.type) !== 'no')) {
    return undefined;
  }
  const fitting = outputs.filter((output) => typesFit(output.type, definition.type) === 'yes');
  if (fitting.length === 0) return disconnect(place);
  const found = only(fitting);
  return found && connectTo(place, { task: reference.task, output: found.name });
};

/** Whether a task stands before another: further left where both were placed, else earlier in the document. */
function standsBefore(document: WorkflowDocument, from: TaskDocument, to: TaskDocument): boolean {
  const [a, b] = [from.location?.x, to.location?.x];
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  const tasks = document.tasks ?? [];
  return tasks.indexOf(from) < tasks.indexOf(to);
}

/** The only value that is possible: of a list with one entry, or the one output of the tasks before that fits. */
const onlyValue: Fix = (place) => {
  const { document, lookup, task, definition, problem } = place;
  if (!definition) return undefined;
  if (definition.type === 'ENUM') {
    const value = only(definition.enum ?? []);
    if (value !== undefined) return setValues(place, [value]);
  }
  const found: Reference[] = [];
  for (const source of document.tasks ?? []) {
    if (!standsBefore(document, source, task)) continue;
    for (const output of lookup(source.app_id)?.outputs ?? []) {
      const edge = { from: source.task_name, output: output.name, to: task.task_name, input: problem.input ?? '' };
      const verdict = checkConnection(document, lookup, edge);
      if (verdict.ok && !verdict.warning) found.push({ task: source.task_name, output: output.name });
    }
  }
  const reference = only(found);
  return reference && connectTo(place, reference);
};

const allowedValue: Fix = (place) => {
  const values = place.input?.values ?? [];
  const allowed = place.definition?.enum ?? [];
  const wanted = values.map((value) => {
    if (allowed.includes(value) || value === '') return value;
    const same = allowed.filter((item) => item.toLowerCase() === value.trim().toLowerCase());
    return only(same) ?? (values.length === 1 ? only(allowed) : undefined);
  });
  return wanted.every((value) => value !== undefined) ? setValues(place, wanted) : undefined;
};

/** Values that differ only in what nobody sees: blanks at the ends, control characters. */
const cleanPaths: Fix = (place) => {
  const values = (place.input?.values ?? []).map((value) =>
    isReference(value) || parseDataPath(value).ok ? value : value.replace(/\p{Cc}/gu, '').trim(),
  );
  return values.every((value) => isReference(value) || parseDataPath(value).ok) ? setValues(place, values) : undefined;
};

const referenceAlone: Fix = (place) => {
  const values = [...new Set(place.input?.values?.filter((value) => value !== ''))];
  return values.length === 1 && values[0] && isReference(values[0]) ? setValues(place, values) : undefined;
};

const singleValue: Fix = (place) => {
  const values = [...new Set(place.input?.values?.filter((value) => value !== ''))];
  return values.length === 1 ? setValues(place, values) : undefined;
};

function freeName(document: WorkflowDocument, wanted: string): string {
  const taken = new Set((document.tasks ?? []).map((task) => task.task_name));
  return taken.has(wanted) ? copyName(taken, wanted) : wanted;
}

const legalName: Fix = ({ document, task }) => {
  if (isTaskName(task.task_name)) return undefined;
  const plain = task.task_name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '');
  const name = cutName(plain, limits['tasks[].task_name'].maxLength);
  return isTaskName(name) ? [{ type: 'renameTask', task: task.task_name, name: freeName(document, name) }] : undefined;
};

const legalFolder: Fix = ({ task }) => {
  const given = task.output_dir ?? '';
  const folder = `/${given.split('/').filter(Boolean).join('/')}`;
  if (folder === given || checkText(limits['tasks[].output_dir'], folder)) return undefined;
  return [{ type: 'setOutputDir', task: task.task_name, output_dir: folder }];
};

const legalField: Fix = (place) => {
  if (place.problem.params.field === 'task_name') return legalName(place);
  return place.problem.params.field === 'output_dir' ? legalFolder(place) : undefined;
};

/** `4`, `4c` or `16 GB` are amounts, only not written as the platform wants them. */
const legalAmount: Fix = ({ task, problem }) => {
  const { field } = problem.params;
  if (field !== 'cpu' && field !== 'memory') return undefined;
  const number = /^\s*(\d+(?:\.\d)?)\s*(c|cores?|g|gb|gib)?\s*$/i.exec(task.resources?.[field] ?? '');
  if (!number?.[1]) return undefined;
  const unit = field === 'cpu' ? 'C' : 'G';
  if (number[2] && number[2][0]?.toUpperCase() !== unit) return undefined;
  const text = `${number[1]}${unit}`;
  const amount = field === 'cpu' ? parseCpu(text) : parseMemory(text);
  if (amount === undefined || checkResources({ [field]: text }).length > 0) return undefined;
  return [{ type: 'setResources', task: task.task_name, resources: { [field]: text } }];
};

/** The later one of two tasks with one name gets another; what refers to the name means the first. */
const uniqueName: Fix = ({ document, task }) => {
  const tasks = document.tasks ?? [];
  const place = tasks.findLastIndex((other) => other.task_name === task.task_name);
  if (tasks.findIndex((other) => other.task_name === task.task_name) === place) return undefined;
  return [{ type: 'renameTask', task: task.task_name, name: freeName(document, task.task_name), place }];
};

const drop =
  (repeated: boolean): Fix =>
  ({ task, problem }) => [
    { type: 'dropInput', task: task.task_name, input: problem.input ?? '', ...(repeated ? { repeated } : {}) },
  ];

/** The same list twice is one list; which of two different ones is meant, nobody can tell. */
const dropRepeated: Fix = (place) => {
  const lists = place.task.inputs
    ?.filter((input) => input.name === place.problem.input)
    .map(({ values }) => values ?? []);
  const [first, ...others] = lists ?? [];
  const same = others.every((other) => other.length === 0 || JSON.stringify(other) === JSON.stringify(first));
  return same ? drop(true)(place) : undefined;
};

const missingTask: Fix = (place) => {
  const { tasks } = graphOf(place.document);
  const reference = place.input && inputReference(place.input);
  return reference && !tasks.has(reference.task) ? disconnect(place) : undefined;
};

const FIXES: Partial<Record<ProblemKey, Fix>> = {
  'duplicate-task': uniqueName,
  'duplicate-input': dropRepeated,
  'unknown-input': drop(false),
  'reference-task': missingTask,
  'reference-output': otherOutput,
  'reference-type': otherOutput,
  'reference-alone': referenceAlone,
  'required-missing': onlyValue,
  'not-in-enum': allowedValue,
  'single-value': singleValue,
  'bad-path': cleanPaths,
  'field-pattern': legalField,
  'field-length': legalField,
  'resource-format': legalAmount,
};

/** The commands that take a problem away; undefined where the user has to decide. */
export function fixFor(problem: Problem, document: WorkflowDocument, lookup: AppLookup): Command[] | undefined {
  const fix = FIXES[problem.key as ProblemKey];
  const task = problem.task === undefined ? undefined : graphOf(document).tasks.get(problem.task);
  if (!fix || !task) return undefined;
  const app = lookup(task.app_id);
  const input = task.inputs?.find((item) => item.name === problem.input);
  const definition = app && problem.input !== undefined ? inputOf(app, problem.input) : undefined;
  const commands = fix({ problem, document, lookup, task, input, definition });
  const changes = commands && commands.reduce(applyCommand, document) !== document;
  return changes ? commands : undefined;
}

/** All fixes one after the other, each made for the document the earlier ones leave. */
export function fixAll(problems: readonly Problem[], document: WorkflowDocument, lookup: AppLookup): Command[] {
  const commands: Command[] = [];
  let current = document;
  for (const problem of problems) {
    const fix = fixFor(problem, current, lookup) ?? [];
    commands.push(...fix);
    current = fix.reduce(applyCommand, current);
  }
  return commands;
}
