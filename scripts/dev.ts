/** `npm run dev`: the server restarts when its sources change, the console reloads in place (Vite, port 5173). */
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { generate, generatedIsStale } from './generate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const port = process.env.PORT ?? '8800';

if (generatedIsStale()) await generate();

let child: ChildProcess | undefined;
let restarting: NodeJS.Timeout | undefined;

function startBackEnd(): void {
  child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PORT: port },
  });
}

function restart(): void {
  clearTimeout(restarting);
  restarting = setTimeout(async () => {
    if (generatedIsStale()) await generate();
    const old = child;
    if (!old || old.exitCode !== null) return startBackEnd();
    old.once('exit', startBackEnd);
    old.kill('SIGTERM');
  }, 200);
}

for (const folder of ['server', 'core', 'contracts', 'samples'])
  watch(join(root, folder), { recursive: true }, (_event, name) => {
    if (name && !name.includes('generated') && !name.includes('.test.')) restart();
  });

startBackEnd();
const vite = await createServer({ root, server: { host: '127.0.0.1', port: Number(process.env.VITE_PORT ?? 5173) } });
await vite.listen();
vite.printUrls();

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    child?.kill('SIGTERM');
    void vite.close().then(() => process.exit(0));
  });
