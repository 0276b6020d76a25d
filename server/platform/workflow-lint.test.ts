/** The linter of the editor and the server say the same of any document: whether it can be saved, and why not. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Schema } from '#contracts/index.ts';
import { lintWorkflow } from '#core/workflow/lint.ts';
import { errorsOf } from '#core/workflow/problems.ts';
import { parseWorkflow, toJson, toYaml } from '#core/workflow/toolkit.ts';
import type { AppSignature, TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { appAddress } from './project-apps.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const PROJECT = 'lint';

const APPS: Schema<'AppReq'>[] = [
  {
    name: 'cut',
    version: '1.0.0',
    image: 'lab/cut:1',
    commands: ['cut'],
    inputs: [
      { name: 'in', required: true, type: 'FILE' },
      { name: 'mode', required: false, type: 'ENUM', enum: ['fast', 'safe'] },
      { name: 'note', required: false, type: 'STRING' },
      { name: 'dir', required: false, type: 'DIRECTORY' },
    ],
    outputs: [
      { name: 'out', required: true, type: 'FILE', values: ['out.txt'] },
      { name: 'level', required: false, type: 'ENUM', enum: ['fast', 'odd'], values: ['odd'] },
    ],
  },
  {
    name: 'fan',
    version: '1.0.0',
    image: 'lab/fan:1',
    commands: ['fan'],
    inputs: [
      { name: 'in', required: false, type: 'FILE', concurrent: 'vars_iter' },
      { name: 'note', required: false, type: 'STRING', concurrent: 'vars_iter' },
    ],
    outputs: [{ name: 'out', required: true, type: 'FILE', values: ['out.txt'] }],
  },
];

let server: TestServer;
let path: { eihealth_project_id: string };
const ids: string[] = [];
const known = new Map<string, AppSignature>();

beforeAll(async () => {
  server = await startTestServer();
  path = { eihealth_project_id: await server.project(PROJECT) };
  for (const body of APPS) {
    const { id } = (await server.call('eihealth.createApp', { path, body })).body as { id: string };
    const app = { ...body, id, inputs: body.inputs ?? [], outputs: body.outputs ?? [], source_project_name: PROJECT };
    ids.push(id);
    known.set(id, app);
    known.set(appAddress(app), app);
  }
});
afterAll(() => server.close());

/** Mostly good, sometimes bad: a document with ten fields must have a chance to be right as a whole. */
const mostly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 24, arbitrary: good }, { weight: 1, arbitrary: bad });
const texts = (...all: string[]) => fc.constantFrom(...all);

const NAMES = ['a', 'b', 'c', 'd'] as const;
const PORTS = ['in', 'mode', 'note', 'dir'] as const;

const reference = fc
  .tuple(mostly(texts(...NAMES), texts('gone')), mostly(texts('out'), texts('level', 'none')))
  .map(([task, output]) => `\${${task}.${output}}`);

const value: Record<string, fc.Arbitrary<string>> = {
  in: mostly(fc.oneof(texts('/a.txt', '/b/c.txt', ''), reference), texts('../x', 'x:y:z', '${a.out}.gz')),
  mode: mostly(texts('fast', 'safe', ''), texts('slow', '${a.level}')),
  note: mostly(
    fc.oneof(texts('text', '名', '${x}'), reference),
    fc.oneof(texts('x${a.out}'), fc.constant('x'.repeat(2049)), fc.constant('😀'.repeat(2048))),
  ),
  dir: mostly(texts('/d/', '/d/e/'), fc.oneof(reference, texts('a::b'))),
  odd: texts('x'),
};

const oneInput = mostly(texts(...PORTS), texts('odd', 'In', 'x'.repeat(33))).chain((name) =>
  fc.record(
    {
      name: fc.constant(name),
      source: mostly(texts('MANUAL'), texts('DATABASE')),
      values: mostly(
        fc.array(value[name] ?? texts('x'), { maxLength: 1 }),
        fc.oneof(fc.array(value[name] ?? texts('x'), { maxLength: 3 }), fc.constant(Array<string>(129).fill('/x'))),
      ),
    },
    { requiredKeys: ['name'] },
  ),
);

const resources = fc.record(
  {
    cpu: mostly(texts('2C', '0.1C', '128C', ''), texts('129C', '0C', '2', '0.15C')),
    memory: mostly(texts('4G', '0.5G', '3072G'), texts('3073G', '4M', '0G')),
    cpu_type: mostly(texts('X86', 'ARM'), texts('x'.repeat(25))),
    gpu_type: mostly(texts('', 'GPU', 'D310'), texts('Snt9', 'TPU')) as fc.Arbitrary<'' | 'GPU' | 'Snt9' | 'D310'>,
    gpu: mostly(fc.oneof(texts('0', '16', ''), fc.nat(16)), fc.oneof(texts('17', '3'), fc.constant(17))),
  },
  { requiredKeys: [] },
);

const folder = mostly(
  texts('', '/out', '/out/中 文', '/a/b.c'),
  texts('out', '/a/', '//', '/-a', '/a?b', `/${'x'.repeat(128)}`),
);

