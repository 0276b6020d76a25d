/** Request bodies made from the schemas of a contract: valid ones, and malformed ones by changing valid ones. */
import fc from 'fast-check';
import { type ContractDocument, type ContractOperation, type JsonSchema, resolveRef } from '#contracts/document.ts';
import { mutate } from './mutations.ts';
import { type Random, seededRandom } from './random.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const MAX_DEPTH = 6;

/** A schema with its reference followed and its parts put together; the first of alternatives. */
export function plainSchema(document: ContractDocument, raw: JsonSchema | undefined): JsonSchema {
  const own = resolveRef(document, raw ?? {});
  const parts = [...((own.allOf as JsonSchema[] | undefined) ?? [])];
  const alternative = ((own.oneOf ?? own.anyOf) as JsonSchema[] | undefined)?.[0];
  if (alternative) parts.push(alternative);
  const merged: JsonSchema = { ...own };
  for (const part of parts) {
    const next = plainSchema(document, part);
    const properties = { ...(merged.properties as object), ...(next.properties as object) };
    const required = [...((merged.required as string[]) ?? []), ...((next.required as string[]) ?? [])];
    Object.assign(merged, next, { properties, required });
  }
  return merged;
}

export function typeOf(schema: JsonSchema): string | undefined {
  const type = Array.isArray(schema.type) ? schema.type.find((name) => name !== 'null') : schema.type;
  if (typeof type === 'string') return type;
  return schema.properties ? 'object' : schema.items ? 'array' : undefined;
}

/** A text that fits length and pattern. @throws Error when none is found: then the schema contradicts itself */
function textFor(schema: JsonSchema, random: Random): string {
  const shortest = Number(schema.minLength ?? 0);
  const longest = Math.min(Number(schema.maxLength ?? 64), shortest + 32);
  const length = shortest + random.integer(longest - shortest + 1);
  if (schema.format === 'email') return `${'a'.repeat(1 + random.integer(8))}@example.org`;
  if (schema.format === 'date-time') return new Date(1_600_000_000_000 + random.integer(1e9)).toISOString();
  const plain = 'a'.repeat(Math.max(length, Math.min(1, longest)));
  if (typeof schema.pattern !== 'string') return plain;
  const pattern = new RegExp(schema.pattern, 'u');
  const fits = (text: string) => pattern.test(text) && [...text].length >= shortest && [...text].length <= longest;
  if (fits(plain)) return plain;
  const found = fc
    .sample(fc.stringMatching(pattern, { size: 'small' }), { seed: random.integer(2 ** 31), numRuns: 200 })
    .find(fits);
  if (found === undefined) throw new Error(`no text of ${shortest}-${longest} characters fits ${schema.pattern}`);
  return found;
}

function numberFor(schema: JsonSchema, random: Random): number {
  const lowest = Number(schema.minimum ?? 0);
  const highest = Math.min(Number(schema.maximum ?? lowest + 100), Number.MAX_SAFE_INTEGER);
  return lowest + random.integer(Math.min(highest - lowest, 1000) + 1);
}

/** A value that fits a schema, with all of its properties. */
export function valueFor(document: ContractDocument, raw: JsonSchema | undefined, random: Random, depth = 0): Json {
  const schema = plainSchema(document, raw);
  if (Array.isArray(schema.enum)) return random.pick(schema.enum as Json[]);
  switch (typeOf(schema)) {
    case 'string':
      return textFor(schema, random);
    case 'integer':
    case 'number':
      return numberFor(schema, random);
    case 'boolean':
      return random.integer(2) === 1;
    case 'array': {
      const fewest = Number(schema.minItems ?? 0);
      const count = Math.max(fewest, depth >= MAX_DEPTH ? 0 : Math.min(1, Number(schema.maxItems ?? 1)));
      return Array.from({ length: count }, () => valueFor(document, schema.items as JsonSchema, random, depth + 1));
    }
    case 'object': {
      const required = new Set(schema.required as string[] | undefined);
      const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).filter(
        ([name]) => depth < MAX_DEPTH || required.has(name),
      );
      return Object.fromEntries(
        properties.map(([name, child]) => [name, valueFor(document, child, random, depth + 1)]),
      );
    }
    default:
      return 'anything';
  }
}

/** Schema of the JSON body of an operation, undefined when it has none. */
export function bodySchema(operation: ContractOperation): JsonSchema | undefined {
  return operation.requestBody?.content['application/json']?.schema;
}

/** The examples the contract gives for a JSON body. */
export function bodyExamples(operation: ContractOperation): Json[] {
  const media = operation.requestBody?.content['application/json'];
  const named = Object.values(media?.examples ?? {}).map((example) => example.value);
  return [media?.example, ...named].filter((example) => example !== undefined) as Json[];
}

/** Valid bodies of an operation: the documented examples, then `count` made from the schema. */
export function validBodies(document: ContractDocument, operation: ContractOperation, seed: number, count = 3): Json[] {
  const random = seededRandom(seed);
  const made = Array.from({ length: count }, () => valueFor(document, bodySchema(operation), random));
  return [...bodyExamples(operation), ...made];
}

export interface ChangedBody {
  /** The body as sent: some changes cannot be told from valid ones once parsed. */
  text: string;
  /** What was changed where, for the message of a failing test. */
  change: string;
}

/**
 * Bodies made by changing valid ones, without end and the same in every run. Most break the schema, some only look odd:
 * the caller sorts them with the contract.
 */
export function* changedBodies(
  document: ContractDocument,
  operation: ContractOperation,
  seed: number,
): Generator<ChangedBody> {
  const schema = bodySchema(operation);
  if (!schema) return;
  const random = seededRandom(seed);
  const bases = validBodies(document, operation, seed);
  for (;;) yield mutate(document, schema, random.pick(bases), random);
}
