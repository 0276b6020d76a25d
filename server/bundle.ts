/** How the programs of the server are bundled: by the build, and by tests that start, kill and stop them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Entry points of the server side: bundle name → source. */
export const SERVER_ENTRIES: Record<string, string> = {
  main: 'server/main.ts',
  'pglite-worker': 'server/db/pglite-worker.ts',
  supervisor: 'server/engine/supervisor/main.ts',
  'checksum-worker': 'server/platform/data/checksum-worker.ts',
};

/** Bundles all programs into a folder; packages are found from there, not bundled. */
export async function bundleServer(out: string, plugins: Plugin[] = []): Promise<void> {
  const { build } = await import('esbuild');
  const entries = Object.entries(SERVER_ENTRIES).filter(([, source]) => existsSync(join(root, source)));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: false,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
    plugins,
  });
}
