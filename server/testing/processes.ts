/** The server as a process of its own, from the sources: for what only a real start shows. */
import { type ChildProcess, spawn } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface Start {
  child: ChildProcess;
  /** Exit code and everything said, when it has ended. */
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Address, once it listens. @rejects when it ends instead */
  listening: Promise<string>;
}

const running = new Set<ChildProcess>();
const folders: string[] = [];

/** A folder of this test alone, removed by `tidyUp`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'eihealth-start-'));
  folders.push(folder);
  return folder;
}

/** Starts a server with these settings and no others; port 0 unless given. */
export function startProcess(settings: Readonly<Record<string, string>>): Start {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN], {
    cwd: temporaryFolder(), // no .env
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      PORT: '0',
      SAMPLES: 'off',
      LOG_LEVEL: 'warn',
      ADMIN_PASSWORD: 'Correct-horse-1',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const ended: Start['ended'] = new Promise((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const url = /^Console:\s+(\S+)/m.exec(stdout)?.[1];
      if (url) resolve(url);
    });
    void ended.then(({ code }) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  listening.catch(() => undefined); // a test that expects a refusal waits for the end only
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return { child, ended, listening };
}

/** Ends what was started and removes the folders. */
export async function tidyUp(): Promise<void> {
  await Promise.all(
    [...running].map(
      (child) =>
        new Promise((resolve) => {
          child.once('close', resolve);
          child.kill('SIGKILL');
        }),
    ),
  );
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Every file below a folder with its size and time of change, to see whether anything was touched. */
export function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, facts: lstatSync(join(folder, name)) }))
    .filter(({ facts }) => facts.isFile())
    .map(({ name, facts }) => `${name} ${facts.size} ${facts.mtimeMs}`)
    .sort();
}
