import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type JournalPosition, SupervisorClient } from './client.ts';
import { lockHolder } from './lock.ts';
import { socketPath } from './paths.ts';
import { isSameProcess } from './processes.ts';
import type { AttemptSpec, SupervisorRecord } from './protocol.ts';

type Ended = Extract<SupervisorRecord, { type: 'ended' }>;

/** A client that remembers its position and lets a test wait for records instead of for time. */
class Listener {
  records: SupervisorRecord[] = [];
  position: JournalPosition | undefined;
  live: ReadonlySet<string> = new Set();
  private waiting: (() => void)[] = [];
  readonly client: SupervisorClient;

  constructor(dataDir: string, slots = 2, position?: JournalPosition) {
    this.position = position;
    this.client = new SupervisorClient({
      dataDir,
      slots,
      position: () => this.position,
      onConnected: (live) => {
        this.live = live;
      },
      onRecords: (records, next) => {
        this.records.push(...records);
        this.position = next;
        for (const check of this.waiting.splice(0)) check();
      },
    });
  }

  async ended(...ids: string[]): Promise<Ended[]> {
    return this.until(() => {
      const found = this.records.filter(
        (record): record is Ended => record.type === 'ended' && ids.includes(record.id),
      );
      return found.length === ids.length ? found : undefined;
    });
  }

  started(id: string) {
    return this.until(() => this.records.find((record) => record.type === 'started' && record.id === id));
  }

  private until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined) this.waiting.push(check);
        else resolve(found);
      };
      check();
    });
  }
}

const folders: string[] = [];
const listeners: Listener[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'supervisor-'));
  folders.push(made);
  return made;
}

async function listen(dataDir: string, slots?: number, position?: JournalPosition): Promise<Listener> {
  const listener = new Listener(dataDir, slots, position);
  listeners.push(listener);
  await listener.client.start();
  return listener;
}

function attempt(dataDir: string, id: string, script: string, extra: Partial<AttemptSpec> = {}): AttemptSpec {
  const dir = join(dataDir, 'work', id);
  mkdirSync(join(dir, 'work'), { recursive: true });
  writeFileSync(join(dir, 'script.sh'), script);
  return {
    id,
    dir,
    command: ['/bin/sh', join(dir, 'script.sh')],
    cwd: join(dir, 'work'),
    log: join(dir, 'log'),
    env: { PATH: process.env.PATH ?? '' },
    priority: 0,
    ...extra,
  };
}

const gone = (pid: number) => !isSameProcess(pid, 0);

afterEach(async () => {
  for (const listener of listeners.splice(0)) {
    listener.client.stop(true);
    listener.client.close();
  }
  for (const dir of folders.splice(0)) {
    await expect.poll(() => lockHolder(join(dir, 'supervisor', 'lock')), { timeout: 10_000 }).toBeUndefined();
    rmSync(dir, { recursive: true, force: true });
  }
}, 20_000);

