/** Serves the built console: hashed files for ever, index.html for every page address. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Config } from '../config.ts';
import { ApiError } from '../errors.ts';

/** @param folder the built console; without it (server tests, `npm run dev`) only the APIs are served */
export async function consoleFiles(app: FastifyInstance, config: Config, folder: string | undefined): Promise<void> {
  const index = folder ? join(folder, 'index.html') : '';
  if (!folder || !existsSync(index)) {
    app.setNotFoundHandler(async () => {
      throw new ApiError(404, 'eihealth.01000001', 'No such address');
    });
    return;
  }
  const page = readFileSync(index, 'utf8').replace('<base href="/"', `<base href="${config.basePath}"`);
  const sendPage = (reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    allowedPath: (path) => path !== '/index.html',
  });
  app.get('/', async (_request, reply) => sendPage(reply));
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const isPage = request.method === 'GET' && !path.startsWith('/api/') && !path.startsWith('/assets/');
    if (!isPage || path.startsWith('/console/objects/'))
      throw new ApiError(404, 'eihealth.01000001', 'No such address');
    return sendPage(reply);
  });
}
