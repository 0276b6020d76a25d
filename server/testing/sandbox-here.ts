/** Whether this machine can run the sandbox, for tests that need it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { probeSandbox } from '../engine/enclosures/probe-sandbox.ts';

/** Why there is no sandbox here, empty when there is. */
async function whyNotHere(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-here-'));
  try {
    const options = { folder, hostPath: () => folder, toolEnvs: {}, network: false, binds: [], hidden: [] };
    const probe = await probeSandbox(options);
    return 'reason' in probe ? probe.reason : '';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Declares a test that says loudly when the others of a file cannot run here, and that fails where they must
 * (SANDBOX_REQUIRED, which the build machine sets). @returns whether they can
 */
export async function declareSandboxHere(): Promise<boolean> {
  const reason = await whyNotHere();
  test('the sandbox works on this machine', async ({ annotate }) => {
    if (process.env.SANDBOX_REQUIRED) expect(reason).toBe('');
    if (!reason) return;
    console.warn(`NOT RUN: the tests of the sandbox, because ${reason}`);
    await annotate(`the tests of the sandbox did not run: ${reason}`);
  });
  return reason === '';
}
