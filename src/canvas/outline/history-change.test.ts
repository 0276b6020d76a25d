import { expect, test } from 'vitest';
import { beginGesture, commitGesture, redo, run, startHistory, undo } from '#core/workflow/history.ts';
import { task, workflow } from '#core/workflow/testing.ts';
import { historyChange } from './history-change.ts';

const start = startHistory(workflow(task('a', 'one')));
const named = run(start, { type: 'setDisplayName', task: 'a', display_name: 'A' });
const [step] = named.past;

test('steps are told when they are done, undone and redone', () => {
  expect(historyChange(start, named)).toEqual({ how: 'done', step });
  const back = undo(named);
  expect(historyChange(named, back)).toEqual({ how: 'undone', step });
  expect(historyChange(back, redo(back))).toEqual({ how: 'redone', step });
});

test('typing is told once, when it ends; loading another document is no step', () => {
  const typing = run(beginGesture(start), { type: 'setDisplayName', task: 'a', display_name: 'A' });
  expect(historyChange(start, typing)).toBeUndefined();
  expect(historyChange(typing, commitGesture(typing))?.how).toBe('done');
  expect(historyChange(named, startHistory(workflow()))).toBeUndefined();
});
