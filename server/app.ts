/** Builds the server without listening: settings in, Fastify out. */
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import bceContract from '#contracts/bce.openapi.json' with { type: 'json' };
import consoleContract from '#contracts/console.openapi.json' with { type: 'json' };
import type { ContractDocument, ServiceName } from '#contracts/document.ts';
import eihealthContract from '#contracts/eihealth.openapi.json' with { type: 'json' };
import gcsContract from '#contracts/gcs.openapi.json' with { type: 'json' };
import iamContract from '#contracts/iam.openapi.json' with { type: 'json' };
import modelartsContract from '#contracts/modelarts.openapi.json' with { type: 'json' };
import { isDatabaseAway } from './db/database.ts';
import { isDiskFull } from './disk-room.ts';
import { ApiError } from './errors.ts';
import { describeServices, registerConsoleApi } from './gateway/console-api.ts';
import { consoleFiles } from './gateway/console-files.ts';
import { Contract } from './gateway/contract.ts';
import { registerOperations } from './gateway/dispatch.ts';
import { registerRemote } from './gateway/remote.ts';
import { securityHeaders } from './gateway/security-headers.ts';
import { embeddedHandlers } from './platform/handlers.ts';
import type { Platform } from './platform/platform.ts';

const DOCUMENTS: Partial<Record<ServiceName, unknown>> = {
  iam: iamContract,
  eihealth: eihealthContract,
  gcs: gcsContract,
  bce: bceContract,
  modelarts: modelartsContract,
  console: consoleContract,
};

export interface AppOptions {
  platform: Platform;
  /** Folder of the built console; undefined serves only the APIs. */
  consoleFolder?: string;
}

/** The contract of a service, parsed. */
export function contractOf(service: ServiceName): Contract {
  return new Contract(service, DOCUMENTS[service] as ContractDocument);
}

/**
 * Addresses as the routes know them: the base path is cut off, and the vendor's own root paths
 * (its SDKs keep only scheme and host of an endpoint) lead to the service they belong to.
 */
export function rewriteAddress(url: string, basePath: string): string {
  if (/^\/v1\//.test(url)) return `/api/eihealth${url}`;
  if (/^\/v3\//.test(url)) return `/api/iam${url}`;
  if (basePath === '/' || /^\/(healthz|readyz|metrics)(\?|$)/.test(url)) return url;
  if (url.startsWith(basePath)) return url.slice(basePath.length - 1);
  return url === basePath.slice(0, -1) ? '/' : '/assets/outside-the-base-path';
}

/** Every failure as the documented body; what is our own mistake goes to the log and says nothing about itself. */
function errorAnswer(platform: Platform) {
  return (error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) => {
    if (error instanceof ApiError)
      return reply.code(error.status).headers(error.headers).send({ error_code: error.code, error_msg: error.message });
    if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) {
      const code = error.statusCode === 415 ? '01000043' : error.statusCode === 413 ? '01030013' : '01000010';
      return reply.code(error.statusCode).send({ error_code: `eihealth.${code}`, error_msg: error.message });
    }
    platform.log.error({ err: error, requestId: request.id }, 'a request failed');
    const why = isDatabaseAway(error) ? 'the database does not answer' : isDiskFull(error) ? 'its disk is full' : '';
    if (why)
      return reply.code(503).send({
        error_code: 'eihealth.01000038',
        error_msg: `The server cannot do this at the moment: ${why}`,
      });
    return reply.code(500).send({
      error_code: 'eihealth.01000004',
      error_msg: `Internal error; the server's log names it by ${request.id}`,
    });
  };
}

export async function buildApp({ platform, consoleFolder }: AppOptions): Promise<FastifyInstance> {
  const { config } = platform;
  const answer = errorAnswer(platform);
  const app: FastifyInstance = Fastify({
    routerOptions: { maxParamLength: 20_000, ignoreTrailingSlash: false },
    http: { maxHeaderSize: 65_536 },
    bodyLimit: 4 * 1024 * 1024,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    rewriteUrl: (request) => rewriteAddress(request.url ?? '/', config.basePath),
    // Addresses the router itself refuses: escapes that are none, parameters beyond every limit.
    frameworkErrors: answer,
  });
  securityHeaders(app, config);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.setErrorHandler(answer);
  // Before the body parsers below: what goes to a remote service is passed on unread.
  for (const [service, endpoint] of Object.entries(config.endpoints))
    if (endpoint !== 'embedded') await registerRemote(app, platform, service, endpoint);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    // A body is optional where the contract has none, whatever the content type says.
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(text)));
    } catch {
      done(new ApiError(400, 'eihealth.01000010', 'The body is not JSON'));
    }
  });
  // Bodies of other types are left in the request for the operation that wants them (uploads stream to disk).
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null, undefined));

  for (const [service, endpoint] of Object.entries(config.endpoints))
    if (endpoint === 'embedded')
      registerOperations(
        app,
        platform,
        contractOf(service as ServiceName),
        `/api/${service}`,
        embeddedHandlers[service] ?? {},
      );
  registerConsoleApi(app, platform, contractOf('console'), describeServices(config, embeddedHandlers));
  await consoleFiles(app, config, consoleFolder);
  return app;
}
