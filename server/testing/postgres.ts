/** A PostgreSQL of our own: temporary cluster, unix socket only, gone afterwards. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const DISTRIBUTION_FOLDER = '/usr/lib/postgresql';
const READY_WITHIN = 60_000;

export interface TemporaryPostgres {
  url: string;
  /** Ends the server with all its sessions; `resume` starts it again on the same data. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Stops all its processes where they are, as a machine does that swaps or a network that is cut; `thaw` lets them go on. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** Folder with initdb and postgres, newest version first. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DISTRIBUTION_FOLDER) ? readdirSync(DISTRIBUTION_FOLDER) : [];
  const folders = versions
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(DISTRIBUTION_FOLDER, version, 'bin'));
  const places = [...folders, ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
  return places.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))));
}

interface Account {
  uid: number;
  gid: number;
}

function accountOf(name: string): Account | undefined {
  const id = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const [uid, gid] = [id('-u'), id('-g')];
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Starts a cluster with the given binaries. @throws Error saying which step failed */
export async function startPostgres(binaries: string): Promise<TemporaryPostgres> {
  // initdb and postgres refuse root.
  const account = process.getuid?.() === 0 ? (accountOf('postgres') ?? accountOf('nobody')) : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'eihealth-pg-'));
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const options = { cwd: folder, ...account };
  let server: ChildProcess | undefined;
  const pause = async () => {
    if (!server || server.exitCode !== null) return;
    const gone = new Promise((resolve) => server?.once('exit', resolve));
    server.kill('SIGINT'); // "fast": ends the sessions, too
    await gone;
  };
  let frozen: number[] = [];
  const freeze = () => {
    const pid = server?.pid ?? 0;
    process.kill(pid, 'SIGSTOP'); // first: it makes no more of them
    frozen = [pid, ...childrenOf(pid)];
    for (const child of frozen.slice(1)) process.kill(child, 'SIGSTOP');
  };
  const thaw = () => {
    for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT');
  };
  const stop = async () => {
    thaw();
    await pause();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const made = spawnSync(
      join(binaries, 'initdb'),
      ['-D', data, '-U', 'tests', '-A', 'trust', '-E', 'UTF8', `--locale=${locale}`, '--no-sync'],
      { ...options, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`initdb: ${(made.stderr || String(made.error)).trim().split('\n').at(-1)}`);
    const settings = {
      listen_addresses: '',
      unix_socket_directories: folder,
      fsync: 'off',
      max_connections: '200',
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const url = `postgres://tests@localhost/postgres?host=${encodeURIComponent(folder)}`;
    const resume = async () => {
      server = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], { ...options, stdio: 'ignore' });
      await untilReady(url, server);
    };
    await resume();
    return { url, pause, resume, freeze, thaw, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
      if (Date.now() > deadline) throw error;
      await wait(100);
    }
  }
}
