/**
 * A service that is somewhere else: requests pass through as they are. Only the addresses of content in replies
 * (`download_url`, `log_storage_link`) are signed anew, because the browser never leaves this origin.
 */
import { Readable } from 'node:stream';
import fastifyHttpProxy from '@fastify/http-proxy';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors.ts';
import { type Platform, RawReply } from '../platform/platform.ts';
import type { SignedAddresses } from './signed-addresses.ts';

const ADDRESS_FIELDS = new Set(['download_url', 'log_storage_link']);

/** The same JSON text with every content address leading through this server. */
export function signAddresses(text: string, signed: SignedAddresses, origin: string): string {
  if (![...ADDRESS_FIELDS].some((field) => text.includes(`"${field}"`))) return text;
  return JSON.stringify(
    JSON.parse(text, (key, value: unknown) => {
      if (!ADDRESS_FIELDS.has(key) || typeof value !== 'string' || value === '') return value;
      return signed.sign({ kind: 'remote', url: new URL(value, origin).href });
    }),
  );
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Sends everything below /api/<service> to the endpoint. */
export async function registerRemote(
  app: FastifyInstance,
  platform: Platform,
  service: string,
  endpoint: URL,
): Promise<void> {
  await app.register(fastifyHttpProxy, {
    upstream: endpoint.origin,
    prefix: `/api/${service}`,
    rewritePrefix: endpoint.pathname.replace(/\/$/, ''),
    replyOptions: {
      // The reply is read here, so it must come as text.
      rewriteRequestHeaders: (_request, headers) => ({ ...headers, 'accept-encoding': 'identity' }),
      onResponse: (_request, reply, response) => {
        const stream = (response as unknown as { stream: Readable }).stream;
        if (!String(reply.getHeader('content-type') ?? '').includes('application/json')) return reply.send(stream);
        textOf(stream).then(
          (text) => reply.removeHeader('content-length').send(signAddresses(text, platform.signed, endpoint.origin)),
          (error: Error) => reply.send(error),
        );
      },
      onError: (reply, { error }) => {
        platform.log.warn({ err: error, service }, 'a remote endpoint does not answer');
        reply.send(new ApiError(503, 'eihealth.01000038', `The ${service} endpoint ${endpoint.host} does not answer`));
      },
    },
  });
}

const PASSED_ON = ['content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified'] as const;

/** Streams content from a remote address, ranges included. */
export async function readRemoteObject(
  url: string,
  disposition: 'attachment' | 'inline',
  range: string | undefined,
): Promise<RawReply> {
  const answer = await fetch(url, { headers: range ? { range } : {} }).catch(() => undefined);
  if (!answer?.ok || !answer.body)
    throw new ApiError(
      502,
      'eihealth.01030041',
      `The store of the remote platform answers ${answer?.status ?? 'nothing'}`,
    );
  const headers: Record<string, string> = {
    'content-type': disposition === 'inline' ? 'text/plain; charset=utf-8' : 'application/octet-stream',
    'content-disposition': answer.headers.get('content-disposition') ?? disposition,
    'cache-control': 'private, no-store',
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  };
  for (const name of PASSED_ON) {
    const value = answer.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return new RawReply(Readable.fromWeb(answer.body as import('node:stream/web').ReadableStream), {
    status: answer.status,
    headers,
  });
}
