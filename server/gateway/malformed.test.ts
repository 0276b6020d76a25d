/** Whatever is sent to an operation, the answer is a refusal with a code: never an internal error. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractOf } from '../app.ts';
import { bodySchema, changedBodies } from '../testing/bodies.ts';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { type ImplementedOperation, implementedOperations } from '../testing/implemented.ts';
import { type PathValues, populate } from '../testing/populated.ts';
import { seededRandom, seedOf } from '../testing/random.ts';

const MALFORMED = 200;
const ODD = 40;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Answer {
  status: number;
  body: string;
}

/** What is wrong with an answer; a refusal has both documented fields. */
function answerProblem({ status, body }: Answer, mustRefuse: boolean): string | undefined {
  if (status >= 500) return `answers ${status}: ${body}`;
  if (status < 400) return mustRefuse ? `accepts it with ${status}` : undefined;
  const read = JSON.parse(body || '{}') as { error_code?: unknown; error_msg?: unknown };
  const complete = typeof read.error_code === 'string' && typeof read.error_msg === 'string' && read.error_msg !== '';
  return complete ? undefined : `answers ${status} without error_code and error_msg: ${body}`;
}

const addressOf = ({ service, operation }: ImplementedOperation, values: PathValues, query = '') =>
  `/api/${service}${operation.path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? `none-${name}`)}${query}`;

async function send(
  { operation }: ImplementedOperation,
  url: string,
  payload?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const reply = await server.app.inject({
    method: operation.method.toUpperCase() as 'GET',
    url,
    headers: {
      ...(operation.authenticated ? { 'x-auth-token': await server.token() } : {}),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: reply.statusCode, body: reply.body };
}

const withBody = implementedOperations.filter(({ operation }) => bodySchema(operation));

describe.each(withBody)('bodies of $key', (implemented) => {
  const { service, operation } = implemented;
  const contract = contractOf(service);

  const isValid = (text: string): boolean => {
    try {
      contract.checkBody(operation, JSON.parse(text));
      return true;
    } catch {
      return false;
    }
  };

  test(`${MALFORMED} malformed ones are refused, odd ones do no harm`, async () => {
    const malformed: Map<string, string> = new Map();
    const odd: Map<string, string> = new Map();
    let tries = 0;
    for (const { text, change } of changedBodies(contract.document, operation, seedOf(operation.id))) {
      if (!isValid(text)) malformed.set(text, change);
      else if (odd.size < ODD) odd.set(text, change);
      tries += 1;
      if (malformed.size >= MALFORMED || tries > 50 * MALFORMED) break;
    }
    const values = await populate(server);
    const problems: string[] = [];
    for (const [bodies, mustRefuse] of [
      [malformed, true],
      [odd, false],
    ] as const)
      for (const [text, change] of bodies) {
        const problem = answerProblem(await send(implemented, addressOf(implemented, values), text), mustRefuse);
        if (problem) problems.push(`${change} → ${problem}\n    ${text.slice(0, 300)}`);
      }
    expect(malformed.size).toBe(MALFORMED);
    expect(problems).toEqual([]);
  });

  test('what is not JSON is refused', async () => {
    const values = await populate(server);
    const url = addressOf(implemented, values);
    const problems: string[] = [];
    for (const text of [
      '{',
      '{"a":}',
      'null',
      '[]',
      '"text"',
      '{"name":"\\ud800"',
      '\u0000',
      `${'['.repeat(50_000)}`,
    ]) {
      const problem = answerProblem(await send(implemented, url, text), true);
      if (problem) problems.push(`${text.slice(0, 30)} → ${problem}`);
    }
    for (const type of [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'x',
    ]) {
      const problem = answerProblem(await send(implemented, url, '{"a":1}', { 'content-type': type }), true);
      if (problem) problems.push(`content type ${type} → ${problem}`);
    }
    if (operation.requestBody?.required) {
      const problem = answerProblem(await send(implemented, url), true);
      if (problem) problems.push(`no body → ${problem}`);
    }
    expect(problems).toEqual([]);
  });
});

const SEGMENTS = [
  '%00',
  'a%00b',
  '%',
  '%zz',
  '%ff%fe',
  '%ED%A0%80',
  '..%2F..%2Fetc%2Fpasswd',
  '%F0%9F%A7%AC',
  "'%20or%201=1--",
  'a'.repeat(3000),
  'a'.repeat(20_500),
  '%20',
  '-1',
  '*',
];

const VALUES = [
  '',
  '%00',
  '%',
  '%ff',
  '-1',
  '1e309',
  '99999999999999999999',
  '0.5',
  'NaN',
  'true',
  '%F0%9F%A7%AC',
  "'",
  '%25',
  'a'.repeat(5000),
  '[]',
  '__proto__',
];

describe.each(implementedOperations)('addresses of $key', (implemented) => {
  const { operation } = implemented;

  test('odd paths, queries and headers do no harm', async () => {
    const values = await populate(server);
    const random = seededRandom(seedOf(`addresses ${operation.id}`));
    const payload = bodySchema(operation) ? '{"a":' : undefined;
    const problems: string[] = [];
    const check = async (url: string, headers: Record<string, string> = {}, body = payload) => {
      const problem = answerProblem(await send(implemented, url, body, headers), false);
      if (problem) problems.push(`${url.slice(0, 200)} ${JSON.stringify(headers).slice(0, 100)} → ${problem}`);
    };
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
    for (const { name } of inPath)
      for (const segment of SEGMENTS) await check(addressOf(implemented, { ...values, [name]: segment }));
    for (const parameter of operation.parameters) {
      // A body that is no JSON stops before the parameters are read: here the body is valid or absent.
      const body = payload && '{}';
      if (parameter.in === 'query')
        for (const value of VALUES) {
          await check(addressOf(implemented, values, `?${parameter.name}=${value}`), {}, body);
          const repeated = `?${parameter.name}=${value}&${parameter.name}=${random.pick(VALUES)}`;
          await check(addressOf(implemented, values, repeated), {}, body);
        }
      if (parameter.in === 'header')
        for (const value of ['', 'maybe', '-1', 'ÿ', 'a'.repeat(5000)])
          await check(addressOf(implemented, values), { [parameter.name]: value }, body);
    }
    await check(addressOf(implemented, values, '?x=%&=&&a[b]=c&__proto__=1'));
    expect(problems).toEqual([]);
  });
});
