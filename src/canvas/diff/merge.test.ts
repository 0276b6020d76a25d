import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyCommand } from '#core/workflow/commands.ts';
import { diffDocuments } from '#core/workflow/diff.ts';
import { anyCommand, anyDocument, task, workflow } from '#core/workflow/testing.ts';
import { edgeId } from '../drawing/graph.ts';
import { mergeDrawing } from './merge.ts';

const before = workflow(
  task('a', 'app1', {}, { location: { x: 0, y: 0 } }),
  task('b', 'app2', { in: '${a.out}' }, { location: { x: 300, y: 0 } }),
);
const noApps = () => undefined;
const merge = (one: typeof before, other: typeof before) => mergeDrawing(one, other, diffDocuments(one, other), noApps);

it('draws what is there with its marks, and what is gone beside it', () => {
  const after = workflow(
    task('a', 'app1', { in: '/x' }, { location: { x: 5, y: 0 } }),
    task('c', 'app3', { in: '${a.out}' }, { location: { x: 300, y: 0 } }),
  );
  const drawing = merge(before, after);
  expect([...drawing.taskMarks]).toEqual([
    ['c', ['added']],
    ['a', ['changed', 'moved']],
    ['b', ['removed']],
  ]);
  expect([...drawing.edgeMarks]).toEqual([
    ['a.out→c.in', 'added'],
    ['a.out→b.in', 'removed'],
  ]);
  const [, , gone] = drawing.tasks;
  expect(gone?.location).toMatchObject({ x: 300 });
  expect(gone?.location?.y).toBeGreaterThan(0);
});

it('draws a task that is gone under another name when its name was given away', () => {
  const after = workflow(task('b', 'app1', {}, { location: { x: 0, y: 0 } }));
  const swapped = workflow(task('b', 'app9', { q: 'z' }));
  expect(merge(before, swapped).goneNames.get('a')).toBe('a');
  const drawing = merge(workflow(task('b', 'app2', { in: 'v' }), ...(before.tasks ?? []).slice(0, 1)), after);
  expect(new Set(drawing.tasks.map((one) => one.task_name)).size).toBe(drawing.tasks.length);
});

it('has each task and each connection once, and ends every connection at a drawn task', () => {
  const anyPair = fc
    .tuple(anyDocument, anyDocument, fc.array(anyCommand, { maxLength: 6 }), fc.boolean())
    .map(([one, other, commands, related]) => [one, related ? commands.reduce(applyCommand, one) : other] as const);
  fc.assert(
    fc.property(anyPair, ([one, other]) => {
      const drawing = merge(one, other);
      const names = drawing.tasks.map((item) => item.task_name);
      expect(new Set(names).size).toBe(names.length);
      for (const edge of drawing.edges)
        expect([names.includes(edge.from), names.includes(edge.to)]).toEqual([true, true]);
      for (const id of drawing.edgeMarks.keys()) expect(drawing.edges.map(edgeId)).toContain(id);
    }),
  );
});
