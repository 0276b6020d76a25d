import { expect, test } from 'vitest';
import { app, input, lookupOf, output, task, workflow } from '#core/workflow/testing.ts';
import { targetsFor } from './targets.ts';

const lookup = lookupOf(app('one', [input('x'), input('choice', { type: 'ENUM' })], [output('y')]));
const flow = workflow(task('a', 'one'), task('b', 'one', { x: `\${a.y}` }), task('c', 'one', { x: `\${b.y}` }));

test('an output may feed what fits, is not fed by it yet, and does not come before it', () => {
  expect(targetsFor(flow, lookup, { task: 'a', output: 'y' })).toEqual([
    { from: 'a', output: 'y', to: 'c', input: 'x' },
  ]);
  expect(targetsFor(flow, lookup, { task: 'c', output: 'y' })).toEqual([]);
});