describe('supervisor', { timeout: 30_000 }, () => {
  it('runs attempts with exactly the given environment and notes exit code, log and processor time', async () => {
    const dir = folder();
    const one = await listen(dir);
    one.client.submit([
      attempt(dir, 'good', 'echo out; echo err >&2; env; pwd'),
      attempt(dir, 'bad', 'exit 7', { env: { EIHEALTH_JOB_ID: 'j' } }),
    ]);
    const ends = await one.ended('good', 'bad');
    expect(ends.map(({ id, exitCode }) => [id, exitCode]).sort()).toEqual([
      ['bad', 7],
      ['good', 0],
    ]);
    const log = readFileSync(join(dir, 'work/good/log'), 'utf8');
    expect(log).toContain('out\nerr\n');
    expect(log).toContain(join(dir, 'work/good/work'));
    expect(log).not.toMatch(/^(HOME|VITEST|NODE_ENV|USER)=/m);
    expect(ends[0]?.usage?.cpu_seconds).toBeTypeOf('number');
    expect(statSync(socketPath(dir)).mode & 0o077).toBe(0);
  });

  it('keeps to its slots and starts the larger priority first', async () => {
    const dir = folder();
    const one = await listen(dir, 1);
    const gate = join(dir, 'gate');
    one.client.submit([attempt(dir, 'first', `while [ ! -e ${gate} ]; do sleep 0.02; done`)]);
    await one.started('first');
    one.client.submit([
      attempt(dir, 'low', ':', { priority: 1 }),
      attempt(dir, 'high', ':', { priority: 5 }),
      attempt(dir, 'high-2', ':', { priority: 5 }),
    ]);
    expect(one.records.filter(({ type }) => type === 'started')).toHaveLength(1);
    writeFileSync(gate, '');
    await one.ended('first', 'low', 'high', 'high-2');
    const order = one.records.filter(({ type }) => type === 'started').map(({ id }) => id);
    expect(order).toEqual(['first', 'high', 'high-2', 'low']);
  });

  it('goes on without its server and hands over what happened meanwhile, once', async () => {
    const dir = folder();
    const gate = join(dir, 'gate');
    const one = await listen(dir);
    one.client.submit([
      attempt(dir, 'before', ':'),
      attempt(dir, 'during', `while [ ! -e ${gate} ]; do sleep 0.02; done; exit 3`),
    ]);
    await one.ended('before');
    await one.started('during');
    const position = one.position;
    one.client.close();
    writeFileSync(gate, '');
    await expect.poll(() => readFileSync(join(dir, 'supervisor/journal'), 'utf8')).toContain('"exitCode":3');
    const two = await listen(dir, 2, position);
    const [end] = await two.ended('during');
    expect(end?.exitCode).toBe(3);
    expect(two.records.some(({ id }) => id === 'before')).toBe(false);
    two.client.submit([attempt(dir, 'during', 'echo again >log2'), attempt(dir, 'after', ':')]);
    await two.ended('after');
    expect(two.records.filter(({ id, type }) => id === 'during' && type === 'started').length).toBeLessThan(2);
  });

  it('finds what it ran again after it was killed itself', async () => {
    const dir = folder();
    const gate = join(dir, 'gate');
    const one = await listen(dir, 1);
    one.client.submit([
      attempt(dir, 'running', `while [ ! -e ${gate} ]; do sleep 0.02; done; exit 4`),
      attempt(dir, 'queued', ':'),
    ]);
    await one.started('running');
    const supervisor = lockHolder(join(dir, 'supervisor/lock')) ?? 0;
    process.kill(supervisor, 'SIGKILL');
    await expect.poll(() => gone(supervisor)).toBe(true);
    await expect
      .poll(() => lockHolder(join(dir, 'supervisor/lock')) ?? supervisor, { timeout: 15_000 })
      .not.toBe(supervisor);
    await expect.poll(() => one.client.connected && one.live.has('running'), { timeout: 15_000 }).toBe(true);
    expect(one.live.has('queued')).toBe(false);
    writeFileSync(gate, '');
    const [end] = await one.ended('running');
    expect(end?.exitCode).toBe(4);
  });

  it('says that an attempt is lost when its end cannot be known', async () => {
    const dir = folder();
    const one = await listen(dir);
    one.client.submit([attempt(dir, 'lost', 'sleep 60')]);
    const record = await one.started('lost');
    const supervisor = lockHolder(join(dir, 'supervisor/lock')) ?? 0;
    process.kill(supervisor, 'SIGKILL');
    if (record.type === 'started') process.kill(-record.pid, 'SIGKILL');
    const [end] = await one.ended('lost');
    expect(end).toMatchObject({ reason: 'LOST' });
    expect(end?.exitCode).toBeUndefined();
  });

  it('cancels softly, then hard, with everything the command started', async () => {
    const dir = folder();
    const one = await listen(dir);
    one.client.submit([
      attempt(dir, 'polite', 'trap "echo bye; exit 9" TERM; touch ready; while :; do sleep 0.02; done'),
      attempt(dir, 'stubborn', 'trap "" TERM; sleep 300 & echo $! >child; while :; do sleep 0.02; done'),
      attempt(dir, 'waiting', ':'),
    ]);
    await expect.poll(() => statSync(join(dir, 'work/polite/work/ready'), { throwIfNoEntry: false })).toBeDefined();
    await expect
      .poll(() => statSync(join(dir, 'work/stubborn/work/child'), { throwIfNoEntry: false })?.size)
      .toBeGreaterThan(0);
    one.client.cancel(['polite', 'stubborn', 'waiting'], 300);
    const ends = await one.ended('polite', 'stubborn', 'waiting');
    expect(ends.every(({ reason }) => reason === 'CANCELLED')).toBe(true);
    expect(ends.find(({ id }) => id === 'polite')?.exitCode).toBe(9);
    expect(ends.find(({ id }) => id === 'stubborn')?.signal).toBe('SIGKILL');
    expect(readFileSync(join(dir, 'work/polite/log'), 'utf8')).toContain('bye');
    expect(gone(Number(readFileSync(join(dir, 'work/stubborn/work/child'), 'utf8')))).toBe(true);
  });

  it('ends what a finished command left behind, and reports a start that fails', async () => {
    const dir = folder();
    const one = await listen(dir);
    one.client.submit([
      attempt(dir, 'daemon', 'sleep 300 >/dev/null & echo $! >child'),
      attempt(dir, 'nowhere', ':', { cwd: join(dir, 'missing') }),
    ]);
    const ends = await one.ended('daemon', 'nowhere');
    expect(ends.find(({ id }) => id === 'daemon')?.exitCode).toBe(0);
    expect(ends.find(({ id }) => id === 'nowhere')).toMatchObject({ reason: 'START_FAILED' });
    expect(gone(Number(readFileSync(join(dir, 'work/daemon/work/child'), 'utf8')))).toBe(true);
  });

  it('is alone in its data folder and serves one whose path is too long for a socket', async () => {
    const dir = join(folder(), 'x'.repeat(120));
    mkdirSync(dir);
    folders.push(dir);
    const [one, two] = await Promise.all([listen(dir), listen(dir)]);
    two.client.submit([attempt(dir, 'a', ':')]);
    await Promise.all([one.ended('a'), two.ended('a')]);
    expect(Buffer.byteLength(socketPath(dir))).toBeLessThan(108);
  });
});
