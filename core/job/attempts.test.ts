import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsOf } from './attempts.ts';
import { attemptOfName, instanceName } from './instance-name.ts';
import type { JobEvent } from './types.ts';

const of = { task: 'align', index: 1 };

describe('attempts of an instance', () => {
  it('keeps each attempt apart, with what was measured of it', () => {
    const events: JobEvent[] = [
      { at: 1, type: 'job-created' },
      { at: 2, type: 'instance-queued', ...of, attempt: 1 },
      { at: 2, type: 'instance-queued', task: 'align', index: 0, attempt: 1 },
      { at: 3, type: 'instance-started', ...of, attempt: 1 },
      {
        at: 5,
        type: 'instance-failed',
        ...of,
        attempt: 1,
        exitCode: 3,
        reason: 'NonZeroExit',
        message: 'exit code 3',
        usage: { cpu_seconds: 1.5 },
      },
      { at: 6, type: 'job-retried', user: 'ann' },
      { at: 7, type: 'instance-queued', ...of, attempt: 2 },
    ];
    const [first, second, ...more] = attemptsOf(events, 'align', 1);
    expect(first).toEqual({
      attempt: 1,
      phase: 'Failed',
      queuedAt: 2,
      startedAt: 3,
      endedAt: 5,
      exitCode: 3,
      reason: 'NonZeroExit',
      message: 'exit code 3',
      usage: { cpu_seconds: 1.5 },
    });
    expect(second).toEqual({ attempt: 2, phase: 'Pending', queuedAt: 7 });
    expect(more).toEqual([]);
    expect(attemptsOf(events, 'align', 2)).toEqual([]);
  });

  it('calls an end that nobody saw unknown, and says when it was cancelled', () => {
    const lost = { at: 2, type: 'instance-failed', ...of, attempt: 1, reason: 'AttemptLost', message: 'gone' } as const;
    const queued = { at: 1, type: 'instance-queued', ...of, attempt: 1 } as const;
    expect(attemptsOf([queued, lost], 'align', 1)[0]?.phase).toBe('Unknown');
    const cancelled = { at: 2, type: 'instance-cancelled', ...of, attempt: 1 } as const;
    expect(attemptsOf([queued, cancelled], 'align', 1)[0]).toMatchObject({ phase: 'Failed', stopped: 'cancel' });
    const overdue = { at: 1, type: 'job-timed-out' } as const;
    expect(attemptsOf([queued, overdue, cancelled], 'align', 1)[0]).toMatchObject({ stopped: 'timeout' });
  });
});

describe('names of instances', () => {
  const jobId = '093a002f-a000-4217-8000-000000000000';

  it('looks like the examples of the reference', () => {
    expect(instanceName({ jobId, task: 'app1-1', index: 0, attempt: 1 })).toBe('app1-1-0-093a002fa000001');
  });

  it('leads back to the attempt, and to no other', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 0xffff }), (index, attempt) => {
        const instance = { jobId, task: 'a-1', index };
        const name = instanceName({ ...instance, attempt });
        expect(attemptOfName(name, instance)).toBe(attempt);
        expect(attemptOfName(name, { ...instance, index: index + 1 })).toBeUndefined();
        expect(attemptOfName(name, { ...instance, jobId: `f${jobId.slice(1)}` })).toBeUndefined();
      }),
    );
    for (const name of ['', 'a-1-0', 'a-1-0-093a002fa00zzzz', 'a-1-0-093a002fa000000'])
      expect(attemptOfName(name, { jobId, task: 'a-1', index: 0 })).toBeUndefined();
  });
});
