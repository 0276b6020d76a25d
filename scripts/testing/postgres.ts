/** A PostgreSQL of our own for one test run: temporary cluster, unix socket only, gone afterwards. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { canInstallPackages, findProgram, installPackages } from './commands.ts';

const DISTRIBUTION_FOLDER = '/usr/lib/postgresql';
const READY_WITHIN = 60_000;

export interface TemporaryPostgres {
  url: string;
  stop(): Promise<void>;
}

/** Folder with initdb and postgres, newest version first. */
function findBinaries(): string | undefined {
  const versions = existsSync(DISTRIBUTION_FOLDER) ? readdirSync(DISTRIBUTION_FOLDER) : [];
  const folders = versions
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(DISTRIBUTION_FOLDER, version, 'bin'));
  const initdb = findProgram('initdb', folders);
  const folder = initdb?.slice(0, -'/initdb'.length);
  return folder && existsSync(join(folder, 'postgres')) ? folder : undefined;
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
async function startCluster(binaries: string): Promise<TemporaryPostgres> {
  // initdb and postgres refuse root.
  const account = process.getuid?.() === 0 ? (accountOf('postgres') ?? accountOf('nobody')) : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'eihealth-pg-'));
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const options = { cwd: folder, ...account };
  let server: ChildProcess | undefined;
  const stop = async () => {
    if (server && server.exitCode === null) {
      const gone = new Promise((resolve) => server?.once('exit', resolve));
      server.kill('SIGINT'); // "fast": ends the sessions, too
      await gone;
    }
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
    server = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], { ...options, stdio: 'ignore' });
    const url = `postgres://tests@localhost/postgres?host=${encodeURIComponent(folder)}`;
    await untilReady(url, server);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

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

/** Finds or installs PostgreSQL and starts it. @returns undefined with a sentence why, when there is none */
export async function providePostgres(
  say: (words: string) => void,
): Promise<{ server: TemporaryPostgres } | { reason: string }> {
  let binaries = findBinaries();
  if (!binaries && canInstallPackages()) {
    say('PostgreSQL: none found; installing the package of the distribution with apt-get');
    await installPackages(['postgresql']);
    binaries = findBinaries();
  }
  if (!binaries)
    return { reason: 'no PostgreSQL server is installed, and only root can install one (package "postgresql")' };
  try {
    const server = await startCluster(binaries);
    say(`PostgreSQL: a temporary cluster of ${binaries}`);
    return { server };
  } catch (error) {
    return { reason: `PostgreSQL of ${binaries} does not start: ${(error as Error).message}` };
  }
}
