import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCommand } from './commands.ts';
import { fixAll, fixFor } from './fixes.ts';
import { lintDraft, lintWorkflow } from './lint.ts';
import { anyDocument, app, input, lookupOf, output, task, workflow } from './testing.ts';
import type { TaskDocument } from './types.ts';

const lookup = lookupOf(
  app(
    'tool',
    [
      input('in', { required: true }),
      input('dir', { type: 'DIRECTORY' }),
      input('mode', { type: 'ENUM', enum: ['fast', 'slow'] }),
      input('same', { type: 'ENUM', enum: ['one'] }),
      input('text', { type: 'STRING' }),
    ],
    [output('out')],
  ),
  app('source', [], [output('reads')]),
  app('two', [], [output('left'), output('right')]),
  app('must', [input('kind', { required: true, type: 'ENUM', enum: ['only'] })]),
);
const source = task('s', 'source');
const tool = (values: Record<string, string | string[]> = {}, fields: Partial<TaskDocument> = {}) =>
  task('t', 'tool', { in: '/x', ...values }, fields);

function fixed(key: string, ...tasks: TaskDocument[]) {
  const document = workflow(...tasks);
  const problem = lintWorkflow(document, lookup, 'save').find((found) => found.key === key);
  if (!problem) throw new Error(`no ${key}`);
  const commands = fixFor(problem, document, lookup);
  if (!commands) return undefined;
  const after = commands.reduce(applyCommand, document);
  expect(lintWorkflow(after, lookup, 'save')).not.toContainEqual(problem);
  return after;
}
const valuesOf = (document: ReturnType<typeof fixed>, name: string) =>
  document?.tasks?.find((one) => one.task_name === 't')?.inputs?.find((one) => one.name === name)?.values;

describe('a fix', () => {
  it('drops references that lead nowhere', () => {
    expect(valuesOf(fixed('reference-task', tool({ in: '${gone.out}' })), 'in')).toEqual([]);
    expect(valuesOf(fixed('reference-type', source, tool({ dir: '${s.reads}' })), 'dir')).toEqual([]);
  });

  it('takes the one output that fits, and none of several', () => {
    expect(valuesOf(fixed('reference-output', source, tool({ in: '${s.old}' })), 'in')).toEqual(['${s.reads}']);
    expect(fixed('reference-output', task('s', 'two'), tool({ in: '${s.old}' }))).toBeUndefined();
    expect(valuesOf(fixed('required-missing', source, tool({ in: [] })), 'in')).toEqual(['${s.reads}']);
    expect(fixed('required-missing', task('s', 'two'), tool({ in: [] }))).toBeUndefined();
  });

  it('feeds a task from those before it only', () => {
    const left = task('s', 'source', {}, { location: { x: 500, y: 0 } });
    expect(fixed('required-missing', left, tool({ in: [] }, { location: { x: 0, y: 0 } }))).toBeUndefined();
  });

  it('sets the only possible value', () => {
    expect(fixed('required-missing', task('t', 'must'))?.tasks?.[0]?.inputs).toEqual([
      { name: 'kind', values: ['only'] },
    ]);
    expect(valuesOf(fixed('not-in-enum', tool({ mode: 'FAST ' })), 'mode')).toEqual(['fast']);
    expect(valuesOf(fixed('not-in-enum', tool({ same: 'two' })), 'same')).toEqual(['one']);
    expect(fixed('not-in-enum', tool({ mode: 'odd' }))).toBeUndefined();
  });

  it('tells equal values from different ones', () => {
    expect(valuesOf(fixed('single-value', tool({ in: ['/a', '/a'] })), 'in')).toEqual(['/a']);
    expect(fixed('single-value', tool({ in: ['/a', '/b'] }))).toBeUndefined();
    expect(valuesOf(fixed('reference-alone', source, tool({ in: ['${s.reads}', ''] })), 'in')).toEqual(['${s.reads}']);
    expect(fixed('reference-alone', source, tool({ in: ['${s.reads}', '/x'] }))).toBeUndefined();
  });

  it('takes out inputs nobody knows, and those listed twice', () => {
    expect(fixed('unknown-input', tool({ other: 'x' }))?.tasks?.[0]?.inputs).toHaveLength(1);
    const twice = { ...tool(), inputs: [{ name: 'in', values: ['/x'] }, { name: 'in' }] };
    expect(fixed('duplicate-input', twice)?.tasks?.[0]?.inputs).toEqual([{ name: 'in', values: ['/x'] }]);
    const unlike = {
      ...tool(),
      inputs: [
        { name: 'in', values: ['/x'] },
        { name: 'in', values: ['/y'] },
      ],
    };
    expect(fixed('duplicate-input', unlike)).toBeUndefined();
  });

  it('names the second of two tasks anew and leaves references with the first', () => {
    const after = fixed('duplicate-task', source, source, tool({ in: '${s.reads}' }));
    expect(after?.tasks?.map((one) => one.task_name)).toEqual(['s', 's-2', 't']);
    expect(valuesOf(after, 'in')).toEqual(['${s.reads}']);
  });

  it('writes names, folders and amounts as the platform wants them', () => {
    const odd = fixed('field-pattern', task('2 step!', 'source'));
    expect(odd?.tasks?.[0]?.task_name).toBe('step');
    expect(fixed('field-length', task('x'.repeat(40), 'source'))?.tasks?.[0]?.task_name).toBe('x'.repeat(32));
    expect(fixed('field-pattern', tool({}, { output_dir: 'a//b/' }))?.tasks?.[0]?.output_dir).toBe('/a/b');
    expect(fixed('field-pattern', tool({}, { output_dir: '/a:b' }))).toBeUndefined();
    expect(fixed('resource-format', tool({}, { resources: { memory: '16 GB' } }))?.tasks?.[0]?.resources).toEqual({
      memory: '16G',
    });
    expect(fixed('resource-format', tool({}, { resources: { cpu: '4G' } }))).toBeUndefined();
    expect(valuesOf(fixed('bad-path', tool({ in: '/x.fq\r' })), 'in')).toEqual(['/x.fq']);
  });

  it('never adds an error, and all of them together neither', () => {
    const apps = lookupOf(
      app('app1', [input('in', { required: true }), input('other', { type: 'STRING' })], [output('out')]),
      app('app2', [input('in', { type: 'DIRECTORY' })], [output('out', { type: 'DIRECTORY' })]),
    );
    const errors = (document: Parameters<typeof lintDraft>[0]) =>
      lintDraft(document, apps).filter((found) => found.severity === 'error').length;
    fc.assert(
      fc.property(anyDocument, (document) => {
        const problems = lintDraft(document, apps);
        for (const problem of problems) {
          const after = fixFor(problem, document, apps)?.reduce(applyCommand, document) ?? document;
          expect(errors(after)).toBeLessThanOrEqual(errors(document));
        }
        const after = fixAll(problems, document, apps).reduce(applyCommand, document);
        expect(errors(after)).toBeLessThanOrEqual(errors(document));
      }),
    );
  });
});
