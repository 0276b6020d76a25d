import { describe, expect, it } from 'vitest';
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
    expect(await saveWorkflow(calls, body, 't1')).toMatchObject({ kind: 'conflict', theirs: { update_time: 't2' } });
    expect(calls.updates).toEqual([]);
  });

  it('overwrites when that was chosen', async () => {
    const calls = server();
    calls.touch();
    expect(await saveWorkflow(calls, body, undefined)).toEqual({ kind: 'saved', updateTime: 't3' });
  });
});
