import { describe, expect, test } from 'vitest';
import { ApiError } from '#src/api/errors.ts';
import { outcomeError } from '#src/api/job-batches.ts';
import { type ActProgress, byCause, runActs } from './run-acts.ts';

const jobs = Array.from({ length: 7 }, (_, at) => ({ id: `id-${at}`, name: `job-${at}` }));

async function run(send: (ids: string[]) => Promise<{ id: string; error?: ApiError }[]>, stopAfter = 99) {
  const told: ActProgress[] = [];
  const calls: string[][] = [];
  const result = await runActs(jobs, {
    size: 3,
    send: (ids) => {
      calls.push(ids);
      return send(ids);
    },
    stopped: () => calls.length >= stopAfter,
    tell: (progress) => told.push(progress),
  });
  return { result, told, calls };
}

const fine = async (ids: string[]) => ids.map((id) => ({ id }));

describe('acts on many jobs', () => {
  test('go in batches, with progress', async () => {
    const { result, told, calls } = await run(fine);
    expect(calls.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(told.map(({ done }) => done)).toEqual([3, 6, 7]);
    expect(result).toEqual({ done: 7, failures: [] });
  });

  test('end between two batches when somebody stops them', async () => {
    const { result, calls } = await run(fine, 2);
    expect([result.done, calls.length]).toEqual([6, 2]);
  });

  test('name what failed and go on; a call that fails counts for its jobs', async () => {
    const refusal = outcomeError('A job in state RUNNING cannot be deleted (eihealth.01050213)');
    const { result } = await run(async (ids) => {
      if (ids.includes('id-3')) throw new ApiError({ status: 400, code: 'eihealth.01000020' });
      return ids.map((id) => (id === 'id-1' ? { id, error: refusal } : { id }));
    });
    expect(result.done).toBe(3);
    expect(byCause(result.failures).map(({ jobs: found }) => found.map(({ name }) => name))).toEqual([
      ['job-3', 'job-4', 'job-5'],
      ['job-1'],
    ]);
    expect([refusal.code, refusal.message]).toEqual(['eihealth.01050213', 'A job in state RUNNING cannot be deleted']);
  });

  test('stop by themselves when nobody answers any more', async () => {
    const { result, calls } = await run(async () => {
      throw new ApiError({ status: 0 });
    });
    expect([result.failures.length, calls.length]).toEqual([3, 1]);
  });

  test('messages of another platform are shown as they are', () => {
    expect(outcomeError('作业正在运行')).toMatchObject({ code: '', message: '作业正在运行' });
  });
});
