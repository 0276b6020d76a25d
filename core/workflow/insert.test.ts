import { expect, it } from 'vitest';
import { applyCommand } from './commands.ts';
import { attachmentFor, insertionFor, splicingFor } from './insert.ts';
import { app, input, lookupOf, output, task, workflow } from './testing.ts';

const source = app('source', [], [output('reads')]);
const sink = app('sink', [input('in'), input('text', { type: 'STRING' })]);
const lookup = lookupOf(source, sink);
const document = workflow(task('a', 'source'), task('b', 'sink', { in: '${a.reads}', text: '${a.reads}' }));
const edge = { from: 'a', output: 'reads', to: 'b', input: 'in' };

it('finds the ports by which an app fits between two tasks, required inputs first', () => {
  const trim = app(
    'trim',
    [input('adapter', { type: 'STRING', required: true }), input('extra'), input('reads', { required: true })],
    [output('report', { type: 'STRING' }), output('trimmed')],
  );
  expect(insertionFor(document, lookup, edge, trim)).toEqual({ input: 'reads', output: 'trimmed' });
});

it('does not fit an app without a matching input or output', () => {
  expect(insertionFor(document, lookup, edge, app('no-input', [], [output('out')]))).toBeUndefined();
  expect(insertionFor(document, lookup, edge, app('no-output', [input('in')]))).toBeUndefined();
  expect(insertionFor(document, lookup, { ...edge, from: 'ghost' }, app('any'))).toBeUndefined();
});

it('passes a path on as text only where it was text before', () => {
  const copy = app('copy', [input('in')], [output('out')]);
  expect(insertionFor(document, lookup, { ...edge, input: 'text' }, copy)).toEqual({ input: 'in', output: 'out' });
  const texts = workflow(task('a', 'words'), task('b', 'sink', { text: '${a.word}' }));
  const words = lookupOf(app('words', [], [output('word', { type: 'STRING' })]), sink);
  const toFile = app('to-file', [input('word', { type: 'STRING' })], [output('out')]);
  expect(insertionFor(texts, words, { from: 'a', output: 'word', to: 'b', input: 'text' }, toFile)).toBeUndefined();
});

it('finds the port by which an app takes or feeds a loose end, the very type and what is required first', () => {
  const file = { task: 'a', output: 'reads' };
  const many = app('many', [
    input('text', { type: 'STRING', required: true }),
    input('more'),
    input('first', { required: true }),
  ]);
  expect(attachmentFor(document, lookup, file, many)).toBe('first');
  expect(attachmentFor(document, lookup, file, app('texts', [input('text', { type: 'STRING' })]))).toBeUndefined();
  const text = { task: 'b', input: 'text' };
  const words = app(
    'words',
    [],
    [output('file'), output('kind', { type: 'ENUM' }), output('word', { type: 'STRING' })],
  );
  expect(attachmentFor(document, lookup, text, words)).toBe('word');
  expect(attachmentFor(document, lookup, { task: 'b', input: 'in' }, words)).toBe('file');
  expect(attachmentFor(document, lookup, { task: 'ghost', output: 'reads' }, many)).toBeUndefined();
  expect(attachmentFor(document, lookup, { task: 'b', input: 'ghost' }, words)).toBeUndefined();
});

it('makes both connections in one step and leaves other edges alone', () => {
  const next = applyCommand(document, {
    type: 'insertTask',
    task: { task_name: 'new', app_id: 'trim' },
    edge,
    input: 'reads',
    output: 'trimmed',
  });
  expect(next.tasks?.map((one) => one.task_name)).toEqual(['a', 'b', 'new']);
  expect(next.tasks?.[1]?.inputs?.map((one) => one.values)).toEqual([['${new.trimmed}'], ['${a.reads}']]);
  expect(next.tasks?.[2]?.inputs).toEqual([{ name: 'reads', values: ['${a.reads}'] }]);
});

it('inserts nothing on an edge that is gone, nor under a name that is taken', () => {
  const act = (name: string, at: typeof edge) =>
    applyCommand(document, {
      type: 'insertTask',
      task: { task_name: name, app_id: 'trim' },
      edge: at,
      input: 'i',
      output: 'o',
    });
  expect(act('new', { ...edge, output: 'other' })).toBe(document);
  expect(act('a', edge)).toBe(document);
});

