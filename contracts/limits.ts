/** Field limits of an operation, flattened by field path (`inputs[].name`), as forms and tests want them. */
import { type ContractDocument, type ContractOperation, type JsonSchema, resolveRef } from './document.ts';

export interface FieldLimits {
  type?: string;
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  enum?: readonly (string | number)[];
  default?: unknown;
}

export type OperationLimits = Readonly<Record<string, FieldLimits>>;

const KEPT = [
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'enum',
  'default',
] as const;

/** Limits of every field of the request body and of every path, query and header parameter (`?limit`, `X-Force`). */
export function flattenLimits(document: ContractDocument, operation: ContractOperation): OperationLimits {
  const limits: Record<string, FieldLimits> = {};
  const walk = (raw: JsonSchema | undefined, path: string, required: boolean, depth: number) => {
    if (!raw || depth > 8) return;
    const schema = { ...resolveRef(document, raw) } as JsonSchema;
    for (const part of (schema.allOf as JsonSchema[] | undefined) ?? [])
      Object.assign(schema, resolveRef(document, part));
    if (path) {
      const entry: Record<string, unknown> = {};
      const type = Array.isArray(schema.type) ? schema.type.find((name) => name !== 'null') : schema.type;
      if (type) entry.type = type;
      if (required) entry.required = true;
      for (const key of KEPT) if (schema[key] !== undefined) entry[key] = schema[key];
      limits[path] = entry as FieldLimits;
    }
    const names = new Set((schema.required as string[] | undefined) ?? []);
    for (const [name, child] of Object.entries((schema.properties as Record<string, JsonSchema> | undefined) ?? {}))
      walk(child, path ? `${path}.${name}` : name, names.has(name), depth + 1);
    if (schema.items) walk(schema.items as JsonSchema, `${path}[]`, false, depth + 1);
  };
  for (const media of Object.values(operation.requestBody?.content ?? {})) walk(media.schema, '', false, 0);
  for (const parameter of operation.parameters) {
    if (parameter.in === 'path') continue;
    walk(
      parameter.schema,
      parameter.in === 'query' ? `?${parameter.name}` : parameter.name,
      parameter.required === true,
      0,
    );
  }
  return limits;
}
