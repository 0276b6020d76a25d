/** Builders and generators for the tests of the workflow domain; imported by tests only. */
import fc from 'fast-check';
import type { Command, CommandType } from './commands.ts';
import type { AppInput, AppLookup, AppOutput, AppSignature, TaskDocument, WorkflowDocument } from './types.ts';

export function input(name: string, fields: Partial<AppInput> = {}): AppInput {
  return { name, required: false, type: 'FILE', ...fields };
}

export function output(name: string, fields: Partial<AppOutput> = {}): AppOutput {
  return { name, required: false, type: 'FILE', ...fields };
}

export function app(id: string, inputs: AppInput[] = [], outputs: AppOutput[] = []): AppSignature {
  return { id, name: id, version: '1.0.0', inputs, outputs, commands: ['true'] };
}

export function lookupOf(...apps: AppSignature[]): AppLookup {
  const byId = new Map(apps.map((item) => [item.id, item]));
  return (id) => byId.get(id);
}

/** A task; `values` by input name, a text standing for a list of one. */
export function task(
  name: string,
  app_id: string,
  values: Record<string, string | string[]> = {},
  fields: Partial<TaskDocument> = {},
): TaskDocument {
  const inputs = Object.entries(values).map(([key, value]) => ({
    name: key,
    values: typeof value === 'string' ? [value] : value,
  }));
  return { task_name: name, app_id, inputs, ...fields };
}

export function workflow(...tasks: TaskDocument[]): WorkflowDocument {
  return { name: 'flow', version: '1', tasks };
}

export const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const name = fc.constantFrom(...NAMES);
const port = fc.constantFrom('in', 'other', 'out');

/** Documents of a few tasks with references (also wrong ones), unknown fields and fields in odd orders. */
export const anyDocument: fc.Arbitrary<WorkflowDocument> = fc
  .record(
    {
      version: fc.constant('1'),
      name: fc.constant('flow'),
      description: fc.string({ maxLength: 5 }),
      x_unknown: fc.jsonValue(),
      tasks: fc.uniqueArray(
        fc.record(
          {
            x_kept: fc.jsonValue(),
            task_name: name,
            app_id: fc.constantFrom('app1', 'app2'),
            location: fc.record({ x: fc.integer(), y: fc.integer(), z: fc.integer() }, { requiredKeys: [] }),
            resources: fc.record({ cpu: fc.constant('2C'), gpu: fc.integer({ min: 0, max: 4 }) }, { requiredKeys: [] }),
            inputs: fc.uniqueArray(
              fc.record(
                {
                  name: port,
                  values: fc.array(
                    fc.oneof(
                      fc.constantFrom('x', ''),
                      fc.tuple(name, port).map(([t, o]) => `\${${t}.${o}}`),
                    ),
                    { maxLength: 2 },
                  ),
                  source: fc.constant('MANUAL'),
                },
                { requiredKeys: ['name'] },
              ),
              { selector: (item) => item.name, maxLength: 3 },
            ),
          },
          { requiredKeys: ['task_name', 'app_id'] },
        ),
        { selector: (item) => item.task_name, maxLength: 6 },
      ),
    },
    { requiredKeys: ['name', 'version'] },
  )
  .map((document) => document as WorkflowDocument);

const anyEdge = fc.record({ from: name, output: port, to: name, input: port });
const anyNames = fc.dictionary(port, fc.constantFrom('in', 'other', 'out', ''));

