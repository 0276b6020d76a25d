import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareSandboxHere } from '../testing/sandbox-here.ts';
import { SlurmCluster } from '../testing/slurm-cluster.ts';
import { type AllResults, declareToolsHere, resultsOn } from './testing/same-results.ts';

const sandboxed = await declareSandboxHere();
let cluster: SlurmCluster;
let plain: AllResults;

beforeAll(async () => {
  plain = await resultsOn({ SANDBOX: 'off' });
  cluster = await SlurmCluster.start();
  Object.assign(process.env, cluster.env);
}, 180_000);
afterAll(() => cluster.stop());

describe('workflows on Slurm', () => {
  declareToolsHere();

  it('give the same results as on a server that runs commands itself', async () => {
    const results = await resultsOn({ EXECUTOR: 'slurm' });
    expect(results).toEqual(plain);
  });

  it.runIf(sandboxed)('give the same results in the sandbox of the nodes', async () => {
    const results = await resultsOn({ EXECUTOR: 'slurm', SANDBOX: 'on' });
    expect(results).toEqual(plain);
  });
});
