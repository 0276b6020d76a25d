import { describe, expect, it } from 'vitest';
import { ApiError } from '#src/api/errors.ts';
import { type SaveCalls, saveWorkflow } from './save-workflow.ts';

const body = { name: 'w', version: '1' };

/** A server with one workflow whose time moves with every update. */
function server(): SaveCalls & { updates: unknown[]; touch: () => void } {
  let version = 1;
  const updates: unknown[] = [];
  return {
    updates,
    touch: () => {
      version += 1;
    },
    read: async () => ({ ...body, update_time: `t${version}` }),
    update: async (sent) => {
      updates.push(sent);
      version += 1;
    },
  };
}

describe('saveWorkflow', () => {
  it('saves and gives the new time', async () => {
    const calls = server();
    expect(await saveWorkflow(calls, body, 't1')).toEqual({ kind: 'saved', updateTime: 't2' });
    expect(calls.updates).toEqual([body]);
  });

  it('sends nothing when somebody else saved first', async () => {
    const calls = server();
    calls.touch();
    expect(await saveWorkflow(calls, body, 't1')).toMatchObject({ kind: 'changed', theirs: { update_time: 't2' } });
    expect(calls.updates).toEqual([]);
  });

  it('overwrites when that was chosen', async () => {
    const calls = server();
    calls.touch();
    expect(await saveWorkflow(calls, body, undefined)).toEqual({ kind: 'saved', updateTime: 't3' });
  });

  it('tells a deleted workflow from a failure', async () => {
    const fail = (error: unknown): SaveCalls => ({
      read: () => Promise.reject(error),
      update: () => Promise.reject(error),
    });
    const gone = new ApiError({ status: 404, code: 'eihealth.01050102' });
    expect(await saveWorkflow(fail(gone), body, 't1')).toEqual({ kind: 'deleted' });
    expect(await saveWorkflow(fail(gone), body, undefined)).toEqual({ kind: 'deleted' });
    const noProject = new ApiError({ status: 404, code: 'eihealth.01020002' });
    await expect(saveWorkflow(fail(noProject), body, 't1')).rejects.toBe(noProject);
  });
});
