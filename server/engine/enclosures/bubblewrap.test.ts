import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareSandboxHere } from '../../testing/sandbox-here.ts';
import type { AttemptFact, AttemptKey, AttemptRequest, FactPosition } from '../executor.ts';
import { LocalExecutor } from '../executors/local.ts';
import { isSameProcess, startTicks } from '../supervisor/processes.ts';
import { readPidMark } from '../supervisor/wrapper.ts';
import type { BubblewrapEnclosure } from './bubblewrap.ts';
import { probeSandbox } from './probe-sandbox.ts';

const works = await declareSandboxHere();

/** A data folder with two projects, and an executor that runs commands in its sandbox. */
class Lab {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'bubblewrap-'));
  readonly store = mkdtempSync(join(tmpdir(), 'store elsewhere-'));
  enclosure!: BubblewrapEnclosure;
  private executor!: LocalExecutor;
  private readonly facts: AttemptFact[] = [];
  private wake: () => void = () => undefined;
  private count = 0;

  async open(options: { network?: boolean; binds?: string[]; toolEnvs?: Record<string, string> } = {}): Promise<this> {
    for (const bucket of ['own', 'other']) mkdirSync(join(this.store, bucket));
    writeFileSync(join(this.store, 'own/in.txt'), 'own data\n');
    writeFileSync(join(this.store, 'other/in.txt'), 'data of others\n');
    const probe = await probeSandbox({
      folder: join(this.dataDir, 'sandbox'),
      hostPath: (bucket, key) => join(this.store, bucket, key),
      toolEnvs: {},
      network: false,
      binds: [],
      hidden: [this.dataDir, this.store],
      ...options,
    });
    if ('reason' in probe) throw new Error(probe.reason);
    this.enclosure = probe.enclosure;
    this.executor = new LocalExecutor({ dataDir: this.dataDir, slots: 2, enclosure: probe.enclosure });
    let position: FactPosition | undefined;
    await this.executor.start({
      position: () => position,
      onFacts: (news, next) => {
        this.facts.push(...news);
        position = next;
        this.wake();
      },
      onConnected: () => undefined,
    });
    return this;
  }

  close(): void {
    this.executor.shutDown();
    for (const folder of [this.dataDir, this.store]) rmSync(folder, { recursive: true, force: true });
  }

  begin(script: string, extra: Partial<AttemptRequest> = {}): AttemptKey {
    const key = { jobId: 'job', task: `t${++this.count}`, index: 0, attempt: 1 };
    const request: AttemptRequest = {
      key,
      place: { projectName: 'lab', bucket: 'own', outputDir: '/runs/x' },
      priority: 0,
      resources: { cpus: 0.1, memoryBytes: 4e7, gpus: 0 },
      timeoutSeconds: 60,
      script,
      env: {},
      outputFolders: [],
      ...extra,
    };
    this.executor.prepare(request);
    this.executor.submit([request]);
    return key;
  }

  async run(script: string, extra: Partial<AttemptRequest> = {}) {
    const key = this.begin(script, extra);
    const end = await this.ended(key);
    return { end, log: this.log(key), folder: join(this.dataDir, 'work/job', `${key.task}-0/1`), key };
  }

  cancel(key: AttemptKey, graceMs: number): void {
    this.executor.cancel([key], graceMs);
  }

  collect(key: AttemptKey) {
    return this.executor.collect(key);
  }

  log(key: AttemptKey): string {
    const path = this.executor.logPath(key);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  async ended(key: AttemptKey): Promise<AttemptFact & { type: 'ended' }> {
    for (;;) {
      for (const fact of this.facts) if (fact.type === 'ended' && fact.key.task === key.task) return fact;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Waits until the log of what runs says something. */
  async says(key: AttemptKey, words: string): Promise<void> {
    await expect.poll(() => this.log(key), { timeout: 20_000, interval: 10 }).toContain(words);
  }
}

/** Ids of processes whose command line holds a text. */
function processesOf(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(text);
      } catch {
        return false;
      }
    });
}

