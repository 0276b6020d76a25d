import { expect, it } from 'vitest';
import { app, input, output, task, workflow } from '#core/workflow/testing.ts';
import { NOTHING_KEPT } from '../drawing/document.ts';
import { createEditor } from '../editor.ts';
import { attachTask, edgeMiddle, edgesForTask, insertOnEdge, reconnectEdge, spliceOnEdge } from './edge-acts.ts';

const tool = app('tool', [input('in')], [output('out')]);
const place = (x: number, y = 0) => ({ location: { x, y } });

function open() {
  const document = workflow(
    task('a', 'tool', {}, place(0)),
    task('b', 'tool', { in: '${a.out}' }, place(600)),
    task('c', 'tool', { in: '${b.out}' }, place(1200)),
  );
  return createEditor({ document, apps: new Map([['tool', tool]]), kept: NOTHING_KEPT });
}

const values = (editor: ReturnType<typeof open>) =>
  Object.fromEntries(
    (editor.state.get().document.tasks ?? []).map((one) => [one.task_name, one.inputs?.[0]?.values ?? []]),
  );
const edge = { from: 'a', output: 'out', to: 'b', input: 'in' };

it('inserts a task in the middle of an edge as one step', () => {
  const editor = open();
  expect(edgeMiddle(editor, edge)).toEqual({ x: 420, y: 61 });
  const name = insertOnEdge(editor, tool, edge) ?? '';
  expect(values(editor)).toEqual({ a: [], b: [`\${${name}.out}`], c: ['${b.out}'], [name]: ['${a.out}'] });
  expect(editor.state.get().document.tasks?.at(-1)?.location).toEqual({ x: 300, y: 21 });
  expect([...editor.state.get().selectedTasks]).toEqual([name]);
  editor.undo();
  expect(values(editor)).toEqual({ a: [], b: ['${a.out}'], c: ['${b.out}'] });
});

it('inserts nothing that does not fit', () => {
  const editor = open();
  expect(insertOnEdge(editor, app('sink', [input('in')]), edge)).toBeUndefined();
  expect(editor.state.get().history.past).toHaveLength(0);
});

it('puts a task that is there on an edge, where it was dropped or in the middle; with its move one step', () => {
  const editor = open();
  const loose = editor.add(tool, { x: 0, y: 400 });
  expect([...edgesForTask(editor, loose).values()]).toHaveLength(2);
  expect(edgesForTask(editor, 'a').size).toBe(0);
  editor.drag(new Map([[loose, { x: 310, y: 40 }]]));
  expect(spliceOnEdge(editor, loose, edge, { x: 310.4, y: 40 })).toBe(true);
  expect(editor.state.get().moving).toBeUndefined();
  expect(values(editor)).toEqual({ a: [], b: [`\${${loose}.out}`], c: ['${b.out}'], [loose]: ['${a.out}'] });
  expect(editor.state.get().document.tasks?.at(-1)?.location).toEqual({ x: 310, y: 40 });
  expect(editor.state.get().history.past).toHaveLength(2);
  editor.undo();
  expect(editor.state.get().document.tasks?.at(-1)?.location).toEqual({ x: 0, y: 400 });
  expect(spliceOnEdge(editor, loose, edge)).toBe(true);
  expect(editor.state.get().document.tasks?.at(-1)?.location).toEqual({ x: 300, y: 21 });
  expect(spliceOnEdge(editor, loose, edge)).toBe(false);
});

it('adds a task for a loose end with its port at the place, connected, as one step', () => {
  const editor = open();
  const forwards = attachTask(editor, tool, { task: 'c', output: 'out' }, { x: 1800, y: 61 });
  const name = forwards?.to ?? '';
  expect(forwards).toEqual({ from: 'c', output: 'out', to: name, input: 'in' });
  expect(editor.state.get().document.tasks?.at(-1)?.location).toEqual({ x: 1800, y: 0 });
  expect([...editor.state.get().selectedTasks]).toEqual([name]);
  editor.undo();
  expect(Object.keys(values(editor))).toEqual(['a', 'b', 'c']);

  const backwards = attachTask(editor, tool, { task: 'a', input: 'in' }, { x: -200, y: 61 });
  expect(values(editor).a).toEqual([`\${${backwards?.from}.out}`]);
  expect(editor.state.get().document.tasks?.at(-1)?.location).toEqual({ x: -440, y: 0 });
  expect(attachTask(editor, app('source', [], [output('out')]), { task: 'c', output: 'out' }, { x: 0, y: 0 })).toBe(
    undefined,
  );
});

it('moves an edge to another input or output, as one step', () => {
  const editor = open();
  expect(reconnectEdge(editor, edge, { ...edge, to: 'c' })).toEqual({ ok: true });
  expect(values(editor)).toEqual({ a: [], b: [], c: ['${a.out}'] });
  editor.undo();
  expect(values(editor)).toEqual({ a: [], b: ['${a.out}'], c: ['${b.out}'] });
});

it('refuses a loop, unless it was the edge itself that closed it', () => {
  const editor = open();
  expect(reconnectEdge(editor, edge, { ...edge, from: 'c' })).toMatchObject({ ok: false, reasonKey: 'cycle' });
  const turned = { from: 'b', output: 'out', to: 'a', input: 'in' };
  expect(reconnectEdge(editor, edge, turned)).toEqual({ ok: true });
  expect(values(editor)).toMatchObject({ a: ['${b.out}'], b: [] });
  expect(reconnectEdge(editor, turned, turned)).toEqual({ ok: true });
  expect(editor.state.get().history.past).toHaveLength(1);
});