it('reconnects either end', () => {
  const three = workflow(...(document.tasks ?? []), task('c', 'sink'), task('d', 'source'));
  const target = applyCommand(three, { type: 'reconnect', edge, to: { ...edge, to: 'c' } });
  expect(target.tasks?.[1]?.inputs?.[0]?.values).toEqual([]);
  expect(target.tasks?.[2]?.inputs).toEqual([{ name: 'in', values: ['${a.reads}'] }]);
  const from = applyCommand(three, { type: 'reconnect', edge, to: { ...edge, from: 'd' } });
  expect(from.tasks?.[1]?.inputs?.[0]?.values).toEqual(['${d.reads}']);
  expect(applyCommand(three, { type: 'reconnect', edge: { ...edge, to: 'c' }, to: edge })).toBe(three);
});

const trim = app('trim', [input('adapter', { type: 'STRING' }), input('reads'), input('more')], [output('trimmed')]);
const known = lookupOf(source, sink, trim);
const withTrim = (inputs: Record<string, string>, ...others: ReturnType<typeof task>[]) =>
  workflow(...(document.tasks ?? []), task('t', 'trim', inputs), ...others);

it('finds the ports by which a task that is there fits, without taking a value away from it', () => {
  expect(splicingFor(withTrim({}), known, edge, 't')).toEqual({ input: 'reads', output: 'trimmed' });
  expect(splicingFor(withTrim({ reads: '/given' }), known, edge, 't')).toEqual({ input: 'more', output: 'trimmed' });
  expect(splicingFor(withTrim({ reads: '/given', more: '/given' }), known, edge, 't')).toBeUndefined();
  expect(splicingFor(document, known, edge, 'a')).toBeUndefined();
  expect(splicingFor(document, known, edge, 'b')).toBeUndefined();
  expect(splicingFor(document, known, edge, 'ghost')).toBeUndefined();
});

it('leaves a task alone that belongs elsewhere, or between the ends already', () => {
  expect(splicingFor(withTrim({ more: '${a.reads}' }), known, edge, 't')).toEqual({ input: 'more', output: 'trimmed' });
  expect(splicingFor(withTrim({ more: '${c.reads}' }, task('c', 'source')), known, edge, 't')).toBeUndefined();
  expect(splicingFor(withTrim({ adapter: '${b.x}' }), known, edge, 't')).toBeUndefined();
  expect(splicingFor(withTrim({}, task('d', 'sink', { in: '${t.trimmed}' })), known, edge, 't')).toBeUndefined();
  const between = workflow(
    task('a', 'source'),
    task('t', 'trim', { reads: '${a.reads}' }),
    task('b', 'sink', { in: '${t.trimmed}', text: '${a.reads}' }),
  );
  expect(splicingFor(between, known, { ...edge, input: 'text' }, 't')).toBeUndefined();
});

it('moves a task onto an edge and makes both connections, and keeps one that is there', () => {
  const at = { x: 3, y: 4 };
  const splice = { type: 'spliceTask' as const, task: 't', edge, output: 'trimmed', location: at };
  const next = applyCommand(withTrim({}), { ...splice, input: 'reads' });
  expect(next.tasks?.[1]?.inputs?.map((one) => one.values)).toEqual([['${t.trimmed}'], ['${a.reads}']]);
  expect(next.tasks?.[2]).toMatchObject({ location: at, inputs: [{ name: 'reads', values: ['${a.reads}'] }] });
  const fed = withTrim({ more: '${a.reads}' });
  expect(applyCommand(fed, { ...splice, input: 'more' }).tasks?.[2]?.inputs).toBe(fed.tasks?.[2]?.inputs);
  expect(applyCommand(fed, { ...splice, input: 'more', edge: { ...edge, output: 'other' } })).toBe(fed);
  expect(applyCommand(fed, { ...splice, input: 'more', task: 'ghost' })).toBe(fed);
});