describe.runIf(works)('the sandbox', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await new Lab().open();
  });
  afterAll(() => lab.close());

  it('shows the system, the data of the own project and the own folders, and nothing else', async () => {
    const { log } = await lab.run(
      'ls -A /; echo --; ls -A /eihealth /eihealth/data /eihealth/out /eihealth/out/runs; cat /eihealth/data/lab/in.txt',
    );
    const [top = '', rest] = log.split('--\n');
    const expected = ['bin', 'dev', 'eihealth', 'etc', 'lib', 'lib32', 'lib64', 'libx32', 'proc', 'sbin', 'sys', 'tmp'];
    for (const name of top.trim().split('\n')) expect([...expected, 'usr']).toContain(name);
    expect(rest).toBe(
      '/eihealth:\ndata\nout\nscript.sh\nwork\n\n/eihealth/data:\nlab\n\n/eihealth/out:\nruns\n\n/eihealth/out/runs:\nx\nown data\n',
    );
  });

  it('gives exactly the documented variables', async () => {
    process.env.SECRET_OF_SERVER = 'hush';
    const { log } = await lab.run('env; echo "$0"; pwd', { env: { EIHEALTH_PROJECT: 'lab' } });
    delete process.env.SECRET_OF_SERVER;
    const lines = log.trim().split('\n');
    expect(lines.slice(-2)).toEqual(['/eihealth/script.sh', '/eihealth/work']);
    const names = lines.slice(0, -2).map((line) => line.split('=')[0]);
    const ofShells = ['OLDPWD', 'PWD', 'SHLVL', '_'];
    expect(names.filter((name) => !ofShells.includes(name ?? '')).sort()).toEqual(
      ['EIHEALTH_PROJECT', 'HOME', 'LANG', 'PATH', 'TMPDIR'].sort(),
    );
    expect(log).toContain('TMPDIR=/tmp\n');
  });

  it('runs as nobody in particular, whose files belong to the server outside', async () => {
    const { log, folder } = await lab.run(
      'id -u; id -un; grep -E "^(CapEff|CapBnd|NoNewPrivs|Seccomp):" /proc/self/status; echo x > "$HOME/f"; echo y > /tmp/g',
    );
    expect(log.split('\n').slice(0, 2)).toEqual(['1000', 'job']);
    expect(log).toMatch(/CapEff:\s0+\nCapBnd:\s0+\nNoNewPrivs:\s1\nSeccomp:\s2/);
    expect(statSync(join(folder, 'work/f')).uid).toBe(process.getuid?.());
    expect(readFileSync(join(folder, 'tmp/g'), 'utf8')).toBe('y\n');
  });

  it('tells exit codes and signals as they were, and counts processor time', async () => {
    expect((await lab.run('exit 7')).end.exitCode).toBe(7);
    expect((await lab.run('kill -KILL $$')).end.exitCode).toBe(128 + 9);
    expect((await lab.run('kill -TERM $$')).end.exitCode).toBe(128 + 15);
    const { end } = await lab.run('i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done');
    expect(end.exitCode).toBe(0);
    expect(end.usage?.cpu_seconds).toBeGreaterThan(0.1);
  });

  it('lets TERM through to the command, which ends in its own way', async () => {
    const key = lab.begin('trap "echo ending; exit 5" TERM; echo ready; while :; do sleep 0.05; done');
    await lab.says(key, 'ready');
    lab.cancel(key, 60_000);
    expect(await lab.ended(key)).toMatchObject({ reason: 'CANCELLED', exitCode: 5 });
    expect(lab.log(key)).toContain('ending');
    const deaf = lab.begin('echo ready; exec sleep 71.234');
    await lab.says(deaf, 'ready');
    lab.cancel(deaf, 60_000);
    expect(await lab.ended(deaf)).toMatchObject({ reason: 'CANCELLED', exitCode: 128 + 15 });
  });

  it('leaves nothing behind when it is killed, or when the command ends and leaves processes', async () => {
    const key = lab.begin('trap "" TERM; setsid sleep 72.345 & echo ready; sleep 72.346');
    await lab.says(key, 'ready');
    await expect.poll(() => processesOf('72.345').length).toBeGreaterThan(0);
    lab.cancel(key, 50);
    expect((await lab.ended(key)).reason).toBe('CANCELLED');
    expect([...processesOf('72.345'), ...processesOf('72.346')]).toEqual([]);
    const { end } = await lab.run('setsid sleep 72.347 & exit 0');
    expect(end.exitCode).toBe(0);
    expect(processesOf('72.347')).toEqual([]);
  });

  it('keeps running when the process that waits for it is asked to end, and not when it is killed', async () => {
    const key = lab.begin('echo ready; sleep 73.456');
    await lab.says(key, 'ready');
    await expect.poll(() => processesOf('sleep\x0073.456').length).toBe(1);
    const [sleeper = 0] = processesOf('sleep\x0073.456');
    const ticks = startTicks(sleeper);
    const wrapper = readPidMark(join(lab.dataDir, 'work/job', `${key.task}-0/1`))?.pid ?? 0;
    const [outer = 0] = readFileSync(`/proc/${wrapper}/task/${wrapper}/children`, 'utf8').split(' ').map(Number);
    process.kill(outer, 'SIGTERM');
    process.kill(wrapper, 'SIGTERM');
    expect(isSameProcess(sleeper, ticks)).toBe(true);
    process.kill(wrapper, 'SIGKILL');
    await lab.ended(key);
    await expect.poll(() => isSameProcess(sleeper, ticks)).toBe(false);
  });

  it('limits shared memory, and keeps what it makes itself read-only', async () => {
    const { log } = await lab.run(
      'for f in /x /eihealth/x /eihealth/data/x /etc/x /usr/x /dev/x /proc/x /eihealth/script.sh /eihealth/data/lab/x; do : 2>/dev/null >> $f && echo "wrote $f"; done; head -c 30000000 /dev/zero > /dev/shm/x || echo full; ls /dev/shm; ulimit -c',
    );
    expect(log).not.toContain('wrote');
    expect(log).toMatch(/No space left on device\nfull\nx\n0\n$/);
  });

  it('collects outputs whatever their modes, and links by the paths the command saw', async () => {
    const { end, key } = await lab.run(
      'cd /eihealth/out/runs/x && mkdir d && echo a > d/a && ln -s "$PWD/d/a" b && chmod 0 d/a && chmod 4755 b 2>/dev/null; chmod 500 d',
    );
    expect(end.exitCode).toBe(0);
    const { files, folder } = lab.collect(key);
    expect(files).toMatchObject([{ path: 'b' }, { path: 'd/a' }]);
    expect(files.map(({ path }) => readFileSync(join(folder, path), 'utf8'))).toEqual(['a\n', 'a\n']);
    expect(statSync(join(folder, 'b')).mode & 0o7000).toBe(0);
  });

  it('finds programs only where commands do', () => {
    expect(lab.enclosure.hasCommand('sort', undefined)).toBe(true);
    expect(lab.enclosure.hasCommand('no-such-program', undefined)).toBe(false);
  });

  it('has pipes, terminals, names and time', async () => {
    const { end, log } = await lab.run(
      'cat <(echo sub) && echo out > /dev/stdout && date && getent passwd 1000 && sort --version > /dev/null && test -w /dev/null && test -e /dev/pts/ptmx && readlink -e /etc/localtime',
    );
    expect([log, end.exitCode]).toEqual([expect.stringContaining('job:x:1000'), 0]);
  });
});

