/** The server's own small API (contracts/console.openapi.json). */
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ConsoleSchema } from '#contracts/index.ts';
import type { Config } from '../config.ts';
import { forbidden } from '../errors.ts';
import { redeemSignInCode } from '../platform/iam/tokens.ts';
import { type Handlers, type Platform, RawReply } from '../platform/platform.ts';
import { SAMPLES_PROJECT } from '../platform/samples/samples-project.ts';
import type { Contract } from './contract.ts';
import { registerOperations } from './dispatch.ts';
import { streamEvents } from './event-stream.ts';
import { readSignedObject } from './signed-objects.ts';

type ServiceConfig = ConsoleSchema<'ConsoleConfig'>['services'];

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Which operations each service offers here, and why it lacks the others. */
export function describeServices(
  config: Config,
  embedded: Record<string, Readonly<Record<string, unknown>>>,
): ServiceConfig {
  return Object.fromEntries(
    Object.entries(config.endpoints).map(([service, endpoint]) => {
      if (endpoint !== 'embedded') return [service, { mode: 'remote', operations: ['*'], reason: '' }];
      const operations = Object.keys(embedded[service] ?? {}).sort();
      return [
        service,
        { mode: 'embedded', operations, reason: 'The embedded platform does not offer this operation yet' },
      ];
    }),
  );
}

export function registerConsoleApi(
  app: FastifyInstance,
  platform: Platform,
  contract: Contract,
  services: ServiceConfig,
): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const handlers: Handlers<'console'> = {
    showConsoleConfig: async () => ({
      product_name: 'EIHealth Console',
      version: '0.1.0',
      domain_name: platform.config.endpoints.iam === 'embedded' ? platform.domain.name : '',
      cloud_project: platform.cloudProject,
      read_only: platform.config.readOnly,
      samples_project: platform.config.samples ? SAMPLES_PROJECT : '',
      frame_ancestors: platform.config.frameAncestors,
      executor: {
        kind: platform.engine.executor.kind,
        slots: platform.engine.executor.slots,
        enclosure: platform.engine.executor.enclosure,
        isolated: platform.engine.executor.isolated,
        network: platform.engine.executor.network,
        images_used: platform.engine.executor.imagesUsed,
        reason: platform.engine.executor.reason,
      },
      services,
    }),
    redeemSignInCode: async ({ path }) => redeemSignInCode(platform, path.code),
    signOut: async ({ request }) => {
      await platform.sessions.revoke(String(request.headers['x-auth-token']));
      return new RawReply(undefined, { status: 204 });
    },
    streamEvents: async ({ user, request, reply }) => {
      streamEvents(platform, user, request, reply);
      return new RawReply(reply);
    },
    readSignedObject: async ({ path, query, request }) =>
      readSignedObject(platform, path.signed, query.disposition ?? 'attachment', request),
    healthz: async () => new RawReply({ status: 'ok' }),
    readyz: async () => {
      await sql`select 1`.execute(platform.db);
      return new RawReply({ status: 'ok' });
    },
    metrics: async ({ request }) => {
      const token = request.headers['x-auth-token'];
      const user = typeof token === 'string' ? await platform.sessions.userOf(token) : undefined;
      if (!LOOPBACK.has(request.ip) && user?.role !== 'ADMIN')
        throw forbidden('Metrics are for platform administrators');
      return new RawReply(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
    },
  };
  registerOperations(app, platform, contract, '', handlers);
}
