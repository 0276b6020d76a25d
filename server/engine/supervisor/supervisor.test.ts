import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { socketPath } from './paths.ts';
import { attempt, endSupervisors, folder, gone, killSupervisor, listen, supervisorOf } from './testing.ts';

afterEach(endSupervisors, 20_000);

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
    expect(one.all.filter(({ type }) => type === 'started')).toHaveLength(1);
    writeFileSync(gate, '');
    await one.ended('first', 'low', 'high', 'high-2');
    expect(one.order).toEqual(['first', 'high', 'high-2', 'low']);
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
    expect(two.all.some(({ id }) => id === 'before')).toBe(false);
    two.client.submit([attempt(dir, 'during', 'echo again >log2'), attempt(dir, 'after', ':')]);
    await two.ended('after');
    expect(two.all.filter(({ id, type }) => id === 'during' && type === 'started').length).toBeLessThan(2);
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
    await killSupervisor(dir, one, 'running');
    expect(one.live.has('queued')).toBe(false);
    writeFileSync(gate, '');
    const [end] = await one.ended('running');
    expect(end?.exitCode).toBe(4);
  });

  it('does not run again what an earlier one started and could not note: it follows that', async () => {
    const dir = folder();
    const gate = join(dir, 'gate');
    const spec = attempt(dir, 'begun', `echo once >> ../times; while [ ! -e ${gate} ]; do sleep 0.02; done; exit 4`);
    const one = await listen(dir);
    one.client.submit([spec]);
    await one.started('begun');
    await expect.poll(() => statSync(join(dir, 'work/begun/times'), { throwIfNoEntry: false })).toBeDefined();
    one.client.close();
    const supervisor = supervisorOf(dir);
    process.kill(supervisor, 'SIGKILL');
    await expect.poll(() => gone(supervisor)).toBe(true);
    rmSync(join(dir, 'supervisor/journal'));
    const two = await listen(dir);
    expect(two.live.has('begun')).toBe(false);
    two.client.submit([spec]);
    await two.started('begun');
    writeFileSync(gate, '');
    const [end] = await two.ended('begun');
    expect([end?.exitCode, readFileSync(join(dir, 'work/begun/times'), 'utf8')]).toEqual([4, 'once\n']);
  });

  it('says that an attempt is lost when its end cannot be known', async () => {
    const dir = folder();
    const one = await listen(dir);
    one.client.submit([attempt(dir, 'lost', 'sleep 60')]);
    const record = await one.started('lost');
    const supervisor = supervisorOf(dir);
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
    const [one, two] = await Promise.all([listen(dir), listen(dir)]);
    two.client.submit([attempt(dir, 'a', ':')]);
    await Promise.all([one.ended('a'), two.ended('a')]);
    expect(Buffer.byteLength(socketPath(dir))).toBeLessThan(108);
  });
});
