import { expect, it } from 'vitest';
import type { TaskRun } from './run.ts';
import { edgeRole, runRoles } from './run-roles.ts';

const ended: TaskRun = { status: 'SUCCEEDED', total: 1, counts: { SUCCEEDED: 1 }, from: '2026-01-01T00:00:00Z' };
const failed: TaskRun = { status: 'FAILED', total: 1, counts: { FAILED: 1 }, from: '2026-01-01T00:00:00Z' };
const waiting: TaskRun = { status: 'PENDING', total: 3, counts: { PENDING: 3 } };
const edges = [
  { from: 'trim', to: 'align' },
  { from: 'align', to: 'call' },
  { from: 'call', to: 'report' },
  { from: 'trim', to: 'count' },
];

it('names what led to a failure and what never started because of it', () => {
  const roles = runRoles(
    edges,
    new Map([
      ['trim', ended],
      ['align', failed],
      ['call', waiting],
      ['report', { ...waiting, status: 'CANCELLED', counts: { CANCELLED: 3 } }],
      ['count', waiting],
    ]),
  );
  expect(Object.fromEntries(roles)).toEqual({ trim: 'leads', align: 'failed', call: 'stopped', report: 'stopped' });
  expect(edges.map((edge) => edgeRole(edge, roles))).toEqual(['failed', 'stopped', 'stopped', undefined]);
});

it('is empty while nothing failed', () => {
  expect(runRoles(edges, new Map([['trim', ended]])).size).toBe(0);
});

it('leaves a task alone that ran although one before it failed', () => {
  const roles = runRoles(
    [{ from: 'a', to: 'b' }],
    new Map([
      ['a', failed],
      ['b', ended],
    ]),
  );
  expect(roles.get('b')).toBeUndefined();
});
