import { describe, expect, it } from 'vitest';
import { positionOf } from '#core/workflow/history.ts';
import type { AppSignature, TaskDocument } from '#core/workflow/types.ts';
import { NOTHING_KEPT } from './drawing/document.ts';
import { createEditor, isDirty, mayRedo, mayUndo } from './editor.ts';

const app: AppSignature = {
  id: 'a',
  name: 'tool',
  version: '1',
  inputs: [
    { name: 'in', required: true, type: 'FILE' },
    { name: 'text', required: false, type: 'STRING' },
  ],
  outputs: [{ name: 'out', required: true, type: 'FILE' }],
};

const task = (name: string, x: number): TaskDocument => ({ task_name: name, app_id: 'a', location: { x, y: 0 } });

function open(tasks: TaskDocument[] = [task('one', 0), task('two', 400)]) {
  const apps = new Map([['a', app]]);
  return createEditor({ document: { name: 'w', version: '1', tasks }, apps, kept: NOTHING_KEPT });
}

const at = (x: number, y: number) => new Map([['one', { x, y }]]);
const locations = (editor: ReturnType<typeof open>) => editor.state.get().document.tasks?.map((one) => one.location);

describe('a drag', () => {
  it('is one step, however many moves it has, and leaves the document alone until it ends', () => {
    const editor = open();
    for (let x = 1; x <= 20; x += 1) editor.drag(at(x, 0));
    expect(locations(editor)?.[0]).toEqual({ x: 0, y: 0 });
    editor.drop(at(20.4, 0));
    expect(locations(editor)?.[0]).toEqual({ x: 20, y: 0 });
    expect(editor.state.get().history.past).toHaveLength(1);
    editor.undo();
    expect(locations(editor)?.[0]).toEqual({ x: 0, y: 0 });
  });

  it('holds undo back until it ends', () => {
    const editor = open();
    editor.drop(at(5, 5));
    editor.drag(at(9, 9));
    expect(mayUndo(editor.state.get())).toBe(false);
    editor.undo();
    editor.drop(at(9, 9));
    expect(locations(editor)?.[0]).toEqual({ x: 9, y: 9 });
  });

  it('that ends where it began is no step', () => {
    const editor = open();
    editor.drag(at(3, 3));
    editor.drop(at(0, 0));
    expect(editor.state.get().history.past).toHaveLength(0);
    expect(isDirty(editor.state.get())).toBe(false);
  });
});

describe('typing', () => {
  it('is one step per field', () => {
    const editor = open();
    editor.beginTyping();
    for (const value of ['a', 'ab', 'abc'])
      editor.run({ type: 'setInputValues', task: 'one', input: 'text', values: [value] });
    expect(isDirty(editor.state.get())).toBe(true);
    editor.endTyping();
    expect(editor.state.get().history.past).toHaveLength(1);
  });
});

it('is saved without leaving the field, and the rest is a step of its own', () => {
  const editor = open();
  const type = (value: string) => editor.run({ type: 'setInputValues', task: 'one', input: 'text', values: [value] });
  editor.beginTyping();
  type('a');
  editor.settleTyping();
  editor.markSaved(positionOf(editor.state.get().history));
  expect(isDirty(editor.state.get())).toBe(false);
  type('ab');
  type('abc');
  expect(isDirty(editor.state.get())).toBe(true);
  editor.endTyping();
  expect(editor.state.get().history.past).toHaveLength(2);
});

describe('connecting', () => {
  it('says which ports may be the end', () => {
    const editor = open();
    editor.startConnecting({ task: 'one', handle: 'out:out' });
    expect(editor.connecting.get()?.verdicts.get('two|in:in')).toBe(true);
    expect(editor.connecting.get()?.verdicts.get('one|in:in')).toBe(false);
  });

  it('works backwards, from an input', () => {
    const editor = open();
    editor.startConnecting({ task: 'two', handle: 'in:in' });
    expect(editor.connecting.get()?.verdicts.get('one|out:out')).toBe(true);
  });

  it('refuses a cycle and leaves the document as it was', () => {
    const editor = open();
    expect(editor.connect({ from: 'one', output: 'out', to: 'two', input: 'in' })).toEqual({ ok: true });
    const before = editor.state.get().document;
    expect(editor.connect({ from: 'two', output: 'out', to: 'one', input: 'in' })).toMatchObject({
      ok: false,
      reasonKey: 'cycle',
    });
    expect(editor.state.get().document).toBe(before);
  });
});

describe('selection', () => {
  it('is no part of the history, and loses what is gone', () => {
    const editor = open();
    editor.select(['one']);
    expect(mayUndo(editor.state.get())).toBe(false);
    editor.removeSelection();
    expect([...editor.state.get().selectedTasks]).toEqual([]);
    expect(editor.state.get().document.tasks).toHaveLength(1);
    editor.undo();
    expect(editor.state.get().document.tasks).toHaveLength(2);
    expect(mayRedo(editor.state.get())).toBe(true);
  });

  it('of edges and tasks goes in one step', () => {
    const editor = open([task('one', 0), task('two', 400), task('three', 800)]);
    editor.connect({ from: 'one', output: 'out', to: 'two', input: 'in' });
    editor.select(['three'], ['one.out→two.in']);
    editor.removeSelection();
    expect(editor.state.get().document.tasks?.map((one) => one.inputs?.[0]?.values ?? [])).toEqual([[], []]);
    editor.undo();
    expect(editor.state.get().document.tasks).toHaveLength(3);
    expect(editor.state.get().document.tasks?.[1]?.inputs?.[0]?.values).toEqual(['${one.out}']);
  });

  it('moves to the copies when it is duplicated', () => {
    const editor = open();
    editor.select(['one', 'two']);
    editor.duplicateSelection();
    const { selectedTasks, document } = editor.state.get();
    expect(document.tasks).toHaveLength(4);
    expect(selectedTasks.size).toBe(2);
    expect(selectedTasks.has('one')).toBe(false);
  });
});

describe('saving', () => {
  it('is over when undo comes back to what was saved', () => {
    const editor = open();
    editor.run({ type: 'setDisplayName', task: 'one', display_name: 'First' });
    expect(isDirty(editor.state.get())).toBe(true);
    editor.undo();
    expect(isDirty(editor.state.get())).toBe(false);
  });

  it('does not count what was changed while the request was on its way', () => {
    const editor = open();
    editor.run({ type: 'setDisplayName', task: 'one', display_name: 'First' });
    const position = 1;
    editor.run({ type: 'setDisplayName', task: 'one', display_name: 'Second' });
    editor.markSaved(position);
    expect(isDirty(editor.state.get())).toBe(true);
  });
});

it('adds tasks of an app without covering others, and selects the new one', () => {
  const editor = open();
  const name = editor.add(app, { x: 10, y: 10 });
  expect(name).toBe('task-1-tool');
  expect([...editor.state.get().selectedTasks]).toEqual([name]);
  expect(locations(editor)?.[2]?.y).toBeGreaterThan(60);
});

it('keeps a task selected that is called otherwise now, and none that is gone', () => {
  const editor = open();
  editor.select(['one', 'two']);
  editor.run({ type: 'renameTask', task: 'one', name: 'first' });
  expect([...editor.state.get().selectedTasks]).toEqual(['first', 'two']);
  editor.undo();
  expect([...editor.state.get().selectedTasks]).toEqual(['one', 'two']);
  editor.run({ type: 'removeTasks', tasks: ['one'] });
  expect([...editor.state.get().selectedTasks]).toEqual(['two']);
});
