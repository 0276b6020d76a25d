/** Every rule a workflow must obey (domain §2.1): found, with its documented code, words and a place to go to. */
import { describe, expect, it } from 'vitest';
import documented from '#contracts/eihealth.errors.json';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import type { NodeKind } from '#core/nodes/kinds.ts';
import { lintDraft, lintWorkflow } from '#core/workflow/lint.ts';
import { lintNodes, sizedTasks } from '#core/workflow/lint-nodes.ts';
import { PROBLEMS, type ProblemKey } from '#core/workflow/problems.ts';
import type { AppInput, AppSignature, Problem, TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';
import englishErrors from '#src/i18n/en-US/errors.json';
import english from '#src/i18n/en-US/problems.json';
import chineseErrors from '#src/i18n/zh-CN/errors.json';
import chinese from '#src/i18n/zh-CN/problems.json';
import { placeOf, subjectOf } from './problem-place.ts';

const input = (name: string, type: AppInput['type'], more: Partial<AppInput> = {}): AppInput => ({
  name,
  type,
  required: false,
  ...more,
});
const app: AppSignature = {
  id: 'app',
  name: 'app',
  version: '1',
  inputs: [
    input('file', 'FILE'),
    input('folder', 'DIRECTORY'),
    input('text', 'STRING'),
    input('kind', 'ENUM', { enum: ['a', 'b'] }),
    input('must', 'STRING', { required: true }),
    input('each', 'FILE', { concurrent: 'vars_iter' }),
    input('other', 'FILE', { concurrent: 'vars_iter' }),
  ],
  outputs: [
    { name: 'out', type: 'FILE', required: false },
    { name: 'dir', type: 'DIRECTORY', required: false },
  ],
};
const lookup = (id: string) => (id === 'app' ? app : undefined);

type Values = Record<string, string[]>;
const task = (name: string, values: Values = {}, more: Partial<TaskDocument> = {}): TaskDocument => ({
  task_name: name,
  app_id: 'app',
  inputs: Object.entries({ must: ['x'], ...values }).map(([key, given]) => ({ name: key, values: given })),
  ...more,
});
const workflow = (tasks: TaskDocument[], more: Partial<WorkflowDocument> = {}): WorkflowDocument => ({
  name: 'w',
  version: '1',
  tasks,
  ...more,
});
const one = (values: Values, more: Partial<TaskDocument> = {}) => workflow([task('a'), task('b', values, more)]);
const many = (count: number, values: (at: number) => Values = () => ({})) =>
  workflow(Array.from({ length: count }, (_, at) => task(`t${at}`, values(at))));
const most = limits.tasks.maxItems;
const chars = (count: number) => 'x'.repeat(count);
const twice = task('b', {}, { inputs: [{ name: 'must' }, { name: 'must' }] });

type Row = [rule: string, key: ProblemKey, code: string, document: WorkflowDocument];

const AT_SAVE: Row[] = [
  ['no cycle', 'cycle', '01050100', workflow([task('a', { file: ['${b.out}'] }), task('b', { file: ['${a.out}'] })])],
  [
    'nesting of references is limited',
    'too-deep',
    '01050101',
    many(most + 2, (at) => ({ file: at === 0 ? [] : [`\${t${at - 1}.out}`] })),
  ],
  ['at most 64 tasks', 'too-many-tasks', '01000028', many(most + 1)],
  ['an input is a parameter of the app', 'unknown-input', '01050112', one({ none: ['x'] })],
  ['a reference names a task', 'reference-task', '01050114', one({ file: ['${z.out}'] })],
  ['a reference names an output', 'reference-output', '01050114', one({ file: ['${a.z}'] })],
  ['a reference fits by type', 'reference-type', '01050114', one({ folder: ['${a.out}'] })],
  ['a reference is the whole value', 'reference-embedded', '01050114', one({ text: ['x${a.out}'] })],
  ['a reference excludes other values', 'reference-alone', '01050116', one({ each: ['${a.out}', '/x'] })],
  [
    'concurrent inputs and references agree in number',
    'concurrent-count',
    '01050115',
    workflow([
      task('a', { each: ['/1', '/2'], other: ['/1'] }),
      task('b', { each: ['${a.out}'], other: ['/1', '/2', '/3'] }),
    ]),
  ],
  ['a value is in the list', 'not-in-enum', '01050009', one({ kind: ['c'] })],
  ['one value unless concurrent', 'single-value', '01050010', one({ text: ['x', 'y'] })],
  ['the app is in the project', 'unknown-app', '01050003', workflow([task('a', {}, { app_id: 'gone' })])],
  ['a path is one', 'bad-path', '01050301', one({ file: ['../x'] })],
  ['task names are unique', 'duplicate-task', '01050502', workflow([task('a'), task('a')])],
  ['inputs are listed once', 'duplicate-input', '01050502', workflow([twice])],
  ['task names have a form', 'field-pattern', '01000032', workflow([task('1 a')])],
  ['folders have a form', 'field-pattern', '01000032', one({}, { output_dir: 'no/slash' })],
  ['display names are limited', 'field-length', '01000026', one({}, { display_name: chars(65) })],
  ['values are limited in length', 'value-length', '01000026', one({ text: [chars(2049)] })],
  ['values are limited in number', 'too-many-values', '01000028', one({ each: Array(129).fill('/x') })],
  ['amounts have a form', 'resource-format', '01000032', one({}, { resources: { memory: 'much' } })],
  ['amounts have bounds', 'resource-range', '01000030', one({}, { resources: { cpu: '200C' } })],
  ['kinds of accelerators are known', 'field-enum', '01000040', one({}, { resources: { gpu_type: 'none' as 'GPU' } })],
  [
    'accelerators of one kind come in certain numbers',
    'resource-snt9',
    '01000040',
    one({}, { resources: { gpu: '3', gpu_type: 'Snt9' } }),
  ],
  ['the summary is limited', 'field-length', '01000026', workflow([task('a')], { summary: chars(256) })],
  ['labels are limited in number', 'list-length', '01000028', workflow([task('a')], { labels: Array(6).fill('x') })],
  ['the time limit has bounds', 'field-range', '01000030', workflow([task('a')], { timeout: 0 })],
];

/** May be saved, but a job cannot be started as long as it says nothing more. */
const AT_START: Row[] = [
  ['there is a task', 'no-tasks', '01050200', workflow([])],
  ['required inputs have a value', 'required-missing', '01050201', one({ must: [] })],
  [
    'inputs of a task are limited together',
    'inputs-too-long',
    '01050221',
    one({ text: [chars(2048)], must: [chars(2048)], kind: ['a'] }),
  ],
];

/** Allowed, and seldom meant. */
const SAID: Row[] = [
  ['a path given as text', 'path-as-text', '01050114', one({ text: ['${a.out}'] })],
  ['a name in braces', 'braced-text', '01050114', one({ text: ['${HOME}'] })],
  ['one folder for two tasks', 'same-output-dir', '01000022', one({}, { output_dir: '/a' })],
];

/** Rules only the platform can apply: it answers with these codes. */
const BY_PLATFORM: [rule: string, code: string][] = [
  ['name and version are unique', '01050103'],
  ['name and version stay', '01050104'],
  ['a subscribed workflow is read only', '01050105'],
  ['a subscribed workflow cannot be imported', '01050108'],
  ['an imported workflow cannot be imported', '01050109'],
  ['a workflow is imported once', '01050113'],
  ['a workflow without tasks is not published', '01050117'],
];

const DOCUMENTED = new Set(documented.map(({ code }) => code));
const wordsOf = (words: object, key: string): string => String(Reflect.get(words, key) ?? '');
const named = (sentence: string) => [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');

function expectFound(found: readonly Problem[], key: ProblemKey, code: string): Problem {
  const problem = found.find((item) => item.key === key);
  if (!problem) throw new Error(`${key} is not among ${found.map((item) => item.key).join(', ') || 'no problems'}`);
  expect(problem.code).toBe(`eihealth.${code}`);
  expect(DOCUMENTED).toContain(problem.code);
  return problem;
}

/** Its sentence can be said in both languages, with all it names. */
function expectWords({ key, params, task: of, input: at }: Problem): void {
  const values: Record<string, unknown> = { ...params, task: of, input: at };
  for (const words of [english, chinese]) {
    const sentence = wordsOf(words, key);
    expect(sentence).not.toBe('');
    for (const name of named(sentence)) expect(values[name], `${key}: ${name}`).toBeDefined();
  }
}

/** A click leads to a field of a task, to the details, or to where tasks are added. */
function expectPlace(problem: Problem, document: WorkflowDocument): void {
  const subject = subjectOf(problem);
  expect(subject === 'tasks').toBe(problem.key === 'no-tasks');
  if (subject !== 'task') return;
  expect(document.tasks?.map(({ task_name }) => task_name)).toContain(problem.task);
  expect(placeOf(problem)).toBeDefined();
}

describe('what blocks saving', () => {
  it.each(AT_SAVE)('%s: %s %s', (_, key, code, document) => {
    const problem = expectFound(lintDraft(document, lookup), key, code);
    expect(problem).toMatchObject({ severity: 'error', when: 'save' });
    expectWords(problem);
    expectPlace(problem, document);
  });
});

describe('what blocks the start', () => {
  it.each(AT_START)('%s: %s %s', (_, key, code, document) => {
    const problem = expectFound(lintDraft(document, lookup), key, code);
    expect(problem).toMatchObject({ severity: 'warning', when: 'start' });
    expect(lintWorkflow(document, lookup, 'save').filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(expectFound(lintWorkflow(document, lookup, 'start'), key, code).severity).toBe('error');
    expectWords(problem);
    expectPlace(problem, document);
  });
});

describe('what is only said', () => {
  it.each(SAID)('%s: %s %s', (_, key, code, document) => {
    const problem = expectFound(lintDraft(document, lookup), key, code);
    expect(problem.severity).toBe('warning');
    expect(problem.when).toBe('save');
    expectWords(problem);
    expectPlace(problem, document);
  });
});

describe('what no node can run', () => {
  const node = (cpuType: NodeKind['cpuType']): NodeKind => ({ cpuType, cpus: 4, memoryBytes: 8 * 1024 ** 3, gpus: 0 });
  it.each([
    ['no-nodes', '01030032', '1C', []],
    ['resource-size', '01050206', '100C', [node('X86')]],
    ['resource-type', '01050205', '1C', [node('ARM')]],
  ] as const)('%s %s', (key, code, cpu, kinds) => {
    const sized = one({}, { resources: { cpu, cpu_type: 'X86' } });
    const found = lintNodes(sizedTasks(sized, lookup), kinds, 'warning');
    const problem = expectFound(found, key, code);
    expect(problem).toMatchObject({ severity: 'warning', when: 'start' });
    expectWords(problem);
    expect(placeOf(problem)?.tab).toBe('resources');
  });
});

describe('what only the platform knows', () => {
  it.each(BY_PLATFORM)('%s: %s', (_, code) => {
    expect(DOCUMENTED).toContain(`eihealth.${code}`);
    for (const words of [englishErrors, chineseErrors]) {
      const said = Reflect.get(words.code, code) as { title: string; next: string } | undefined;
      expect(said?.title).toBeTruthy();
      expect(said?.next).toBeTruthy();
    }
  });
});

it('leaves no problem of a workflow out', () => {
  const shown = new Set([...AT_SAVE, ...AT_START, ...SAID].map(([, key]) => key));
  const elsewhere = /^(job|update|app)-|^(no-nodes|resource-size|resource-type|too-many-instances|bad-node-label)$/;
  const all = Object.keys(PROBLEMS) as ProblemKey[];
  expect(all.filter((key) => !shown.has(key) && !elsewhere.test(key))).toEqual([]);
});