const oneTask = (app: fc.Arbitrary<string>): fc.Arbitrary<TaskDocument> =>
  fc.record(
    {
      task_name: mostly(texts(...NAMES), texts('1', 'a b', 'a-', 'x'.repeat(33), '名')),
      app_id: mostly(app, texts('gone', '应用', 'x'.repeat(136), 'cut::2.0.0::lint')),
      display_name: mostly(texts('', 'A name', '名称'), fc.constant('x'.repeat(65))),
      output_dir: folder,
      resources,
      location: fc.record({ x: fc.integer(), y: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
      inputs: mostly(
        fc.uniqueArray(oneInput, { selector: (input) => input.name, maxLength: 4 }),
        fc.array(oneInput, { maxLength: 4 }),
      ),
    },
    { requiredKeys: ['task_name', 'app_id'] },
  );

const anyWorkflow = (app: fc.Arbitrary<string>): fc.Arbitrary<WorkflowDocument> => {
  const task = oneTask(app);
  return fc.record(
    {
      name: mostly(texts('flow', 'f_1-x'), texts('', 'a b', 'x'.repeat(57), '名')),
      version: mostly(texts('free'), texts('', '-1', '1.', 'x'.repeat(25))),
      summary: mostly(texts('', 'short', '简介'), fc.constant('x'.repeat(129))),
      description: mostly(texts('', 'long\ntext'), fc.constant('x'.repeat(65_536))),
      labels: mostly(
        fc.array(texts('qc', '标签', 'a b'), { maxLength: 5 }),
        texts(' a', '', 'x'.repeat(33), 'a.b').map((bad) => [bad]),
      ),
      timeout: mostly(fc.integer({ min: 1, max: 144_000 }), fc.constantFrom(0, -1, 144_001)),
      output_dir: folder,
      tasks: mostly(
        fc.uniqueArray(task, { selector: (one) => one.task_name, maxLength: 4 }),
        fc.oneof(
          fc.array(task, { maxLength: 4 }),
          app.map((id) => Array.from({ length: 65 }, (_, at) => ({ task_name: `t${at}`, app_id: id }))),
        ),
      ),
    },
    { requiredKeys: ['name', 'version'] },
  );
};

const codesOf = (document: WorkflowDocument) =>
  errorsOf(lintWorkflow(document, (id) => known.get(id), 'save')).map((found) => found.code);

describe('the linter and the server', () => {
  test('agree on what can be saved, and on why not', async () => {
    const apps = fc.constantFrom(
      ...ids,
      ...ids.map((id) => appAddress(known.get(id) as Parameters<typeof appAddress>[0])),
    );
    const seen = new Map<string, number>();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anyWorkflow(apps), async (generated) => {
        count += 1;
        // Every document gets a name of its own, so that only its content decides.
        const version = generated.version === 'free' ? `v${count}` : generated.version;
        const document = { ...generated, version };
        const codes = codesOf(document);
        const { status, body } = await server.call('eihealth.createWorkflow', { path, body: document });
        const answer = status === 201 ? 'saved' : String(body.error_code);
        seen.set(answer, (seen.get(answer) ?? 0) + 1);
        if (codes.length === 0) expect([status, body]).toEqual([201, expect.anything()]);
        else expect(codes).toContain(answer);
      }),
      { numRuns: RUNS },
    );
    // The documents are worth something only when many are good and the bad ones are bad in many ways.
    expect(seen.get('saved') ?? 0).toBeGreaterThan(RUNS / 10);
    expect(seen.size).toBeGreaterThan(8);
  }, 120_000);

  test('what was written to YAML or JSON is saved as the same workflow', async () => {
    const [cut = ''] = ids;
    const document: WorkflowDocument = {
      name: 'travelled',
      version: '1.0',
      labels: ['标签'],
      timeout: 60,
      output_dir: '/out',
      tasks: [
        { task_name: 'a', app_id: cut, display_name: '第一步', inputs: [{ name: 'in', values: ['/a.txt'] }] },
        { task_name: 'b', app_id: cut, location: { x: 1.5, y: -2 }, inputs: [{ name: 'in', values: ['${a.out}'] }] },
      ],
    };
    for (const [version, write] of [
      ['1.0', toYaml],
      ['1.1', toJson],
    ] as const) {
      const read = parseWorkflow(write({ ...document, version }));
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      const { status, body } = await server.call('eihealth.createWorkflow', { path, body: read.document });
      expect(status).toBe(201);
      const shown = await server.call('eihealth.showWorkflow', { path: { ...path, workflow_id: body.id } });
      expect(shown.body).toMatchObject({ name: 'travelled', version, labels: ['标签'], timeout: 60 });
      const again = parseWorkflow(JSON.stringify(shown.body));
      expect(again).toMatchObject({
        ok: true,
        document: {
          tasks: document.tasks?.map((task) => ({ ...task, app_id: `cut::1.0.0::${PROJECT}` })),
        },
      });
    }
  });
});
