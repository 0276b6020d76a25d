import { expect, it } from 'vitest';
import { app, input, lookupOf, output, task, workflow } from '#core/workflow/testing.ts';
import { targetsFor } from './connect-options.ts';

const tool = app('tool', [input('in'), input('word', { type: 'ENUM' })], [output('out')]);
const document = workflow(
  task('a', 'tool'),
  task('b', 'tool', { in: '${a.out}' }),
  task('c', 'tool', { in: '${b.out}' }),
  task('d', 'tool', { in: '/file' }),
  task('e', 'tool', {}, { display_name: 'End' }),
);

it('offers inputs that fit, free ones first, and says what would be replaced', () => {
  const targets = targetsFor(document, lookupOf(tool), { task: 'a', output: 'out' });
  expect(targets.map(({ edge, replaces, hasValues }) => [edge.to, edge.input, replaces?.task, hasValues])).toEqual([
    ['e', 'in', undefined, false],
    ['d', 'in', undefined, true],
    ['c', 'in', 'b', false],
  ]);
  expect(targets[0]?.title).toBe('End');
});

it('offers nothing that would close a loop', () => {
  const targets = targetsFor(document, lookupOf(tool), { task: 'c', output: 'out' });
  expect(targets.map(({ edge }) => edge.to)).toEqual(['e', 'd']);
});
