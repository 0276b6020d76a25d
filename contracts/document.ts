/** Reading the contract documents: plain functions over parsed OpenAPI 3.1, used by the generator, the server and tests. */

/** Every service that has a contract; `console` is the server's own small API. */
export const SERVICES = ['iam', 'eihealth', 'gcs', 'bce', 'cromwell', 'modelarts', 'console'] as const;
export type ServiceName = (typeof SERVICES)[number];

export type JsonSchema = { [key: string]: unknown };

export interface ContractParameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: JsonSchema;
}

interface ContractMedia {
  schema?: JsonSchema;
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
}

export interface ContractDocument {
  paths: Record<string, Record<string, unknown>>;
  components: {
    schemas: Record<string, JsonSchema>;
    parameters?: Record<string, ContractParameter>;
    responses?: Record<string, unknown>;
  };
  security?: unknown[];
}

export interface ContractOperation {
  id: string;
  method: 'get' | 'put' | 'post' | 'delete' | 'patch' | 'head' | 'options';
  path: string;
  section: string;
  summary: string;
  /** False when the operation is called without a token (`security: []`). */
  authenticated: boolean;
  parameters: ContractParameter[];
  /** JSON pointer of the operation inside the document, for `$ref`. */
  pointer: string;
  requestBody?: { required?: boolean; content: Record<string, ContractMedia> };
  responses: Record<string, { description?: string; content?: Record<string, ContractMedia> }>;
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

/** Follows a local `$ref` (`#/a/b`); anything else is returned as it is. */
export function resolveRef<T>(document: ContractDocument, value: T): T {
  const ref = (value as { $ref?: unknown } | undefined)?.$ref;
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return value;
  let target: unknown = document;
  for (const part of ref.slice(2).split('/'))
    target = (target as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  return resolveRef(document, target as T);
}

const escapePointer = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** All operations of a document, parameters and responses resolved. */
export function operationsOf(document: ContractDocument): ContractOperation[] {
  const found: ContractOperation[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, value] of Object.entries(item)) {
      if (!METHODS.has(method)) continue;
      const operation = value as Record<string, unknown>;
      const shared = (item.parameters ?? []) as ContractParameter[];
      const own = (operation.parameters ?? []) as ContractParameter[];
      const responses = Object.entries((operation.responses ?? {}) as ContractOperation['responses']);
      found.push({
        id: String(operation.operationId),
        method: method as ContractOperation['method'],
        path,
        section: String(operation['x-section'] ?? ''),
        summary: String(operation.summary ?? ''),
        authenticated: !(Array.isArray(operation.security) && operation.security.length === 0),
        parameters: [...shared, ...own].map((parameter) => resolveRef(document, parameter)),
        pointer: `/paths/${escapePointer(path)}/${method}`,
        requestBody: resolveRef(document, operation.requestBody as ContractOperation['requestBody']),
        responses: Object.fromEntries(responses.map(([status, reply]) => [status, resolveRef(document, reply)])),
      });
    }
  }
  return found;
}

/** The documented success status of an operation (the first 2xx), 200 when none is named. */
export function successStatus(operation: Pick<ContractOperation, 'responses'>): number {
  const status = Object.keys(operation.responses).find((code) => code.startsWith('2'));
  return status ? Number(status) : 200;
}
