import type { NodeChange } from '@xyflow/react';
import { expect, it } from 'vitest';
import { app, task, workflow } from '#core/workflow/testing.ts';
import { createBench } from '../bench.ts';
import { createEditor } from '../editor.ts';
import { NOTHING_KEPT } from './document.ts';
import type { TaskNode } from './graph.ts';
import { changeNodes } from './node-changes.ts';

function open() {
  const document = workflow(
    task('a', 'tool', {}, { location: { x: 0, y: 0 } }),
    task('b', 'tool', {}, { location: { x: 500, y: 300 } }),
    task('c', 'tool', {}, { location: { x: 530, y: 600 } }),
  );
  const editor = createEditor({ document, apps: new Map([['tool', app('tool')]]), kept: NOTHING_KEPT });
  return { editor, bench: createBench() };
}

const move = (id: string, x: number, y: number, dragging: boolean): NodeChange<TaskNode> => ({
  type: 'position',
  id,
  position: { x, y },
  dragging,
});

const place = ({ editor }: ReturnType<typeof open>, name: string) =>
  editor.state.get().document.tasks?.find((one) => one.task_name === name)?.location;

it('snaps a drag while it goes on and at its end, and draws the lines only meanwhile', () => {
  const scene = open();
  changeNodes(scene.editor, scene.bench, 1, [move('a', 497, 120, true)]);
  expect(scene.editor.state.get().moving?.get('a')).toEqual({ x: 500, y: 120 });
  expect(scene.bench.guides.get()).toMatchObject([{ axis: 'x', at: 500 }]);
  changeNodes(scene.editor, scene.bench, 1, [move('a', 497, 121, false)]);
  expect(place(scene, 'a')).toEqual({ x: 500, y: 120 });
  expect(scene.bench.guides.get()).toEqual([]);
  expect(scene.editor.state.get().history.past).toHaveLength(1);
});

it('ends a drag as asked to, and only a drag', () => {
  const scene = open();
  const ended: unknown[] = [];
  const end = (positions: ReadonlyMap<string, { x: number; y: number }>) => ended.push(...positions);
  changeNodes(scene.editor, scene.bench, 1, [move('a', 497, 120, true)], end);
  changeNodes(scene.editor, scene.bench, 1, [move('a', 497, 121, false)], end);
  expect(ended).toEqual([['a', { x: 500, y: 120 }]]);
  scene.editor.drop(new Map());
  changeNodes(scene.editor, scene.bench, 1, [move('a', 40, 50, false)], end);
  expect(place(scene, 'a')).toEqual({ x: 40, y: 50 });
  expect(ended).toHaveLength(1);
});

it('moves everything that is dragged by the same', () => {
  const scene = open();
  changeNodes(scene.editor, scene.bench, 1, [move('b', 3, 290, true), move('c', 33, 590, true)]);
  expect([...(scene.editor.state.get().moving ?? [])]).toEqual([
    ['b', { x: 0, y: 288 }],
    ['c', { x: 30, y: 588 }],
  ]);
});

it('does not snap when it is switched off, nor what arrow keys move', () => {
  const scene = open();
  changeNodes(scene.editor, scene.bench, 1, [move('a', 497, 121, false)]);
  expect(place(scene, 'a')).toEqual({ x: 497, y: 121 });
  scene.bench.habits.set({ ...scene.bench.habits.get(), snap: false });
  changeNodes(scene.editor, scene.bench, 1, [move('b', 1, 2, true)]);
  changeNodes(scene.editor, scene.bench, 1, [move('b', 1, 2, false)]);
  expect(place(scene, 'b')).toEqual({ x: 1, y: 2 });
});