describe.runIf(works)('folders named by settings', () => {
  const outside = mkdtempSync(join(tmpdir(), 'tools-'));
  const folder = (...path: string[]) => {
    const made = join(outside, ...path);
    mkdirSync(made, { recursive: true });
    return made;
  };
  let lab: Lab;
  let server: Server;
  beforeAll(async () => {
    // An environment with libraries beside its programs, whose interpreter is a link into another one.
    const interpreter = folder('python-9', 'bin');
    folder('python-9', 'lib');
    copyFileSync('/bin/sh', join(interpreter, 'python'));
    const bin = folder('env', 'bin');
    writeFileSync(join(folder('env', 'lib'), 'data'), 'library\n');
    symlinkSync(join(interpreter, 'python'), join(bin, 'python'));
    writeFileSync(join(bin, 'tool'), `#!${bin}/python\ncat ${outside}/env/lib/data\n`);
    chmodSync(join(bin, 'tool'), 0o755);
    symlinkSync(join(outside, 'env'), join(outside, 'current'));
    writeFileSync(join(folder('shared'), 'reference'), 'shared\n');
    writeFileSync(join(outside, 'private'), 'private\n');
    server = createServer((socket) => socket.end('reached\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    lab = await new Lab().open({
      network: true,
      binds: [join(outside, 'shared')],
      toolEnvs: { 'tools/own:1': join(outside, 'current', 'bin') },
    });
  });
  afterAll(() => {
    lab.close();
    server.close();
    rmSync(outside, { recursive: true, force: true });
  });

  it('bring in the environment around a folder of programs, and what its links lead to', async () => {
    const { log } = await lab.run('tool; command -v tool; ls -A /tmp/*/', { image: 'tools/own:1' });
    expect(log).toContain(`library\n${outside}/current/bin/tool\n`);
    expect(lab.enclosure.hasCommand('tool', 'tools/own:1')).toBe(true);
    expect(lab.enclosure.hasCommand('tool', undefined)).toBe(false);
    expect((await lab.run('tool')).end.exitCode).toBe(127);
  });

  it('show further folders read-only, and not what lies beside them', async () => {
    const { log } = await lab.run(
      `cat ${outside}/shared/reference; cat ${outside}/private; echo x > ${outside}/shared/reference`,
    );
    expect(log).toMatch(/^shared\n.*private: No such file or directory\n.*Read-only file system/);
  });

  it('let commands reach the network when that is switched on', async () => {
    const { port } = server.address() as AddressInfo;
    const { log } = await lab.run(
      `exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3; test -s /etc/resolv.conf && echo dns`,
    );
    expect(log).toBe(existsSync('/etc/resolv.conf') ? 'reached\ndns\n' : 'reached\n');
  });

  it('are no way to the folders of the server', async () => {
    const probe = await probeSandbox({
      folder: join(outside, 'sandbox'),
      hostPath: () => outside,
      toolEnvs: {},
      network: false,
      binds: [join(outside, 'shared')],
      hidden: [join(outside, 'shared', 'data')],
    });
    expect(probe).toEqual({ reason: expect.stringContaining('which commands may read') });
  });
});
