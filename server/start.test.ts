/** Starting: what stands in the way is said in one line, and nothing is touched. */
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { openDatabase } from './db/database.ts';
import { listing, startProcess, temporaryFolder, tidyUp } from './testing/processes.ts';

afterAll(tidyUp);

/** Starts, expects a refusal, and returns its one line. */
async function refusal(settings: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await startProcess(settings).ended;
  expect(code, stdout).toBe(1);
  expect(stdout).toBe('');
  const lines = stderr.trim().split('\n');
  expect(lines, stderr).toHaveLength(1);
  return lines[0] ?? '';
}

describe('refuses to start', () => {
  test('on a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const PORT = String((other.address() as AddressInfo).port);
    const DATA_DIR = join(temporaryFolder(), 'data');
    expect(await refusal({ PORT, DATA_DIR })).toMatch(`Cannot start: PORT ${PORT} on HOST 127.0.0.1 is taken`);
    expect(existsSync(DATA_DIR)).toBe(false);
    other.close();
  });

  test('on a folder that cannot be written', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'a file is no folder');
    expect(await refusal({ DATA_DIR: join(file, 'data') })).toMatch(/^Cannot start: DATA_DIR .* cannot be written/);
  });

  test('with a setting that cannot be', async () => {
    const DATA_DIR = join(temporaryFolder(), 'data');
    expect(await refusal({ PORT: 'http', DATA_DIR })).toMatch(/^Cannot start: PORT must be a whole number/);
    expect(existsSync(DATA_DIR)).toBe(false);
  });

  test.each([
    ['PORT', '70000'],
    ['BASE_PATH', '/a b/'],
    ['BASE_PATH', '/../'],
    ['DATABASE_URL', 'mysql://localhost'],
    ['STORAGE_URL', 'ftp://x'],
    ['EXECUTOR', 'moon'],
    ['EXECUTOR_SLOTS', '0'],
    ['CPU_LIMIT', 'some'],
    ['PROCESS_LIMIT', '3'],
    ['LOG_LIMIT', '1T'],
    ['LOG_LIMIT', '100'],
    ['TOOL_ENVS', 'image=relative/folder'],
    ['JOB_MAX_INSTANCES', '-1'],
    ['ADMIN_USER', 'a\nb'],
    ['SAMPLES', 'some'],
    ['IAM_ENDPOINT', 'ftp://x'],
    ['EIHEALTH_ENDPOINT', 'nowhere'],
    ['FRAME_ANCESTORS', 'https://a.example/path'],
    ['FRAME_ANCESTORS', 'https://a.example;script-src *'],
    ['READ_ONLY', 'x'],
    ['LOG_LEVEL', 'loud'],
    ['HOST', '0.0.0.0'],
  ])('naming %s when it is %j', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(name);
  });
});

describe('a data folder', () => {
  let good: string;
  beforeAll(async () => {
    good = join(temporaryFolder(), 'data');
    const { child, ended, listening } = startProcess({ DATA_DIR: good });
    await listening;
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  const copy = () => {
    const folder = join(temporaryFolder(), 'data');
    cpSync(good, folder, { recursive: true, preserveTimestamps: true });
    return folder;
  };

  test.each([
    ['damaged', 'PG_VERSION is missing', (file: string) => rmSync(file)],
    ['garbled', 'has format nonsense', (file: string) => writeFileSync(file, 'nonsense\n')],
    ['newer', 'has format 99', (file: string) => writeFileSync(file, '99\n')],
  ])('with a %s database is left alone', async (_, words, harm) => {
    const DATA_DIR = copy();
    harm(join(DATA_DIR, 'db', 'PG_VERSION'));
    const before = listing(DATA_DIR);
    expect(await refusal({ DATA_DIR })).toContain(words);
    expect(listing(DATA_DIR)).toEqual(before);
  });

  test('with a database that is damaged inside is refused in one line', async () => {
    const DATA_DIR = copy();
    writeFileSync(join(DATA_DIR, 'db', 'global', 'pg_control'), 'x');
    expect(await refusal({ DATA_DIR })).toMatch(
      /^Cannot start: The database in .* cannot be opened, it may be damaged/,
    );
  });

  test('with a migration from the future is refused and keeps it', async () => {
    const DATA_DIR = copy();
    const settings = { databaseUrl: '', dataDir: DATA_DIR };
    const newer = { name: '9999-tomorrow', timestamp: '2099-01-01' };
    const open = async () =>
      (await openDatabase(settings)).withTables<{ kysely_migration: { name: string; timestamp: string } }>();
    const db = await open();
    await db.insertInto('kysely_migration').values(newer).execute();
    await db.destroy();
    expect(await refusal({ DATA_DIR })).toContain('written by a newer version (migration 9999-tomorrow)');
    await expect(open()).rejects.toThrow('9999-tomorrow');
  });

  test('belongs to one server at a time, and is free again after a kill', async () => {
    const DATA_DIR = copy();
    const first = startProcess({ DATA_DIR });
    await first.listening;
    expect(await refusal({ DATA_DIR })).toMatch(
      new RegExp(`^Cannot start: DATA_DIR .* is in use by another server \\(process ${first.child.pid}\\)`),
    );
    first.child.kill('SIGKILL');
    await first.ended;
    const second = startProcess({ DATA_DIR });
    expect(await (await fetch(`${await second.listening}readyz`)).json()).toEqual({ status: 'ok' });
    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    // Three starts of the whole program: slow where little of the processor is left.
  }, 120_000);
});
