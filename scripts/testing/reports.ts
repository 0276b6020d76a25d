/** Counts of tests, from the JSON reports of Vitest and Playwright. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Counts {
  passed: number;
  failed: number;
  /** Names of the failed tests: a log of ten thousand lines may be cut, its end is seen. */
  failures: string[];
}

export const NOTHING_RAN: Counts = { passed: 0, failed: 0, failures: [] };

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
}

interface PlaywrightSuite {
  file: string;
  suites?: PlaywrightSuite[];
  specs: { title: string; ok: boolean; tests: { results: { error?: PlaywrightError }[] }[] }[];
}

interface PlaywrightError {
  message?: string;
  location?: { file: string; line: number };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  suites: PlaywrightSuite[];
}

const LONGEST_REASON = 300;

function read<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

/** @returns zeros when the run did not come far enough to write its report */
export function vitestCounts(file: string): Counts {
  const report = read<VitestReport>(file);
  if (!report) return NOTHING_RAN;
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    // A file that could not be loaded has no test that failed.
    if (failed.length === 0 && status === 'failed') return [name];
    return failed.map(
      ({ fullName, failureMessages = [] }) => `${name} › ${fullName}: ${brief(failureMessages.join(' '))}`,
    );
  });
  return { passed: report.numPassedTests, failed: report.numFailedTests, failures };
}

/** A reason on one line, in plain text, not too long. */
const brief = (words: string): string =>
  stripVTControlCharacters(words).slice(0, LONGEST_REASON).replaceAll(/\s+/g, ' ');

function reasonOf({ tests }: PlaywrightSuite['specs'][number]): string {
  const error = tests.flatMap(({ results }) => results).find((result) => result.error)?.error;
  if (!error) return '';
  const place = error.location ? ` (${basename(error.location.file)}:${error.location.line})` : '';
  return `: ${brief(error.message ?? 'no reason given')}${place}`;
}

const failedSpecs = ({ file, specs, suites = [] }: PlaywrightSuite): string[] => [
  ...specs.filter(({ ok }) => !ok).map((spec) => `${file} › ${spec.title}${reasonOf(spec)}`),
  ...suites.flatMap(failedSpecs),
];

/** A test that passed only in a repetition counts as failed. */
export function playwrightCounts(file: string): Counts {
  const report = read<PlaywrightReport>(file);
  if (!report) return NOTHING_RAN;
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected, failed: unexpected + flaky, failures: report.suites.flatMap(failedSpecs) };
}
