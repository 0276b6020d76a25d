import { expect, it } from 'vitest';
import { applyCommand } from '#core/workflow/commands.ts';
import { task, workflow } from '#core/workflow/testing.ts';
import { sameButPlaces } from './same-but-place.ts';

const before = workflow(task('a', 'app', { in: 'x' }), task('b', 'app', {}, { location: { x: 1, y: 2 } }));

it('is told by a move and by nothing else', () => {
  expect(sameButPlaces(before, applyCommand(before, { type: 'moveTasks', positions: { a: { x: 5, y: 5 } } }))).toBe(
    true,
  );
  expect(sameButPlaces(before, applyCommand(before, { type: 'setDisplayName', task: 'a', display_name: 'A' }))).toBe(
    false,
  );
  expect(sameButPlaces(before, applyCommand(before, { type: 'removeTasks', tasks: ['a'] }))).toBe(false);
  expect(sameButPlaces(before, applyCommand(before, { type: 'setDetails', details: { name: 'other' } }))).toBe(false);
  expect(sameButPlaces(before, before)).toBe(true);
});
