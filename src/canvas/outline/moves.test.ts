import { expect, test } from 'vitest';
import { problem } from '#core/workflow/problems.ts';
import { app, input, lookupOf, task, workflow } from '#core/workflow/testing.ts';
import { findTyped, inputToFill, moveBy, nextProblem } from './moves.ts';
import { taskRow } from './row-ids.ts';
import { outlineRows } from './rows.ts';

const lookup = lookupOf(app('one', [input('x'), input('y')]));
const missing = problem('required-missing', 'error', 'save', { task: 'b', input: 'y' });
const rows = outlineRows({
  document: workflow(task('a', 'one'), task('b', 'one'), task('c', 'one')),
  lookup,
  problems: [missing],
  expanded: new Set([taskRow('b')]),
  editable: true,
});
const at = (id: string) => rows.findIndex((row) => row.id === id);

test('arrows, pages, and both ends stay inside', () => {
  expect(moveBy('ArrowUp', rows, 0, 10)).toEqual({ to: 0 });
  expect(moveBy('ArrowDown', rows, 0, 10)).toEqual({ to: 1 });
  expect(moveBy('End', rows, 0, 10)).toEqual({ to: rows.length - 1 });
  expect(moveBy('PageDown', rows, 1, 3)).toEqual({ to: 4 });
  expect(moveBy('PageUp', rows, 1, 3)).toEqual({ to: 0 });
  expect(moveBy('x', rows, 1, 3)).toBeUndefined();
});

test('right opens, then goes in; left closes, or goes to the row above in the tree', () => {
  expect(moveBy('ArrowRight', rows, at(taskRow('a')), 9)).toEqual({ open: 0, expand: true });
  expect(moveBy('ArrowRight', rows, at(taskRow('b')), 9)).toEqual({ to: at(taskRow('b')) + 1 });
  expect(moveBy('ArrowLeft', rows, at(taskRow('b')) + 2, 9)).toEqual({ to: at(taskRow('b')) });
  expect(moveBy('ArrowLeft', rows, at(taskRow('b')), 9)).toEqual({ open: at(taskRow('b')), expand: false });
  expect(moveBy('ArrowLeft', rows, at(taskRow('a')), 9)).toBeUndefined();
  expect(moveBy('ArrowRight', rows, at(taskRow('b')) + 1, 9)).toBeUndefined();
});

test('typing finds the next row that begins so; one letter again walks on', () => {
  const names = ['align', 'index', 'import', 'align-2'];
  expect(findTyped(names, 0, 'i')).toBe(1);
  expect(findTyped(names, 1, 'im')).toBe(2);
  expect(findTyped(names, 1, 'ii')).toBe(2);
  expect(findTyped(names, 0, 'A')).toBe(3);
  expect(findTyped(names, 0, 'align')).toBe(0);
  expect(findTyped(names, 0, 'z')).toBeUndefined();
});

test('the next problem, around the end, both ways', () => {
  const found = rows.findIndex((row) => row.problems.length > 0);
  expect(nextProblem(rows, 0, 1)).toBe(found);
  expect(nextProblem(rows, found, 1)).toBe(found);
  expect(nextProblem(rows, 0, -1)).toBe(found);
  expect(nextProblem([], 0, 1)).toBeUndefined();
});

test('what is to be filled first is what must have a value and has none', () => {
  const signature = app('two', [input('x'), input('y', { required: true })]);
  expect(inputToFill(task('a', 'two'), signature)).toBe('y');
  expect(inputToFill(task('a', 'two', { y: '/f' }), signature)).toBe('x');
  expect(inputToFill(task('a', 'none'), app('none'))).toBeUndefined();
});
