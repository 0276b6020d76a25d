/** Conditional requests: a reply that has not changed since the caller's last look is not built and not sent again. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RawReply } from '../platform/platform.ts';

/**
 * Tags the reply to come. Undefined when it has to be built; else the reply that nothing has changed.
 * @param state whatever the body depends on, in a few characters; equal states mean bodies that say the same
 */
export function unchangedSince(request: FastifyRequest, reply: FastifyReply, state: string): RawReply | undefined {
  const tag = `W/"${state}"`;
  const headers = { etag: tag, 'cache-control': 'private, no-store' };
  const known = String(request.headers['if-none-match'] ?? '').split(/,\s*/);
  if (known.includes(tag)) return new RawReply(undefined, { status: 304, headers });
  reply.headers(headers);
  return undefined;
}
