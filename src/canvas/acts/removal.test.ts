import { expect, it } from 'vitest';
import { task, workflow } from '#core/workflow/testing.ts';
import { removalOf } from './removal.ts';

const document = workflow(
  task('a', 'x'),
  task('b', 'x', { in: '${a.out}' }),
  task('c', 'x', { in: '${b.out}', other: '${a.out}' }),
  task('d', 'x', { in: '${c.out}' }),
);
const remove = (tasks: string[], edges: string[] = []) =>
  removalOf({ document, selectedTasks: new Set(tasks), selectedEdges: new Set(edges) });
const words = (edges: ReturnType<typeof remove>['edges']) =>
  edges.map((edge) => `${edge.from}→${edge.to}.${edge.input}`);

it('names the connections to tasks that stay, not those among the deleted', () => {
  const { tasks, edges, commands } = remove(['c', 'b']);
  expect(tasks).toEqual(['b', 'c']);
  expect(words(edges)).toEqual(['a→b.in', 'a→c.other', 'c→d.in']);
  expect(commands).toEqual([{ type: 'removeTasks', tasks: ['b', 'c'] }]);
});

it('takes selected connections out in the same step', () => {
  const { edges, commands } = remove(['d'], ['a.out→c.other']);
  expect(words(edges)).toEqual(['a→c.other', 'c→d.in']);
  expect(commands.map((command) => command.type)).toEqual(['disconnect', 'removeTasks']);
});

it('is nothing when nothing is selected', () => {
  expect(remove([], ['gone→gone'])).toEqual({ commands: [], tasks: [], edges: [] });
});
