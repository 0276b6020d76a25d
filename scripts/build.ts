/** Builds what is stale: contract types, server bundles (esbuild), console (Vite). No type check: that is `npm test`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundleServer } from '../server/bundle.ts';
import { generate, generatedIsStale } from './generate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Newest change below files and folders, as Unix time in milliseconds. */
function newest(paths: string[]): number {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const facts = statSync(path);
    latest = Math.max(latest, facts.mtimeMs);
    if (facts.isDirectory())
      latest = Math.max(
        latest,
        newest(
          readdirSync(path)
            .filter((name) => name !== 'generated' && !name.includes('.test.'))
            .map((name) => join(path, name)),
        ),
      );
  }
  return latest;
}

function isStale(stamp: string, inputs: string[]): boolean {
  return !existsSync(stamp) || statSync(stamp).mtimeMs < newest(inputs.map((input) => join(root, input)));
}

const SHARED = ['contracts', 'core', 'package-lock.json'];

async function buildServer(): Promise<void> {
  const out = join(dist, 'server');
  rmSync(out, { recursive: true, force: true });
  await bundleServer(out);
  writeFileSync(join(out, '.stamp'), '');
}

/** Writes a .br and a .gz beside every text file, so that the server sends small files without compressing at run time. */
function compressAssets(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg|json)$/.test(file))) {
    const content = readFileSync(join(folder, name));
    if (content.length < 1024) continue;
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, { params }));
  }
}

async function buildConsole(): Promise<void> {
  const { build } = await import('vite');
  await build({ root, logLevel: 'warn' });
  compressAssets(join(dist, 'console', 'assets'));
  writeFileSync(join(dist, 'console', '.stamp'), '');
}

/** @param say told what is being built, for the first start takes a while */
export async function buildWhatIsStale(say: (what: string) => void = () => undefined): Promise<void> {
  mkdirSync(dist, { recursive: true });
  if (generatedIsStale()) {
    say('types from the contracts');
    await generate();
  }
  if (isStale(join(dist, 'server', '.stamp'), [...SHARED, 'server', 'samples', 'scripts/build.ts'])) {
    say('the server');
    await buildServer();
  }
  if (
    existsSync(join(root, 'index.html')) &&
    isStale(join(dist, 'console', '.stamp'), [...SHARED, 'src', 'public', 'index.html', 'vite.config.ts'])
  ) {
    say('the console');
    await buildConsole();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildWhatIsStale((what) => console.log(`building ${what} …`));
