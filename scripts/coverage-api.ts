/**
 * `npm run coverage:api`: every documented operation, and how far it is: in the contract · handler of the embedded
 * platform · called by the console · exercised by an end-to-end test (from the last run of `npm test`).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type ContractDocument, operationsOf, SERVICES, type ServiceName } from '../contracts/document.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const records = join(root, 'test-results', 'operations.json');

interface Row {
  service: ServiceName;
  id: string;
  section: string;
  handler: boolean;
  console: boolean;
  endToEnd: string;
}

/** The text of a module with `${NAME}` and `GET(NAME` filled with the constant text NAME of that module. */
function withConstants(text: string): string {
  const constants = [...text.matchAll(/\bconst (\w+) = ['"`]([^'"`]*)['"`]/g)];
  let filled = text;
  // A constant may be made of another one.
  for (let round = 0; round < 3; round++)
    for (const [, name, value = ''] of constants)
      filled = filled
        .replaceAll(`\${${name}}`, value)
        .replace(new RegExp(`\\b([A-Z]+\\(\\s*)${name}\\b`, 'g'), (_, call: string) => `${call}'${value}'`);
  return filled;
}

/** Calls in the console's API layer: `GET /v1/{project_id}/users`, by method and path template. */
function callsOfConsole(): Set<string> {
  const folder = join(root, 'src', 'api');
  if (!existsSync(folder)) return new Set();
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => withConstants(readFileSync(join(folder, name), 'utf8')));
  const calls = texts.flatMap((text) => [
    ...[...text.matchAll(/\b(GET|PUT|POST|DELETE|PATCH|HEAD)\s*\(\s*['"`](\/[^'"`]+)['"`]/g)].map(
      (match) => `${match[1]} ${match[2]}`,
    ),
    // What openapi-fetch cannot do (progress of uploads, streams) names its path template as a text of its own.
    ...[...text.matchAll(/serverPath\(\s*['"`](?:\/api\/\w+)?(\/[^'"`]+)/g)].map((match) => `* ${match[1]}`),
    ...[...text.matchAll(/['"`](\/[^'"`]+)['"`] satisfies keyof \w+Paths/g)].map((match) => `* ${match[1]}`),
  ]);
  return new Set(calls.map((call) => call.replace(/\$\{[^}]*\}/g, '{}').replace(/\{\w*\}/g, '{}')));
}

type Exercised = Record<string, { browser?: number; api?: number }>;

function exercised(): Exercised | undefined {
  return existsSync(records) ? (JSON.parse(readFileSync(records, 'utf8')) as Exercised) : undefined;
}

async function handlersOf(): Promise<(service: ServiceName, id: string) => boolean> {
  const { embeddedHandlers } = await import('../server/platform/handlers.ts');
  return (service, id) => service === 'console' || id in (embeddedHandlers[service] ?? {});
}

async function collect(): Promise<Row[]> {
  const calls = callsOfConsole();
  const seen = exercised() ?? {};
  const hasHandler = await handlersOf();
  return SERVICES.flatMap((service) => {
    const text = readFileSync(join(root, 'contracts', `${service}.openapi.json`), 'utf8');
    return operationsOf(JSON.parse(text) as ContractDocument).map((operation): Row => {
      const path = operation.path.replace(/\{\w+\}/g, '{}');
      const { browser, api } = seen[`${service}.${operation.id}`] ?? {};
      return {
        service,
        id: operation.id,
        section: operation.section,
        handler: hasHandler(service, operation.id),
        console: calls.has(`${operation.method.toUpperCase()} ${path}`) || calls.has(`* ${path}`),
        endToEnd: [browser ? 'page' : '', api ? 'api' : ''].filter(Boolean).join('+'),
      };
    });
  });
}

const mark = (yes: boolean) => (yes ? 'yes' : '·');

function printRows(rows: Row[]): void {
  const width = Math.max(...rows.map(({ id }) => id.length));
  for (const { id, section, handler, console: called, endToEnd } of rows)
    console.log(
      `  ${id.padEnd(width)}  ${section.slice(0, 12).padEnd(12)}  ${mark(handler).padEnd(7)}  ${mark(called).padEnd(7)}  ${endToEnd || '·'}`,
    );
}

const { all } = parseArgs({ options: { all: { type: 'boolean', default: false } } }).values;
const rows = await collect();
for (const service of SERVICES) {
  const own = rows.filter((row) => row.service === service);
  const shown = all ? own : own.filter((row) => row.handler || row.console || row.endToEnd);
  const count = (has: (row: Row) => boolean) => own.filter(has).length;
  console.log(
    `\n${service}: ${own.length} in the contract, ${count((row) => row.handler)} with a handler, ` +
      `${count((row) => row.console)} called by the console, ${count((row) => row.endToEnd !== '')} exercised end to end`,
  );
  if (shown.length > 0) printRows(shown);
  if (shown.length < own.length)
    console.log(`  … and ${own.length - shown.length} in the contract only (--all lists them)`);
}
console.log(
  '\ncolumns: operation, section, handler, called by the console, exercised end to end (by a page, by an API client)',
);
if (!existsSync(records)) console.log('no end-to-end run is recorded yet: npm test -- --only e2e');
