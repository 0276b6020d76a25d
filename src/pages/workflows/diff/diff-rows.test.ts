import { expect, it } from 'vitest';
import { diffDocuments } from '#core/workflow/diff.ts';
import { task, workflow } from '#core/workflow/testing.ts';
import { diffGroups } from './diff-rows.ts';

const before = workflow(
  task('a', 'app1', { in: '/in' }, { location: { x: 1, y: 2 } }),
  task('b', 'app2', { in: '${a.out}' }, { display_name: 'Align' }),
  task('c', 'app3', { in: '/c' }),
);
const after = {
  ...workflow(
    task('a', 'app1', { in: '/new' }, { location: { x: 9, y: 2 } }),
    task('c2', 'app3', { in: '/c' }),
    task('d', 'app4', { in: '${a.out}' }),
  ),
  summary: 'more',
};

it('groups what differs by the workflow and its tasks, with every field of those that came or went', () => {
  const diff = diffDocuments(before, after);
  const groups = diffGroups(before, after, diff, new Map([['b', 'b−']]));
  expect(groups).toMatchObject([
    { key: 'details', fields: [{ field: 'summary', after: 'more' }] },
    { key: '+d', task: 'd', marks: ['added'], fields: [{ field: 'app_id', after: 'app4' }, { field: 'inputs.in' }] },
    { key: '=a', task: 'a', marks: ['changed', 'moved'], fields: [{ field: 'inputs.in' }, { field: 'location' }] },
    { key: '=c2', task: 'c2', was: 'c', marks: ['renamed'], fields: [] },
    { key: '−b', task: 'b−', title: 'Align', marks: ['removed'] },
  ]);
  expect(groups.at(-1)?.fields.every((change) => change.after === undefined)).toBe(true);
});
