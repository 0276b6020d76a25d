import { expect, test } from 'vitest';
import { type WaitingFacts, waitingOf } from './waiting.ts';

const hold = { tasks: ['align'], reason: 'NoNodeWithLabel', label: 'fat' } as const;
const facts = (change: Partial<WaitingFacts> = {}): WaitingFacts => ({
  job: { status: 'RUNNING', createdAt: 1 },
  task: 'align',
  status: 'PENDING',
  missing: [],
  ...change,
});
const queued = { attempt: 1, phase: 'Pending', queuedAt: 5 } as const;
const failed = { ...queued, phase: 'Failed', startedAt: 6, endedAt: 7 } as const;

test('nodes come before results of other tasks, those before its turn', () => {
  const holds = { since: 3, holds: [{ ...hold, tasks: [...hold.tasks] }] };
  expect(waitingOf(facts({ missing: ['qc'] }))).toEqual({ kind: 'tasks', since: 1, tasks: ['qc'] });
  expect(waitingOf(facts({ holds }))).toMatchObject({ kind: 'node', since: 3, hold: { label: 'fat' } });
  expect(waitingOf(facts({ holds, task: 'other' }))).toEqual({ kind: 'turn', since: 1 });
  expect(waitingOf(facts())).toEqual({ kind: 'turn', since: 1 });
});

test('what was handed over waits for resources; a retried one is new again', () => {
  expect(waitingOf(facts({ last: queued }))).toEqual({ kind: 'resources', since: 5 });
  const closed = { since: 3, holds: [{ tasks: ['align'], reason: 'NoSchedulableNode' as const }] };
  expect(waitingOf(facts({ last: queued, holds: closed }))).toMatchObject({ kind: 'node', since: 3 });
  const bound = { since: 3, holds: [{ ...hold, tasks: [...hold.tasks] }] };
  expect(waitingOf(facts({ last: queued, holds: bound }))).toMatchObject({ kind: 'resources' });
  expect(waitingOf(facts({ last: failed }))).toEqual({ kind: 'turn', since: 1 });
});

test('what runs or has ended waits for nothing; what never ran says so', () => {
  expect(waitingOf(facts({ status: 'RUNNING', last: { ...queued, startedAt: 6 } }))).toBeUndefined();
  expect(waitingOf(facts({ status: 'FAILED', last: failed }))).toBeUndefined();
  const over = { status: 'CANCELLED', createdAt: 1, finishedAt: 9 } as const;
  expect(waitingOf(facts({ job: over, status: 'CANCELLED' }))).toEqual({ kind: 'never', since: 9 });
  expect(waitingOf(facts({ job: over, status: 'CANCELLED', last: failed }))).toBeUndefined();
});