/** A generator for every command a user can give, also for ones that do not fit the document; none may be missing. */
const COMMANDS: { [Type in Exclude<CommandType, 'restore'>]: fc.Arbitrary<Command & { type: Type }> } = {
  addTask: name.map((task_name) => ({ type: 'addTask' as const, tasks: [{ task_name, app_id: 'app1' }] })),
  removeTasks: fc.array(name, { maxLength: 3 }).map((tasks) => ({ type: 'removeTasks' as const, tasks })),
  renameTask: fc
    .record(
      { task: name, name: fc.oneof(name, fc.constant('renamed')), place: fc.integer({ min: 0, max: 6 }) },
      { requiredKeys: ['task', 'name'] },
    )
    .map((fields) => ({ type: 'renameTask' as const, ...fields })),
  setDisplayName: fc
    .record({ task: name, display_name: fc.constantFrom('', 'Label') })
    .map((fields) => ({ type: 'setDisplayName' as const, ...fields })),
  moveTasks: fc
    .dictionary(name, fc.record({ x: fc.integer({ max: 9 }), y: fc.integer({ max: 9 }) }))
    .map((positions) => ({ type: 'moveTasks' as const, positions })),
  orderTasks: fc.array(name, { maxLength: 4 }).map((tasks) => ({ type: 'orderTasks' as const, tasks })),
  connect: fc
    .record({ from: name, output: port, to: name, input: port })
    .map((fields) => ({ type: 'connect' as const, ...fields })),
  reconnect: fc.record({ edge: anyEdge, to: anyEdge }).map((fields) => ({ type: 'reconnect' as const, ...fields })),
  insertTask: fc
    .record({ task: fc.constantFrom('a', 'new'), edge: anyEdge, input: port, output: port })
    .map(({ task, ...fields }) => ({
      type: 'insertTask' as const,
      task: { task_name: task, app_id: 'app1' },
      ...fields,
    })),
  spliceTask: fc
    .record(
      { task: name, edge: anyEdge, input: port, output: port, location: fc.constant({ x: 7, y: 8 }) },
      { requiredKeys: ['task', 'edge', 'input', 'output'] },
    )
    .map((fields) => ({ type: 'spliceTask' as const, ...fields })),
  disconnect: fc.record({ to: name, input: port }).map((fields) => ({ type: 'disconnect' as const, ...fields })),
  setInputValues: fc
    .record({ task: name, input: port, values: fc.array(fc.string(), { maxLength: 2 }) })
    .map((fields) => ({ type: 'setInputValues' as const, ...fields })),
  dropInput: fc
    .record({ task: name, input: port, repeated: fc.boolean() }, { requiredKeys: ['task', 'input'] })
    .map((fields) => ({ type: 'dropInput' as const, ...fields })),
  setOutputDir: fc
    .record({ task: name, output_dir: fc.constantFrom('', '/there') })
    .map((fields) => ({ type: 'setOutputDir' as const, ...fields })),
  setResources: fc
    .record({
      task: name,
      resources: fc.record(
        { cpu: fc.constantFrom('', '2C', '4C'), gpu: fc.constantFrom(1, 2), memory: fc.constant('1G') },
        { requiredKeys: [] },
      ),
    })
    .map((fields) => ({ type: 'setResources' as const, ...fields })),
  setTaskApp: fc
    .record(
      {
        task: name,
        app_id: fc.constantFrom('app1', 'app2', 'app3'),
        inputs: fc.array(port),
        outputs: fc.array(port),
        mapping: fc.record({ inputs: anyNames, outputs: anyNames }),
      },
      { requiredKeys: ['task', 'app_id', 'inputs', 'outputs'] },
    )
    .map((fields) => ({ type: 'setTaskApp' as const, ...fields })),
  setDetails: fc
    .record(
      {
        name: fc.constantFrom('flow', 'flow2'),
        summary: fc.option(fc.string()),
        timeout: fc.option(fc.integer({ min: 1, max: 9 })),
        labels: fc.option(fc.array(fc.constantFrom('l1', 'l2'))),
        description: fc.option(fc.string()),
      },
      { requiredKeys: [] },
    )
    .map((details) => ({ type: 'setDetails' as const, details })),
  duplicateTasks: fc
    .record({ tasks: fc.array(name, { maxLength: 3 }), offset: fc.record({ x: fc.integer(), y: fc.integer() }) })
    .map((fields) => ({ type: 'duplicateTasks' as const, ...fields })),
  replaceDocument: anyDocument.map((document) => ({ type: 'replaceDocument' as const, document, source: 'other' })),
};

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(...Object.values<fc.Arbitrary<Command>>(COMMANDS));

/** Texts that a careless writer or reader of files changes: they look like numbers, lists, comments or ends of lines. */
export const hardText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'yes',
    '~',
    'null',
    '1.0',
    '0755',
    '1e3',
    '0x1f',
    '12:30',
    '- a',
    '? b',
    '#c',
    'a: b',
    '&x',
    '*x',
    '!t',
  ),
  fc.constantFrom(
    '<<',
    '%a',
    '@a',
    '`a`',
    "it's",
    '"q"',
    '${a.b}',
    '{a}',
    '[a]',
    '---',
    '...',
    '|',
    '>',
    ' a ',
    '2001-01-01',
  ),
  fc.string({
    unit: fc.constantFrom('\n', '\r', '\t', ' ', 'x', '#', ':', '\u2028', '\u0085', '\ufeff', '😀', "'", '"', '\\'),
  }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);

const hardJson = fc.jsonValue({ stringUnit: 'binary' });

/** Documents as files may hold them: hard texts everywhere, fields nobody knows at every level. */
export const hardDocument: fc.Arbitrary<WorkflowDocument> = fc
  .record(
    {
      name: hardText,
      version: hardText,
      summary: hardText,
      description: hardText,
      labels: fc.array(hardText, { maxLength: 3 }),
      timeout: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      output_dir: hardText,
      license: hardJson,
      tasks: fc.array(
        fc.record(
          {
            task_name: hardText,
            app_id: hardText,
            display_name: hardText,
            name: hardJson.filter((value) => value !== null),
            location: fc.record({ x: fc.integer(), y: fc.integer(), z: hardJson }, { requiredKeys: [] }),
            resources: fc.record(
              { cpu: hardText, gpu: fc.oneof(fc.nat(), hardText), x: hardJson },
              { requiredKeys: [] },
            ),
            inputs: fc.array(
              fc.record(
                { name: hardText, source: hardText, values: fc.array(hardText, { maxLength: 3 }), x: hardJson },
                { requiredKeys: ['name'] },
              ),
              { maxLength: 3 },
            ),
          },
          { requiredKeys: ['task_name', 'app_id'] },
        ),
        { maxLength: 4 },
      ),
    },
    { requiredKeys: ['name', 'version'] },
  )
  .map((document) => document as WorkflowDocument);
