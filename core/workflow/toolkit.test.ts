import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitFragment, fragmentOf, parseFragment } from './fragment.ts';
import { anyDocument, app, hardDocument, lookupOf, output, task, workflow } from './testing.ts';
import { parseWorkflow, toJson, toYaml } from './toolkit.ts';
import { MAX_TEXT_LENGTH } from './toolkit-text.ts';
import type { WorkflowDocument } from './types.ts';

const sample = readFileSync(new URL('../../samples/workflows/qc-report.yaml', import.meta.url), 'utf8');

function documentOf(text: string): WorkflowDocument {
  const read = parseWorkflow(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.document;
}

const problemsOf = (text: string) => {
  const read = parseWorkflow(text);
  return read.ok ? [] : read.problems;
};

describe('a workflow as text', () => {
  it('reads the template of the command line tool', () => {
    const document = documentOf(sample);
    expect(document).toMatchObject({ name: 'qc-report', version: '1.0.0', timeout: 60, labels: ['quality', 'posix'] });
    expect(document.tasks?.map((one) => one.display_name)).toEqual(['Quality summary', 'Base composition', 'Report']);
    expect(document.tasks?.[1]?.inputs?.[2]).toEqual({ name: 'k', values: ['3'] });
  });

  it('writes what it reads', () => {
    expect(toYaml(workflow(task('a', 'x::1::p', { in: '${b.out}' }, { display_name: 'A' })))).toBe(
      [
        'workflow:',
        '  name: flow',
        '  version: "1"',
        '  tasks:',
        '    - task_name: a',
        '      app_id: x::1::p',
        '      inputs:',
        '        - name: in',
        '          values:',
        '            - ${b.out}',
        '      name: A',
        '',
      ].join('\n'),
    );
  });

  it('quotes what older readers take for something else than text', () => {
    const text = toYaml({ name: 'yes', version: '1.0', summary: '0755', tasks: [] });
    for (const quoted of ['"yes"', '"1.0"', '"0755"']) expect(text).toContain(quoted);
  });

  it('reads any document back from YAML and from JSON, key by key', () => {
    fc.assert(
      fc.property(fc.oneof(anyDocument, hardDocument), (document) => {
        const before = JSON.stringify(document);
        for (const write of [toYaml, toJson]) {
          const text = write(document);
          const read = documentOf(text);
          expect(JSON.stringify(read)).toBe(before);
          expect(write(read)).toBe(text);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('takes numbers where texts are meant as they are written', () => {
    const document = documentOf(
      'workflow: { name: 7, version: 1.0, tasks: [{ task_name: a, app_id: x, inputs: [{ name: in, values: [1.50, true] }] }] }',
    );
    expect(document).toMatchObject({ name: '7', version: '1.0' });
    expect(document.tasks?.[0]?.inputs?.[0]?.values).toEqual(['1.50', 'true']);
  });

  it('takes fields without a value as not set, and JSON indented with tabs', () => {
    expect(documentOf('name: a\nversion: b\nlabels:\ntasks:\n')).toEqual({ name: 'a', version: 'b' });
    const tabbed = JSON.stringify(workflow(task('a', 'x', { in: ['1', '2'] })), null, '\t');
    expect(documentOf(tabbed)).toEqual(workflow(task('a', 'x', { in: ['1', '2'] })));
  });

  it('takes a reply of the API', () => {
    const info = { app_id: 'id-1', app_name: 'fastp', app_version: '0.23', app_src_project_name: 'demo' };
    const reply = { id: 'w', name: 'a', version: 'b', tasks: [{ task_name: 't', app_info: info }] };
    expect(documentOf(JSON.stringify(reply)).tasks).toEqual([{ task_name: 't', app_id: 'fastp::0.23::demo' }]);
  });

  it('names line, column and field of what is wrong', () => {
    const text = [
      'workflow:',
      '  name: a',
      '  version: [1]',
      '  timeout: soon',
      '  tasks:',
      '    - task_name: t',
      '      name: { x: 1 }',
      '      inputs:',
      '        - values: one',
      '    - text',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      { kind: 'not-text', field: 'workflow.version', line: 3, column: 12 },
      { kind: 'not-number', field: 'workflow.timeout', line: 4, column: 12 },
      { kind: 'not-text', field: 'workflow.tasks[0].name', line: 7, column: 13 },
      { kind: 'not-list', field: 'workflow.tasks[0].inputs[0].values', line: 9, column: 19 },
      { kind: 'missing', field: 'workflow.tasks[0].inputs[0].name', line: 9, column: 11 },
      { kind: 'missing', field: 'workflow.tasks[0].app_id', line: 6, column: 7 },
      { kind: 'not-fields', field: 'workflow.tasks[1]', line: 10, column: 7 },
    ]);
    expect(problemsOf('workflow:\n  name: "open\n')[0]).toMatchObject({ kind: 'syntax', line: 3, column: 1 });
    expect(problemsOf('name: a\nname: b\nversion: c')[0]).toMatchObject({ kind: 'syntax', line: 2 });
  });

  it.each([
    ['', 'empty', undefined],
    ['x'.repeat(MAX_TEXT_LENGTH + 1), 'too-long', undefined],
    ['app: { name: a }', 'wrong-kind', 'app'],
    ['{ "name": "a", "image": "b", "commands": [] }', 'wrong-kind', 'app'],
    ['job: { name: a }', 'wrong-kind', 'job'],
    ['version: genecontainer_0_1\nworkflow: {}', 'wrong-kind', 'gcs'],
    ['cwlVersion: v1.2', 'wrong-kind', 'unknown'],
    ['just text', 'wrong-kind', 'unknown'],
  ])('refuses what is no workflow: %#', (text, kind, detail) => {
    expect(problemsOf(text)).toEqual([expect.objectContaining(detail ? { kind, detail } : { kind })]);
  });

  it('refuses a text that grows when it is read, and one that holds itself', () => {
    const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 9; i += 1)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(',')}]`,
      );
    expect(problemsOf(`${lines.join('\n')}\nname: a\nversion: b`)[0]?.kind).toBe('syntax');
    expect(problemsOf('name: a\nversion: b\nx: &x [*x]')[0]?.kind).toBe('syntax');
  });
});

describe('a fragment', () => {
  const document = workflow(
    task('a', 'one', { in: '/x' }),
    task('b', 'one', { in: '${a.out}' }),
    task('c', 'one', { in: '${b.out}' }),
  );
  const lookup = lookupOf(app('one', [], [output('out')]));
  const paste = (into: WorkflowDocument, text: string) => {
    const parsed = parseFragment(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return fitFragment(into, parsed.tasks, lookup);
  };

  it('carries tasks with the references among them', () => {
    const pasted = paste({ name: 'x', version: '1' }, fragmentOf(document, ['c', 'b', 'gone']));
    expect(pasted.tasks).toEqual([task('b', 'one', { in: [] }), task('c', 'one', { in: '${b.out}' })]);
    expect(pasted.outside).toEqual([{ task: 'a', output: 'out', input: 'in', to: 'b', kept: false }]);
    expect(fragmentOf(document, [])).toBe('');
  });

  it('gives free names where it is pasted, and keeps references to what stands there', () => {
    const pasted = paste(document, fragmentOf(document, ['b', 'c']));
    expect(pasted.tasks).toEqual([task('b-2', 'one', { in: '${a.out}' }), task('c-2', 'one', { in: '${b-2.out}' })]);
    expect(pasted.outside).toEqual([{ task: 'a', output: 'out', input: 'in', to: 'b-2', kept: true }]);
  });

  it('gives no name that another pasted task keeps', () => {
    const into = workflow(task('b', 'one'));
    const pasted = fitFragment(into, [task('b', 'one'), task('b-2', 'one', { in: '${b.out}' })], lookup);
    expect(pasted.tasks.map((one) => one.task_name)).toEqual(['b-3', 'b-2']);
    expect(pasted.tasks[1]?.inputs?.[0]?.values).toEqual(['${b-3.out}']);
  });

  it('drops references to outputs that the task of that name does not have', () => {
    const into = workflow(task('a', 'one'));
    const pasted = fitFragment(into, [task('z', 'one', { in: '${a.other}' })], lookup);
    expect(pasted.outside).toEqual([{ task: 'a', output: 'other', input: 'in', to: 'z', kept: false }]);
  });
});
