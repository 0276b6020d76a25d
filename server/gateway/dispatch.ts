/** Registers the operations of a service: authenticate → check against the contract → authorize → handle → reply. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ContractOperation } from '#contracts/document.ts';
import { ApiError, unauthenticated } from '../errors.ts';
import { authorize } from '../platform/authorize.ts';
import { type Call, type Platform, RawReply, type SessionUser } from '../platform/platform.ts';
import type { Contract } from './contract.ts';

type AnyHandler = (call: Call<never>) => Promise<unknown>;

/** The caller of a request. @throws ApiError 401 */
export async function authenticate(platform: Platform, request: FastifyRequest): Promise<SessionUser> {
  const token = request.headers['x-auth-token'];
  const user = typeof token === 'string' && token ? await platform.sessions.userOf(token) : undefined;
  if (!user) throw unauthenticated();
  return user;
}

const isRead = (operation: ContractOperation) => operation.method === 'get' || operation.method === 'head';

/** Operations that read although they are not GET, or that must work on a read-only server. */
const HARMLESS = new Set(['createToken', 'downloadData', 'redeemSignInCode', 'signOut']);

async function run(
  platform: Platform,
  contract: Contract,
  operation: ContractOperation,
  handler: AnyHandler,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const user = operation.authenticated ? await authenticate(platform, request) : undefined;
  const parameters = contract.readParameters(operation, {
    path: request.params as Record<string, unknown>,
    query: request.query as Record<string, unknown>,
    header: request.headers,
  });
  if (platform.config.readOnly && !isRead(operation) && !HARMLESS.has(operation.id))
    throw new ApiError(403, 'eihealth.01000019', 'This server is read-only (READ_ONLY is on)');
  const project = user ? await authorize(platform, user, contract.service, operation.id, parameters.path) : undefined;
  contract.checkBody(operation, request.body ?? undefined);
  const call = {
    platform,
    user,
    project,
    path: parameters.path,
    query: parameters.query,
    headers: parameters.header,
    body: request.body ?? undefined,
    language: request.headers['x-language'] === 'en_us' ? 'en_us' : 'zh_cn',
    request,
    reply,
  } as unknown as Call<never>;
  const result = await handler(call);
  if (result instanceof RawReply) {
    reply.code(result.options.status ?? contract.successStatus(operation)).headers(result.options.headers ?? {});
    return reply.send(result.body);
  }
  reply.code(contract.successStatus(operation));
  return result === undefined ? reply.send() : reply.send(result);
}

/** Adds a route per operation of the contract; what has no handler answers 501. */
export function registerOperations(
  app: FastifyInstance,
  platform: Platform,
  contract: Contract,
  prefix: string,
  handlers: Readonly<Record<string, unknown>>,
): void {
  for (const operation of contract.operations.values()) {
    const handler = handlers[operation.id] as AnyHandler | undefined;
    app.route({
      method: operation.method.toUpperCase(),
      url: prefix + operation.path.replaceAll('{', ':').replaceAll('}', ''),
      config: { operationId: operation.id, service: contract.service },
      handler: async (request, reply) => {
        if (handler) return run(platform, contract, operation, handler, request, reply);
        if (operation.authenticated) await authenticate(platform, request);
        throw new ApiError(
          501,
          'eihealth.01000038',
          `The embedded platform does not offer ${operation.id} (${operation.section}) yet`,
        );
      },
    });
  }
}
