/**
 * The real engine against a small reference model: random jobs, failures, cancels, retries, time-outs, kills of the
 * server at any await, failing databases, lost connections and dead supervisors. FUZZ_RUNS=<number> draws more cases.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { EngineLab } from './testing/engine-lab.ts';
import { anyCase } from './testing/random-cases.ts';
import type { JobSpec } from './testing/random-jobs.ts';
import { Trial } from './testing/trial.ts';

const CASES = Number(process.env.FUZZ_RUNS ?? 1_000);
const MINUTE = 60_000;

let server: TestServer;
let lab: EngineLab;
beforeAll(async () => {
  server = await startTestServer();
  await server.platform.engine.close();
  lab = await EngineLab.open(server);
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(async () => {
  vi.useRealTimers();
  await server.close();
});

const one = { values: [], pairs: [], wholes: [] };
const job = (fields: Partial<JobSpec> = {}): JobSpec => ({
  tasks: [one],
  priority: 0,
  short: false,
  mishaps: [],
  ...fields,
});

describe('cases that once went wrong', () => {
  it('uses the room of an attempt that was withdrawn when nothing else happens', async () => {
    const wide = job({ tasks: Array.from({ length: 8 }, () => ({ ...one, values: [3, 4] })) });
    const acts = [{ type: 'cancel' as const, job: 0, force: false, wait: 0 }];
    await new Trial(lab, { jobs: [job(), wide], slots: 1, steps: [{ acts }], seed: 0 }).run();
  });

  it('does not call a job late whose last instance succeeded as its time ran out', async () => {
    const begin = [{ type: 'start' as const, share: 1, wait: 0 }];
    const acts = [
      { type: 'time' as const, wait: 0 },
      { type: 'end' as const, share: 1, wait: 0 },
    ];
    await new Trial(lab, { jobs: [job({ short: true })], slots: 1, steps: [{ acts: begin }, { acts }], seed: 7 }).run();
  });

  it('hands nothing over after a reconnection that was cancelled meanwhile', async () => {
    const cancel = { type: 'cancel' as const, job: 0, force: false, wait: 1 };
    const acts = [cancel, { type: 'retry' as const, job: 0, wait: 0 }];
    const steps = [{ acts: [cancel] }, { acts, cut: { rewind: 0 } }];
    await new Trial(lab, { jobs: [job()], slots: 1, steps, seed: 0 }).run();
  });

  it('outlives a database that refuses any one step of a round, also while folders are made beside it', async () => {
    for (let at = 1; at <= 16; at++) {
      const fault = { kind: 'error' as const, at, done: false };
      const acts = [{ type: 'start' as const, share: 1, wait: 0 }];
      await new Trial(lab, { jobs: [job()], slots: 1, steps: [{ acts, fault }], seed: at }).run();
    }
  });
});

describe('the engine and its reference model', () => {
  it(
    `agree on ${CASES} drawn cases`,
    async () => {
      await fc.assert(
        fc.asyncProperty(anyCase, (drawn) => new Trial(lab, drawn).run()),
        { numRuns: CASES, endOnFailure: false },
      );
    },
    20 * MINUTE,
  );
});
