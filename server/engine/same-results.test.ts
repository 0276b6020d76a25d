import { describe, expect, it } from 'vitest';
import { declareSandboxHere } from '../testing/sandbox-here.ts';
import { declareToolsHere, resultsOn } from './testing/same-results.ts';

const sandboxed = await declareSandboxHere();
// Commands do not notice which database there is: once is enough.
const embedded = process.env.TEST_DATABASE_URL === undefined;

describe.runIf(sandboxed && embedded)('workflows in the sandbox', () => {
  declareToolsHere();

  it('give the same results as without it', async () => {
    const plain = await resultsOn({ SANDBOX: 'off' });
    expect(Object.keys(plain.everyday).length).toBeGreaterThan(80);
    expect(plain.everyday['gather/names']).toMatch(/^EIHEALTH_[\s\S]*\nPATH\nTMPDIR\n$/);
    const inside = await resultsOn({ SANDBOX: 'on' });
    expect(inside).toEqual(plain);
  }, 180_000);
});
