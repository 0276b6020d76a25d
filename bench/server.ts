/** Starts the built server on a free port with a data folder of its own, and speaks the documented API to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const PASSWORD = 'Bench-password-1';

export interface BenchServer {
  url: string;
  token: string;
  cloudProject: string;
  dataDir: string;
  pid: number;
  /** Time from spawn to the first answer of /readyz. */
  startMs: number;
  fetch(path: string, options?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

export const temporaryFolder = (purpose: string) => mkdtempSync(join(tmpdir(), `eihealth-bench-${purpose}-`));

/** Resident memory of a process in MB. */
export function residentMb(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? 0) / 1024;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const reply = await fetch(`${url}/readyz`).catch(() => undefined);
    if (reply?.ok) return;
    await pause(20);
  }
  throw new Error(`the server ended with code ${child.exitCode}`);
}

async function signIn(url: string): Promise<{ token: string; cloudProject: string }> {
  const reply = await fetch(`${url}/api/iam/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'admin', password: PASSWORD, domain: { name: 'admin' } } },
        },
        scope: { project: { name: 'local' } },
      },
    }),
  });
  const { token } = (await reply.json()) as { token: { project: { id: string } } };
  return { token: reply.headers.get('x-subject-token') ?? '', cloudProject: token.project.id };
}

/** @param dataDir kept by the caller when given, otherwise removed at the end */
export async function startBenchServer(settings: Record<string, string> = {}, dataDir?: string): Promise<BenchServer> {
  const port = await freePort();
  const folder = dataDir ?? temporaryFolder('data');
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const main = fileURLToPath(new URL('../dist/server/main.mjs', import.meta.url));
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATA_DIR: folder,
      ADMIN_PASSWORD: PASSWORD,
      SAMPLES: 'off',
      LOG_LEVEL: 'error',
      ...settings,
    },
  });
  await untilReady(url, child);
  const startMs = performance.now() - started;
  const { token, cloudProject } = await signIn(url);
  return {
    url,
    token,
    cloudProject,
    dataDir: folder,
    pid: child.pid ?? 0,
    startMs,
    fetch: (path, options = {}) =>
      fetch(`${url}/api/eihealth/v1/${cloudProject}${path}`, {
        ...options,
        headers: {
          'x-auth-token': token,
          ...(typeof options.body === 'string' ? { 'content-type': 'application/json' } : {}),
          ...options.headers,
        },
      }),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      if (!dataDir) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a project and returns its id. */
export async function createProject(server: BenchServer, name: string): Promise<string> {
  const reply = await server.fetch('/eihealth-projects', { method: 'POST', body: JSON.stringify({ name }) });
  const { id } = (await reply.json()) as { id: string };
  return id;
}

/** Middle value of a list of figures. */
export function median(figures: number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** One line of the report. */
export function row(what: string, figure: string, budget: string): void {
  console.log(`${what.padEnd(58)} ${figure.padStart(22)}   ${budget}`);
}
