import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Attempts } from './attempts.ts';
import { ControlGroups, distinct } from './control-groups.ts';
import type { LimitFacts } from './limits.ts';
import { readMachine } from './machine.ts';
import { attempt, endSupervisors, folder, gone, killSupervisor, listen, Records } from './testing.ts';
import { readPidMark } from './wrapper.ts';

const MB = 2 ** 20;
const NAME = `eihealth-test-${process.pid}`;
const probed = ControlGroups.probe(NAME);
const modes: [string, ControlGroups | undefined][] = [['by looking', undefined]];
if (probed) modes.unshift(['by the kernel', probed]);
else if (process.platform === 'linux')
  process.stderr.write('control groups cannot be made here: limits are tested as they hold by looking only\n');

afterEach(endSupervisors, 20_000);
afterAll(() => probed?.close());

/** Keeps 400 MB in one process for as long as it is let. */
const HOG = '{ head -c 400000000 /dev/zero; sleep 60; } | tail';

/** Attempts without a supervisor around them. */
class Bench extends Records {
  readonly attempts: Attempts;

  constructor(groups: ControlGroups | undefined, machine = readMachine()) {
    super();
    this.attempts = new Attempts({ slots: 4, machine, groups, note: (record) => this.add([record]) });
  }
}

describe.skipIf(process.platform !== 'linux')('limits', { timeout: 60_000 }, () => {
  it.each(modes)('ends an attempt that wants more memory than it may have, %s', async (_mode, groups) => {
    const dir = folder();
    const bench = new Bench(groups);
    const resources = { cpus: 0.1, memoryBytes: 64 * MB, gpus: 0 };
    bench.attempts.submit([
      attempt(dir, 'hog', HOG, { resources, limits: { memory: true } }),
      attempt(dir, 'hidden', `{ ${HOG}; } >/dev/null 2>&1; echo went on; exit 0`, {
        resources,
        limits: { memory: true },
      }),
      attempt(dir, 'modest', 'head -c 20000000 /dev/zero | tail >/dev/null', { resources, limits: { memory: true } }),
      attempt(dir, 'free', '{ head -c 100000000 /dev/zero; sleep 3; } | tail >/dev/null', { resources }),
    ]);
    const ends = await bench.ended('hog', 'hidden', 'modest', 'free');
    const end = (id: string) => ends.find((one) => one.id === id);
    for (const id of ['hog', 'hidden']) {
      expect(end(id)).toMatchObject({ reason: 'OUT_OF_MEMORY' });
      expect(end(id)?.message).toMatch(/^it wanted more memory than the 64 MB it may have; its peak was \d+ MB$/);
    }
    expect(end('modest')).toMatchObject({ exitCode: 0 });
    expect(end('modest')).not.toHaveProperty('reason');
    expect(end('free')).toMatchObject({ exitCode: 0 });
    expect(end('free')?.usage?.max_rss_bytes).toBeGreaterThan(90 * MB);
  });

  it.each(modes)('does not let an attempt have more processes than it may, %s', async (_mode, groups) => {
    const dir = folder();
    const bench = new Bench(groups);
    const script = 'i=0; while [ $i -lt 60 ]; do sleep 60 & i=$((i+1)); done; wait';
    bench.attempts.submit([attempt(dir, 'many', script, { limits: { processes: 32 } })]);
    const [end] = await bench.ended('many');
    if (groups?.has('processes')) {
      expect(end?.exitCode).toBeGreaterThan(0);
      expect(end?.message).toMatch(/^the system refused it a process \d+ times: it may have 32 at a time$/);
    } else {
      expect(end).toMatchObject({ reason: 'TOO_MANY_PROCESSES' });
      expect(end?.message).toMatch(/^it had \d+ processes and threads and may have 32$/);
    }
  });

  it('holds for what an earlier supervisor began, and leaves no control group behind', async () => {
    const dir = folder();
    const one = await listen(dir);
    const gate = join(dir, 'gate');
    const script = `while [ ! -e ${gate} ]; do sleep 0.05; done; ${HOG}`;
    const resources = { cpus: 0.1, memoryBytes: 64 * MB, gpus: 0 };
    one.client.submit([
      attempt(dir, 'hog', script, { resources, limits: { memory: true, processes: 64 } }),
      attempt(dir, 'good', ':', { resources, limits: { memory: true, processes: 64 } }),
    ]);
    await one.started('hog');
    await one.ended('good');
    await killSupervisor(dir, one, 'hog');
    writeFileSync(gate, '');
    const [end] = await one.ended('hog');
    expect(end).toMatchObject({ reason: 'OUT_OF_MEMORY' });
    const folders = Object.values(readPidMark(join(dir, 'work', 'hog'))?.given.group ?? {}).filter(
      (value): value is string => typeof value === 'string',
    );
    expect(folders.length > 0).toBe(probed !== undefined);
    await endSupervisors();
    for (const path of folders) expect(existsSync(join(path, '..'))).toBe(false);
  });

  it('says what holds here', async () => {
    const one = await listen(folder());
    const by = (has: boolean | undefined) => (has ? 'kernel' : 'watched');
    expect(one.client.limits).toEqual({
      memory: by(probed?.has('memory')),
      processes: by(probed?.has('processes')),
      cpu: probed?.has('cpu') ? 'share' : 'none',
    } satisfies LimitFacts);
  });

  it.skipIf(!probed)('ends what left its session and its parents behind', async () => {
    const dir = folder();
    const bench = new Bench(probed);
    bench.attempts.submit([attempt(dir, 'daemon', 'setsid sh -c "echo \\$\\$ >child; exec sleep 300" & sleep 0.3')]);
    const [end] = await bench.ended('daemon');
    expect(end?.exitCode).toBe(0);
    expect(gone(Number(readFileSync(join(dir, 'work/daemon/work/child'), 'utf8')))).toBe(true);
  });

  it.skipIf(!probed?.has('cpu'))('gives processors by share, and not above a quota where one is asked for', () => {
    const limits = { cpus: 0.5, memoryBytes: 64 * MB, processes: 20 };
    const made = (['share', 'quota'] as const).map((kind) => probed?.make({ ...limits, cpuQuota: kind === 'quota' }));
    const read = (at: number, ...names: string[]) =>
      names
        .map((name) => join(made[at]?.cpu ?? '', name))
        .filter((path) => existsSync(path))
        .map((path) => readFileSync(path, 'utf8').trim());
    expect(read(0, 'cpu.shares', 'cpu.weight')).toEqual([made[0]?.version === 2 ? '50' : '512']);
    expect(read(1, 'cpu.cfs_quota_us', 'cpu.max')).toEqual([made[1]?.version === 2 ? '50000 100000' : '50000']);
    probed?.clean([]);
    for (const path of made.flatMap((group) => (group ? distinct(group) : []))) expect(existsSync(path)).toBe(false);
  });

  it('keeps a log within its limit while the command goes on', async () => {
    const dir = folder();
    const bench = new Bench(probed);
    const script = 'echo first; yes | head -c 30000000; touch ready; until [ -e gate ]; do sleep 0.05; done; echo last';
    bench.attempts.submit([attempt(dir, 'noisy', script, { limits: { logBytes: MB } })]);
    const work = join(dir, 'work/noisy/work');
    const log = join(dir, 'work/noisy/log');
    await expect.poll(() => existsSync(join(work, 'ready')), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => statSync(log).size, { timeout: 20_000 }).toBeLessThanOrEqual(2 * MB);
    writeFileSync(join(work, 'gate'), '');
    const [end] = await bench.ended('noisy');
    expect(end).toMatchObject({ exitCode: 0 });
    const text = readFileSync(log, 'utf8');
    expect(text.length).toBeLessThanOrEqual(MB);
    expect(text).toMatch(/^first\ny\n/);
    expect(text).toContain(`\n[the log passed its limit of ${MB} bytes;`);
    expect(text).toMatch(/\ny\nlast\n$/);
  });

  it('shows a command the GPUs it was given, and none when it asked for none', async () => {
    const dir = folder();
    const devices = join(dir, 'dev');
    mkdirSync(devices);
    for (const name of ['nvidia0', 'nvidia1', 'nvidiactl', 'nvidia-uvm', 'null'])
      writeFileSync(join(devices, name), '');
    const machine = readMachine(devices);
    expect(machine.gpus).toBe(2);
    const bench = new Bench(undefined, machine);
    const gpu = (gpus: number) => ({ resources: { cpus: 0.1, memoryBytes: MB, gpus } });
    const script = 'echo "[$CUDA_VISIBLE_DEVICES]"; until [ -e ../gate ]; do sleep 0.02; done';
    bench.attempts.submit([
      attempt(dir, 'one', script, gpu(1)),
      attempt(dir, 'other', script, gpu(1)),
      attempt(dir, 'waits', script, gpu(2)),
      attempt(dir, 'none', script, gpu(0)),
    ]);
    for (const id of ['one', 'other', 'none']) await bench.started(id);
    expect(bench.order).toEqual(['one', 'other', 'none']);
    expect(bench.attempts.allocated).toEqual({ cpus: 0.3, memoryBytes: 3 * MB, gpus: 2 });
    for (const id of ['one', 'other', 'none', 'waits']) writeFileSync(join(dir, 'work', id, 'gate'), '');
    await bench.ended('one', 'other', 'waits', 'none');
    const seen = ['one', 'other', 'waits', 'none'].map((id) =>
      readFileSync(join(dir, 'work', id, 'log'), 'utf8').trim(),
    );
    expect(seen).toEqual(['[0]', '[1]', '[0,1]', '[]']);
    expect(bench.attempts.allocated).toEqual({ cpus: 0, memoryBytes: 0, gpus: 0 });
    rmSync(devices, { recursive: true });
  });

  it.each(modes)('measures processor time, memory and what was read and written, %s', async (_mode, groups) => {
    const dir = folder();
    const bench = new Bench(groups);
    writeFileSync(join(dir, 'data'), Buffer.alloc(3 * MB));
    const script = `cat ${dir}/data >copy; i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done
{ head -c 40000000 /dev/zero; sleep 2.5; } | tail >/dev/null`;
    bench.attempts.submit([attempt(dir, 'long', script), attempt(dir, 'short', `cat ${dir}/data >copy`)]);
    const ends = await bench.ended('long', 'short');
    const [long, short] = ['long', 'short'].map((id) => ends.find((end) => end.id === id)?.usage);
    for (const usage of [long, short]) {
      expect(usage?.read_bytes).toBeGreaterThan(3 * MB);
      expect(usage?.written_bytes).toBeGreaterThan(3 * MB);
    }
    expect(long?.cpu_seconds).toBeGreaterThan(0.02);
    expect(long?.max_rss_bytes).toBeGreaterThan(38 * MB);
    expect(long?.max_rss_bytes).toBeLessThan(80 * MB);
    if (groups) expect(short?.max_rss_bytes).toBeGreaterThan(0);
    else expect(short).not.toHaveProperty('max_rss_bytes');
    const samples = readFileSync(join(dir, 'work/long/samples'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(samples.length).toBeGreaterThanOrEqual(1);
    const started = bench.all.find((record) => record.type === 'started' && record.id === 'long')?.at ?? 0;
    expect(samples[0][0] - started).toBeGreaterThanOrEqual(1000);
    for (const [at, cpu, memory, read, written] of samples) {
      expect(Number.isInteger(at)).toBe(true);
      expect(cpu).toBeGreaterThan(0);
      expect(memory).toBeGreaterThan(0);
      expect(read).toBeGreaterThan(3 * MB);
      expect(written).toBeGreaterThan(3 * MB);
    }
    expect(existsSync(join(dir, 'work/short/samples'))).toBe(false);
  });
});
