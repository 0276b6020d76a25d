/**
 * `npm test`: everything. Types from the contracts, lint, types, all tests on PGlite, the server's again on a
 * PostgreSQL, the executor's on a Slurm, build, then Playwright on the built server. `--only unit|postgres|slurm|e2e`
 * runs a part.
 * The last line is `N passed, N failed`; a step that fails without a failing test counts as one.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildWhatIsStale } from './build.ts';
import { generate } from './generate.ts';
import { provideChromium } from './testing/chromium.ts';
import { isInterrupted, run } from './testing/commands.ts';
import { providePostgres } from './testing/postgres.ts';
import { type Counts, NOTHING_RAN, playwrightCounts, vitestCounts } from './testing/reports.ts';
import { provideSlurm } from './testing/slurm.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'test-results');
const PARTS = ['unit', 'postgres', 'slurm', 'e2e'] as const;
type Part = (typeof PARTS)[number];

interface Outcome {
  ok: boolean;
  counts?: Counts;
  note?: string;
}

interface Step {
  name: string;
  parts: readonly Part[];
  run(): Promise<Outcome>;
}

/** The program a package of ours offers, run by this very Node. */
function ours(packageName: string, file: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const folder = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  return run(process.execPath, [join(folder, file), ...args], { cwd: root, env: { ...process.env, ...env } });
}

const say = (words: string) => console.log(words);

async function vitest(report: string, folders: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const file = join(reports, report);
  const args = ['run', ...folders, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await ours('vitest', 'vitest.mjs', args, env);
  return { ok: code === 0, counts: vitestCounts(file) };
}

async function onPostgres(): Promise<Outcome> {
  const found = await providePostgres(say);
  if ('reason' in found) {
    const note = `skipped: ${found.reason}`;
    say(note);
    return { ok: true, note };
  }
  try {
    return await vitest('vitest-postgres.json', ['server/'], { TEST_DATABASE_URL: found.server.url });
  } finally {
    await found.server.stop();
  }
}

async function onSlurm(): Promise<Outcome> {
  const reason = await provideSlurm(say);
  if (reason === undefined) return vitest('vitest-slurm.json', ['--config', 'vitest.slurm.config.ts']);
  const note = `skipped: ${reason}`;
  say(note);
  return { ok: true, note };
}

async function playwright(): Promise<Outcome> {
  const browser = await provideChromium(say);
  if (!browser) return { ok: false, note: 'no Chromium' };
  const file = join(reports, 'playwright.json');
  const code = await ours('@playwright/test', 'cli.js', ['test', '--reporter=list,json'], {
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  return { ok: code === 0, counts: playwrightCounts(file) };
}

/** True when it did not throw; what it throws is shown. */
const done = (work: () => Promise<unknown>) => async (): Promise<Outcome> => {
  await work();
  return { ok: true };
};

let built = false;

const STEPS: readonly Step[] = [
  { name: 'types from the contracts', parts: PARTS, run: done(generate) },
  {
    name: 'lint',
    parts: ['unit'],
    run: async () => ({ ok: (await ours('@biomejs/biome', 'bin/biome', ['check', '--diagnostic-level=error'])) === 0 }),
  },
  { name: 'types', parts: ['unit'], run: async () => ({ ok: (await ours('typescript', 'bin/tsc', [])) === 0 }) },
  { name: 'tests', parts: ['unit'], run: () => vitest('vitest.json', []) },
  { name: 'server tests on PostgreSQL', parts: ['postgres'], run: onPostgres },
  { name: 'jobs on a Slurm of two nodes', parts: ['slurm'], run: onSlurm },
  {
    name: 'build',
    parts: ['e2e'],
    run: async () => {
      await buildWhatIsStale((what) => say(`building ${what} …`));
      built = true;
      return { ok: true };
    },
  },
  {
    name: 'tests in the browser',
    parts: ['e2e'],
    run: async () => (built ? playwright() : { ok: false, note: 'nothing was built' }),
  },
];

function chosenParts(): readonly Part[] {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  if (only === undefined) return PARTS;
  const part = PARTS.find((name) => name === only);
  if (!part) throw new Error(`--only takes ${PARTS.join(', ')}, not "${only}"`);
  return [part];
}

async function attempt(step: Step): Promise<Outcome> {
  try {
    return await step.run();
  } catch (error) {
    console.error(error);
    return { ok: false, note: (error as Error).message.split('\n')[0] };
  }
}

const parts = chosenParts();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const total = { passed: 0, failed: 0 };
const summary: string[] = [];
for (const step of STEPS.filter((candidate) => candidate.parts.some((part) => parts.includes(part)))) {
  if (isInterrupted()) break;
  say(`\n── ${step.name}`);
  const began = Date.now();
  const { ok, counts = NOTHING_RAN, note } = await attempt(step);
  total.passed += counts.passed;
  total.failed += ok || counts.failed > 0 ? counts.failed : 1;
  const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6);
  const tests = counts.passed + counts.failed > 0 ? `  ${counts.passed} passed, ${counts.failed} failed` : '';
  summary.push(`${ok ? 'ok    ' : 'FAILED'} ${seconds} s  ${step.name}${tests}${note ? `  ${note}` : ''}`);
  summary.push(...counts.failures.map((failure) => `         ✕ ${failure}`));
}
say(`\n${summary.join('\n')}\n`);
say(`${total.passed} passed, ${total.failed} failed`);
process.exit(isInterrupted() ? 130 : total.failed > 0 ? 1 : 0);
