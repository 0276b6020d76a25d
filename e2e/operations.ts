/** Which documented operations the tests exercised, and from where; `npm run coverage:api` reads it. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operations } from '#contracts/generated/operations.ts';

export type Origin = 'browser' | 'api';
/** `eihealth.createProject` → requests by origin. */
export type Exercised = Record<string, Partial<Record<Origin, number>>>;

const results = fileURLToPath(new URL('../test-results/', import.meta.url));
const parts = join(results, 'operations');
const summary = join(results, 'operations.json');

interface Route {
  key: string;
  method: string;
  pattern: RegExp;
  /** Parameters in the path: of two routes that fit, the one with fewer is meant. */
  parameters: number;
}

const routes: Route[] = Object.entries(operations)
  .map(([key, { service, method, path }]) => {
    const full = service === 'console' ? path : `/api/${service}${path}`;
    const source = full.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+');
    return {
      key,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${source}$`),
      parameters: full.split('{').length,
    };
  })
  .sort((left, right) => left.parameters - right.parameters);

/** The operation a request calls: key in contracts/generated/operations.ts, undefined for other addresses. */
export function operationOf(method: string, url: string, basePath = '/'): string | undefined {
  const { pathname } = new URL(url);
  const plain = pathname.startsWith(basePath) ? pathname.slice(basePath.length - 1) : pathname;
  const aliased = plain.replace(/^\/v1\//, '/api/eihealth/v1/').replace(/^\/v3\//, '/api/iam/v3/');
  return routes.find((route) => route.method === method.toUpperCase() && route.pattern.test(aliased))?.key;
}

const seen: Exercised = {};

export function noteRequest(origin: Origin, method: string, url: string, basePath?: string): void {
  const key = operationOf(method, url, basePath);
  if (!key) return;
  if (Object.keys(seen).length === 0) process.once('exit', writeRecords);
  seen[key] ??= {};
  seen[key][origin] = (seen[key][origin] ?? 0) + 1;
}

export function forgetRecords(): void {
  rmSync(parts, { recursive: true, force: true });
  rmSync(summary, { force: true });
}

/** Each worker process writes what it saw when it ends; the end of the run adds it up. */
function writeRecords(): void {
  mkdirSync(parts, { recursive: true });
  writeFileSync(join(parts, `${process.pid}.json`), JSON.stringify(seen));
}

export function sumRecords(): void {
  const total: Exercised = {};
  mkdirSync(parts, { recursive: true });
  for (const file of readdirSync(parts)) {
    const part = JSON.parse(readFileSync(join(parts, file), 'utf8')) as Exercised;
    for (const [key, counts] of Object.entries(part))
      for (const [origin, count] of Object.entries(counts) as [Origin, number][]) {
        total[key] ??= {};
        total[key][origin] = (total[key][origin] ?? 0) + count;
      }
  }
  writeFileSync(summary, `${JSON.stringify(total, null, 1)}\n`);
}
