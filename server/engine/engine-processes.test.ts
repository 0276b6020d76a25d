/** Drawn jobs as real processes under a real supervisor, while servers are killed; see engine-model.test.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { PlainEnclosure } from './enclosures/plain.ts';
import { LocalExecutor } from './executors/local.ts';
import { EngineLab } from './testing/engine-lab.ts';
import { anyProcessCase, ProcessTrial } from './testing/process-trial.ts';

const CASES = 30;
const MINUTE = 60_000;
const SLOTS = 4;

let server: TestServer;
let lab: EngineLab;
const folder = mkdtempSync(join(tmpdir(), 'processes-'));
const dataDir = mkdtempSync(join(tmpdir(), 'processes-data-'));
const makeExecutor = () => {
  const { store } = server.platform;
  const enclosure = new PlainEnclosure({ toolEnvs: {}, hostPath: (bucket, key) => store.hostPath(bucket, key) });
  return new LocalExecutor({ dataDir, slots: SLOTS, enclosure });
};

beforeAll(async () => {
  server = await startTestServer();
  await server.platform.engine.close();
  lab = await EngineLab.open(server);
});
afterAll(async () => {
  const last = makeExecutor();
  await last.start({ position: () => undefined, onFacts: () => undefined, onConnected: () => undefined });
  last.shutDown();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
});

describe('drawn jobs as processes', () => {
  it(
    `end as drawn and run each instance once, in ${CASES} cases`,
    async () => {
      await fc.assert(
        fc.asyncProperty(anyProcessCase, (drawn) => new ProcessTrial(lab, drawn, { folder, makeExecutor }).run()),
        { numRuns: CASES },
      );
    },
    10 * MINUTE,
  );
});
