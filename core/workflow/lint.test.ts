import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintDraft, lintWorkflow, problemSentence } from './lint.ts';
import { PROBLEMS } from './problems.ts';
import { anyDocument, app, input, lookupOf, output, task, workflow } from './testing.ts';
import type { Problem, TaskDocument } from './types.ts';

const lookup = lookupOf(
  app(
    'tool',
    [
      input('in', { required: true }),
      input('dir', { type: 'DIRECTORY' }),
      input('mode', { type: 'ENUM', enum: ['fast', 'slow'], values: ['fast'] }),
      input('text', { type: 'STRING' }),
    ],
    [output('out', { values: ['out.txt'] }), output('level', { type: 'ENUM', values: ['high'] })],
  ),
  app(
    'fan',
    [input('sample', { type: 'STRING', concurrent: 'vars_iter' }), input('more', { concurrent: 'vars_iter' })],
    [output('out')],
  ),
);
const lint = (when: Problem['when'], ...tasks: TaskDocument[]) => lintWorkflow(workflow(...tasks), lookup, when);
const keys = (when: Problem['when'], ...tasks: TaskDocument[]) => lint(when, ...tasks).map((found) => found.key);

describe('lint', () => {
  it('finds nothing in a good workflow', () => {
    const good = [task('a', 'tool', { in: '/in/x.fq' }), task('b', 'tool', { in: '${a.out}', mode: 'slow' })];
    expect(lint('save', ...good)).toEqual([]);
    expect(lint('start', ...good)).toEqual([]);
  });

  it.each<[string, TaskDocument[]]>([
    ['cycle', [task('a', 'tool', { in: '${b.out}' }), task('b', 'tool', { in: '${a.out}' })]],
    ['duplicate-task', [task('a', 'tool', { in: 'x' }), task('a', 'tool', { in: 'x' })]],
    ['unknown-app', [task('a', 'none')]],
    ['unknown-input', [task('a', 'tool', { in: 'x', other: 'y' })]],
    ['reference-task', [task('a', 'tool', { in: '${gone.out}' })]],
    ['reference-output', [task('a', 'tool', { in: 'x' }), task('b', 'tool', { in: '${a.none}' })]],
    ['reference-embedded', [task('a', 'tool', { in: 'x' }), task('b', 'tool', { in: '${a.out}.gz' })]],
    ['reference-type', [task('a', 'tool', { in: 'x' }), task('b', 'tool', { in: 'x', dir: '${a.out}' })]],
    ['reference-alone', [task('a', 'tool', { in: 'x' }), task('b', 'fan', { more: ['${a.out}', 'y'] })]],
    ['not-in-enum', [task('a', 'tool', { in: 'x', mode: 'odd' })]],
    ['not-in-enum', [task('a', 'tool', { in: 'x' }), task('b', 'tool', { in: 'x', mode: '${a.level}' })]],
    ['single-value', [task('a', 'tool', { in: ['x', 'y'] })]],
    ['bad-path', [task('a', 'tool', { in: '../x' })]],
    ['field-pattern', [task('1a', 'tool', { in: 'x' })]],
    ['field-length', [task('a'.repeat(33), 'tool', { in: 'x' })]],
    ['field-pattern', [task('a', 'tool', { in: 'x' }, { output_dir: '/a/' })]],
    ['resource-range', [task('a', 'tool', { in: 'x' }, { resources: { cpu: '200C' } })]],
    ['resource-snt9', [task('a', 'tool', { in: 'x' }, { resources: { gpu_type: 'Snt9', gpu: '3' } })]],
    [
      'concurrent-count',
      [
        task('a', 'fan', { sample: ['x', 'y'], more: '/p' }),
        task('b', 'fan', { more: '${a.out}', sample: ['x', 'y', 'z'] }),
      ],
    ],
  ])('finds %s', (key, tasks) => {
    const found = lint('save', ...tasks).find((item) => item.key === key);
    expect(found).toMatchObject({ severity: 'error', when: 'save' });
    expect(found && problemSentence(found)).not.toMatch(/[{}]\w+\}|undefined|NaN/);
  });

  it('takes missing values as warnings at save and errors at start', () => {
    expect(lint('save', task('a', 'tool'))).toMatchObject([
      { key: 'required-missing', severity: 'warning', input: 'in' },
    ]);
    expect(lint('start', task('a', 'tool'))).toMatchObject([{ key: 'required-missing', severity: 'error' }]);
    expect(keys('save')).toEqual([]);
    expect(keys('start')).toEqual(['no-tasks']);
  });

  it('warns of paths as text, of braced names and of shared folders', () => {
    const found = lint(
      'save',
      task('a', 'tool', { in: 'x' }, { output_dir: '/same' }),
      task('b', 'tool', { in: 'x', text: '${a.out}' }, { output_dir: '/same' }),
      task('c', 'tool', { in: 'x', text: '${sample}' }),
    );
    expect(found.map((item) => item.key).sort()).toEqual(['braced-text', 'path-as-text', 'same-output-dir']);
    expect(found.every((item) => item.severity === 'warning')).toBe(true);
  });

  it('counts characters and tasks', () => {
    const long = Array.from({ length: 3 }, () => 'x'.repeat(1500));
    expect(keys('start', task('a', 'fan', { sample: long }))).toContain('inputs-too-long');
    expect(keys('save', task('a', 'fan', { sample: long }))).toEqual([]);
    const many = Array.from({ length: 65 }, (_, i) => task(`t${i}`, 'tool', { in: 'x' }));
    expect(keys('save', ...many)).toEqual(['too-many-tasks']);
  });

  it('holds a document to the contract', () => {
    const good = { ...workflow(task('a', 'tool', { in: 'x' })), timeout: 5, labels: ['x'] };
    const finds = (change: object) => lintWorkflow({ ...good, ...change }, lookup, 'save').map((found) => found.key);
    expect(finds({})).toEqual([]);
    expect(finds({ timeout: 0 })).toEqual(['field-range']);
    expect(finds({ labels: ['a', 'b', 'c', 'd', 'e', 'f'] })).toEqual(['list-length']);
    expect(finds({ labels: [' x'] })).toEqual(['field-pattern']);
    expect(keys('save', task('a', 'fan', { sample: Array(129).fill('x') }))).toEqual(['too-many-values']);
    expect(keys('save', task('a', 'tool', { in: 'x', text: 'x'.repeat(2049) }))).toEqual(['value-length']);
    expect(keys('save', task('a', 'tool', { in: 'x' }, { resources: { cpu_type: 'x'.repeat(25) } }))).toEqual([
      'field-length',
    ]);
  });

  it('tells a draft from what is wrong: what a job may still give is no error', () => {
    const found = (...tasks: TaskDocument[]) => lintDraft(workflow(...tasks), lookup);
    expect(found()).toMatchObject([{ key: 'no-tasks', severity: 'warning', when: 'start' }]);
    expect(found(task('a', 'tool'))).toMatchObject([{ key: 'required-missing', severity: 'warning', when: 'start' }]);
    const long = task('a', 'fan', { sample: ['x'.repeat(2048), 'y'.repeat(2048), 'z'] });
    expect(found(long)).toMatchObject([{ key: 'inputs-too-long', severity: 'warning', when: 'start' }]);
  });

  it('says when a chain is nested too deep', () => {
    const chain = Array.from({ length: 66 }, (_, i) => task(`t${i}`, 'tool', { in: i ? `\${t${i - 1}.out}` : 'x' }));
    expect(keys('save', ...chain)).toEqual(['too-many-tasks', 'too-deep']);
  });

  it('waits for values of concurrent inputs that only a job will give', () => {
    expect(keys('save', task('a', 'fan'), task('b', 'fan', { more: '${a.out}', sample: ['x', 'y'] }))).toEqual([]);
  });

  it('uses documented codes only', () => {
    const table = JSON.parse(readFileSync(new URL('../../contracts/eihealth.errors.json', import.meta.url), 'utf8'));
    const codes = new Set((table as { code: string }[]).map((entry) => entry.code));
    for (const [key, { code }] of Object.entries(PROBLEMS)) expect(codes, key).toContain(code);
  });

  it('never throws and always makes whole sentences', () => {
    fc.assert(
      fc.property(anyDocument, fc.constantFrom('save' as const, 'start' as const), (document, when) => {
        for (const found of lintWorkflow(document, lookup, when))
          expect(problemSentence(found)).toMatch(/^[A-Z].*\.$/s);
      }),
    );
  });
});
