/** Builders and generators for the tests of the workflow domain; imported by tests only. */
import fc from 'fast-check';
import type { Command } from './commands.ts';
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

/** Commands a user could give, also ones that do not fit the document. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  name.map((task_name): Command => ({ type: 'addTask', tasks: [{ task_name, app_id: 'app1' }] })),
  fc.array(name, { maxLength: 3 }).map((tasks): Command => ({ type: 'removeTasks', tasks })),
  fc
    .record({ task: name, name: fc.oneof(name, fc.constant('renamed')) })
    .map((fields): Command => ({ type: 'renameTask', ...fields })),
  fc
    .record({ task: name, display_name: fc.constantFrom('', 'Label') })
    .map((fields): Command => ({ type: 'setDisplayName', ...fields })),
  fc
    .dictionary(name, fc.record({ x: fc.integer({ max: 9 }), y: fc.integer({ max: 9 }) }))
    .map((positions): Command => ({ type: 'moveTasks', positions })),
  fc
    .record({ from: name, output: port, to: name, input: port })
    .map((fields): Command => ({ type: 'connect', ...fields })),
  fc.record({ to: name, input: port }).map((fields): Command => ({ type: 'disconnect', ...fields })),
  fc
    .record({ task: name, input: port, values: fc.array(fc.string(), { maxLength: 2 }) })
    .map((fields): Command => ({ type: 'setInputValues', ...fields })),
  fc
    .record({ task: name, output_dir: fc.constantFrom('', '/there') })
    .map((fields): Command => ({ type: 'setOutputDir', ...fields })),
  fc
    .record({
      task: name,
      resources: fc.record(
        { cpu: fc.constantFrom('', '2C', '4C'), gpu: fc.constantFrom(1, 2), memory: fc.constant('1G') },
        { requiredKeys: [] },
      ),
    })
    .map((fields): Command => ({ type: 'setResources', ...fields })),
  fc
    .record({
      task: name,
      app_id: fc.constantFrom('app1', 'app2', 'app3'),
      inputs: fc.array(port),
      outputs: fc.array(port),
    })
    .map((fields): Command => ({ type: 'setTaskApp', ...fields })),
  fc
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
    .map((details): Command => ({ type: 'setDetails', details })),
  fc
    .record({ tasks: fc.array(name, { maxLength: 3 }), offset: fc.record({ x: fc.integer(), y: fc.integer() }) })
    .map((fields): Command => ({ type: 'duplicateTasks', ...fields })),
);
