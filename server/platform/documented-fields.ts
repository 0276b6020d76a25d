/** Bodies cut down to what the contract documents, so that nothing else is stored or handed on. */
import type { ContractDocument, JsonSchema } from '#contracts/document.ts';
import { resolveRef } from '#contracts/document.ts';
import eihealth from '#contracts/eihealth.openapi.json' with { type: 'json' };
import type { Schema } from '#contracts/index.ts';

const DOCUMENT = eihealth as unknown as ContractDocument;

/** A copy of a checked body with the fields its schema names, at every depth; absent fields stay absent. */
export function documentedFields<Name extends 'AppReq' | 'WorkflowDto'>(name: Name, body: Schema<Name>): Schema<Name> {
  return prune(DOCUMENT.components.schemas[name], body) as Schema<Name>;
}

function prune(given: JsonSchema | undefined, value: unknown): unknown {
  const schema = resolveRef(DOCUMENT, given);
  if (Array.isArray(value)) return value.map((item) => prune(schema?.items as JsonSchema | undefined, item));
  const properties = schema?.properties as Record<string, JsonSchema> | undefined;
  if (!properties || value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      Object.hasOwn(properties, key) ? [[key, prune(properties[key], item)]] : [],
    ),
  );
}
