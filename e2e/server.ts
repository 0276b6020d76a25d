/** The built server as users get it: a process of its own, on a free port, with a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ADMIN = { user: 'admin', password: 'Correct-horse-1' };

export interface LiveServer {
  /** With base path, ends with a slash. */
  url: string;
  origin: string;
  /** The one-time link the server printed. */
  signInLink: string;
  dataDir: string;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../dist/server/main.mjs', import.meta.url));
const START_WITHIN = 60_000;

/** Only what a program needs; settings of the person who runs the tests must not reach the server. */
const plainEnvironment = () => ({ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LANG: 'C.UTF-8' });

function untilListening(child: ChildProcess): Promise<{ url: string; signInLink: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    const give = (words: string) => reject(new Error(`${words}:\n${said}`));
    const timer = setTimeout(() => give(`the server does not listen after ${START_WITHIN} ms`), START_WITHIN);
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /^Console:\s+(\S+)/m.exec(said)?.[1];
      const signInLink = /^Sign in:\s+(\S+)/m.exec(said)?.[1];
      if (!url || !signInLink) return;
      clearTimeout(timer);
      resolve({ url, signInLink });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      give(`the server ended with ${code}`);
    });
  });
}

/** The supervisor outlives its server on purpose; at the end of the tests it has to go as well. */
function stopSupervisor(dataDir: string): void {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataDir, 'supervisor', 'lock'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
  } catch {
    // none was started, or it has ended
  }
}

/** @param settings environment variables as in the README; the samples are off unless set */
export async function startServer(settings: Readonly<Record<string, string>> = {}): Promise<LiveServer> {
  const folder = mkdtempSync(join(tmpdir(), 'eihealth-e2e-'));
  const dataDir = join(folder, 'data');
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder, // no .env of a developer
    env: {
      ...plainEnvironment(),
      PORT: '0',
      DATA_DIR: dataDir,
      ADMIN_USER: ADMIN.user,
      ADMIN_PASSWORD: ADMIN.password,
      SAMPLES: 'off',
      LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const clear = () => {
    stopSupervisor(dataDir);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const { url, signInLink } = await untilListening(child);
    return {
      url,
      origin: new URL(url).origin,
      signInLink,
      dataDir,
      stop: async () => {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        if (child.exitCode === null && child.kill('SIGTERM')) await gone;
        clear();
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    clear();
    throw error;
  }
}
