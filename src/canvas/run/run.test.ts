import { describe, expect, it } from 'vitest';
import { foldRun, runSegments } from './run.ts';

const runtime = (states: string[], status = 'RUNNING') => [
  { task_name: 'align', status, sub_tasks: states.map((state) => ({ status: state })) },
];

describe('foldRun', () => {
  it('counts instances per state', () => {
    const run = foldRun(runtime(['SUCCEEDED', 'SUCCEEDED', 'FAILED', 'PENDING'])).get('align');
    expect(run).toMatchObject({ status: 'RUNNING', total: 4, counts: { SUCCEEDED: 2, FAILED: 1, PENDING: 1 } });
    expect(run && runSegments(run).map(({ status, percent }) => [status, percent])).toEqual([
      ['SUCCEEDED', 50],
      ['FAILED', 25],
      ['PENDING', 25],
    ]);
  });

  it('keeps the object of a task that did not change', () => {
    const before = foldRun(runtime(['RUNNING']));
    expect(foldRun(runtime(['RUNNING']), before).get('align')).toBe(before.get('align'));
    expect(foldRun(runtime(['SUCCEEDED']), before).get('align')).not.toBe(before.get('align'));
  });

  it('takes a state it does not know as unknown and a task without instances as one', () => {
    expect(foldRun([{ task_name: 'a', status: 'Odd' }]).get('a')).toEqual({
      status: 'UNKNOWN',
      total: 1,
      counts: { UNKNOWN: 1 },
    });
  });
});
