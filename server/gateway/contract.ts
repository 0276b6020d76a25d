/** The contract of a service at run time: its operations and compiled checks. Compiled when first needed. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  type ContractDocument,
  type ContractOperation,
  operationsOf,
  type ServiceName,
  successStatus,
} from '#contracts/document.ts';
import { type ApiError, refuse } from '../errors.ts';
import { requireStorableText } from './plain-text.ts';

/** No defaults (they would break the inheritance of resources), no coercion, no removal. */
function newAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true, allowUnionTypes: true });
  // ajv-formats is CommonJS: its default export sits one level down under ES modules.
  (addFormats as unknown as { default: typeof addFormats.default }).default(ajv);
  for (const [format, bits] of [
    ['int32', 31],
    ['int64', 63],
  ] as const)
    ajv.addFormat(format, {
      type: 'number',
      validate: (value) => Number.isInteger(value) && value >= -(2 ** bits) && value < 2 ** bits,
    });
  for (const format of ['float', 'double', 'password', 'binary', 'byte']) ajv.addFormat(format, true);
  return ajv;
}

const CODE_OF_KEYWORD: Record<string, string> = {
  minLength: '01000026',
  maxLength: '01000026',
  minItems: '01000028',
  maxItems: '01000028',
  minimum: '01000030',
  maximum: '01000030',
  required: '01000008',
  type: '01000009',
  pattern: '01000032',
  format: '01000032',
  enum: '01000040',
};

/** A failed check as the documented 400: the place as a JSON pointer, then what is wrong. */
export function refusalOf(error: ErrorObject | undefined, where: string): ApiError {
  if (!error) return refuse('01000007');
  const place =
    error.keyword === 'required' ? `${error.instancePath}/${String(error.params.missingProperty)}` : error.instancePath;
  const allowed = error.keyword === 'enum' ? `: ${(error.params.allowedValues as unknown[]).join(', ')}` : '';
  const said = error.keyword === 'required' ? 'is required' : `${error.message ?? 'is not valid'}${allowed}`;
  return refuse(CODE_OF_KEYWORD[error.keyword] ?? '01000007', `${where}${place || '/'} ${said}`, 400);
}

export class Contract {
  readonly service: ServiceName;
  readonly document: ContractDocument;
  readonly operations: ReadonlyMap<string, ContractOperation>;
  private readonly ajv = newAjv();
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(service: ServiceName, document: ContractDocument) {
    this.service = service;
    this.document = document;
    this.operations = new Map(operationsOf(document).map((operation) => [operation.id, operation]));
    this.ajv.addSchema(document, service);
  }

  operation(id: string): ContractOperation {
    const operation = this.operations.get(id);
    if (!operation) throw new Error(`${this.service} has no operation ${id}`);
    return operation;
  }

  /** Throws the documented 400 when a JSON body breaks the contract. */
  checkBody(operation: ContractOperation, body: unknown): void {
    requireStorableText(body);
    const media = operation.requestBody?.content['application/json'];
    if (!media?.schema) return;
    if (body === undefined || body === null) {
      if (operation.requestBody?.required) throw refuse('01000008', 'The request needs a JSON body', 400);
      return;
    }
    const check = this.compile(
      `${operation.id}:body`,
      `${operation.pointer}/requestBody/content/application~1json/schema`,
    );
    if (!check(body)) throw refusalOf(check.errors?.[0], '');
  }

  /** What is wrong with a JSON reply, undefined when it fits; used by tests, never in production. */
  replyProblem(operation: ContractOperation, status: number | string, body: unknown): string | undefined {
    const declared = operation.responses[String(status)];
    if (!declared) return `${operation.id} documents no status ${status}`;
    const schema = declared.content?.['application/json']?.schema;
    if (!schema) return undefined;
    let check = this.compiled.get(`${operation.id}:${status}`);
    if (!check) {
      check = this.ajv.compile(this.qualify(schema) as object);
      this.compiled.set(`${operation.id}:${status}`, check);
    }
    return check(body) ? undefined : `${operation.id} ${status}: ${this.ajv.errorsText(check.errors)}`;
  }

  /** Path, query and header parameters: text is turned into what their schema says, then checked. */
  readParameters(operation: ContractOperation, source: Record<'path' | 'query' | 'header', Record<string, unknown>>) {
    const read: Record<'path' | 'query' | 'header', Record<string, unknown>> = { path: {}, query: {}, header: {} };
    for (const parameter of operation.parameters) {
      if (parameter.in === 'cookie') continue;
      const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name;
      const raw = source[parameter.in][name];
      const where = `${parameter.in} parameter ${parameter.name}`;
      if (raw === undefined || (raw === '' && parameter.in !== 'path')) {
        if (parameter.required) throw refuse('01000008', `${where} is required`, 400);
        continue;
      }
      requireStorableText(raw, where);
      const value = typed(raw, parameter.schema);
      const key = `${operation.id}:${parameter.in}:${name}`;
      let check = this.compiled.get(key);
      if (!check) {
        check = this.ajv.compile(this.qualify(parameter.schema ?? {}) as object);
        this.compiled.set(key, check);
      }
      if (!check(value)) throw refusalOf(check.errors?.[0], `${where}: `);
      read[parameter.in][name] = value;
    }
    return read;
  }

  successStatus(operation: ContractOperation): number {
    return successStatus(operation);
  }

  private compile(key: string, pointer: string): ValidateFunction {
    let check = this.compiled.get(key);
    if (!check) {
      // A fragment is a URI: the braces of path templates must be percent-encoded in it.
      check = this.ajv.compile({ $ref: `${this.service}#${encodeURI(pointer)}` });
      this.compiled.set(key, check);
    }
    return check;
  }

  /** The same schema with its local references naming this document. */
  private qualify(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map((item) => this.qualify(item));
    if (schema === null || typeof schema !== 'object') return schema;
    return Object.fromEntries(
      Object.entries(schema).map(([key, value]) => [
        key,
        key === '$ref' && typeof value === 'string' && value.startsWith('#')
          ? `${this.service}${value}`
          : this.qualify(value),
      ]),
    );
  }
}

/** Text of a URL or header as the type its schema names; text that does not fit stays text and fails the check. */
function typed(raw: unknown, schema: { [key: string]: unknown } | undefined): unknown {
  const type = schema?.type;
  if (type === 'array')
    return (Array.isArray(raw) ? raw : String(raw).split(',')).map((item) =>
      typed(item, schema?.items as { [key: string]: unknown }),
    );
  const text = Array.isArray(raw) ? String(raw[0]) : String(raw);
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}
