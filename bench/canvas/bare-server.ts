/** Serves the bare page from memory, bundled as the console is: minified, for production. */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PAGE =
  '<!doctype html><title>bare</title><link rel="stylesheet" href="/bare.css"><script defer src="/bare.js"></script>';
const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

export interface BareServer {
  url: string;
  stop(): void;
}

export async function startBareServer(): Promise<BareServer> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('bare.tsx', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    outdir: '/',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const files = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const server = createServer(({ url = '/' }, reply) => {
    const path = new URL(url, 'http://localhost').pathname;
    const type = path.endsWith('.js') ? TYPES.js : path.endsWith('.css') ? TYPES.css : TYPES.html;
    reply.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(files.get(path) ?? PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}
