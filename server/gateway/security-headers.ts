/** Headers of every reply. Scripts only from this origin; styles may be inline (the component library needs it). */
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';

/** Content-Security-Policy of the console. */
export function contentSecurityPolicy(config: Pick<Config, 'frameAncestors'>): string {
  const ancestors = config.frameAncestors.length > 0 ? ["'self'", ...config.frameAncestors].join(' ') : "'self'";
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

export function securityHeaders(app: FastifyInstance, config: Config): void {
  const policy = contentSecurityPolicy(config);
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', policy);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('cross-origin-opener-policy', 'same-origin');
    reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=()');
    if (config.frameAncestors.length === 0) reply.header('x-frame-options', 'SAMEORIGIN');
  });
}
