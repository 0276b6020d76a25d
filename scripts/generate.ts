/**
 * Contracts → code. Writes, into contracts/generated (never committed):
 *   <service>.ts         types of every operation and schema (openapi-typescript)
 *   limits/<id>.ts       the limits of one operation's request body and parameters, flattened by field path,
 *                        so that a form imports only what it needs and never the contract itself
 *   operations.ts        operationId → { service, method, path, statuses }
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ContractDocument, operationsOf, SERVICES } from '../contracts/document.ts';
import { flattenLimits } from '../contracts/limits.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const contracts = join(root, 'contracts');
const out = join(contracts, 'generated');

/** True when a contract or this generator is newer than what was generated from it. */
export function generatedIsStale(): boolean {
  const stamp = join(out, '.stamp');
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  const inputs = [
    ...readdirSync(contracts).map((file) => join(contracts, file)),
    fileURLToPath(import.meta.url),
  ].filter((file) => statSync(file).isFile());
  return inputs.some((file) => statSync(file).mtimeMs > built);
}

/** Regenerates everything below contracts/generated. */
export async function generate(): Promise<void> {
  // Loads a compiler: only when there is something to generate, so that a start does not wait for it.
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'limits'), { recursive: true });
  const table: string[] = [];
  for (const service of SERVICES) {
    const text = readFileSync(join(contracts, `${service}.openapi.json`), 'utf8');
    const ast = await openapiTS(text, { alphabetize: false, defaultNonNullable: false });
    writeFileSync(
      join(out, `${service}.ts`),
      `// Generated from contracts/${service}.openapi.json\n${astToString(ast)}`,
    );
    const document = JSON.parse(text) as ContractDocument;
    for (const operation of operationsOf(document)) {
      table.push(
        `  '${service}.${operation.id}': ${JSON.stringify({ service, id: operation.id, method: operation.method, path: operation.path, section: operation.section })},`,
      );
      const limits = flattenLimits(document, operation);
      if (Object.keys(limits).length > 0)
        writeFileSync(
          join(out, 'limits', `${service}.${operation.id}.ts`),
          `// Generated from contracts/${service}.openapi.json\nexport default ${JSON.stringify(limits, null, 1)} as const;\n`,
        );
    }
  }
  writeFileSync(join(out, 'operations.ts'), `export const operations = {\n${table.join('\n')}\n} as const;\n`);
  writeFileSync(join(out, '.stamp'), '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (generatedIsStale() || process.argv.includes('--force')) await generate();
}
