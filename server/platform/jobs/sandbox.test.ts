/**
 * Attempts to escape, by jobs of the real engine. Each is made twice: without the sandbox, where it succeeds (else its
 * failure inside would prove nothing), and in the sandbox, where it must fail for the reason that is meant.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTACKS, BAD_OUTPUTS, LEFT_BEHIND, listenAbstract, SECRET } from '../../testing/escape-attempts.ts';
import type { CallResult } from '../../testing/harness.ts';
import { startTestServer, type TestServer } from '../../testing/harness.ts';
import { declareSandboxHere } from '../../testing/sandbox-here.ts';
import { JobLab, statesOf } from './testing.ts';

const works = await declareSandboxHere();
const isRoot = process.getuid?.() === 0;
const ALL = { ...ATTACKS, ...BAD_OUTPUTS };
const nameOf = (what: string) => `attempt-${Object.keys(ALL).indexOf(what)}`;

/** A server, a project with an object, another one with a secret, and all attacks made in one job. */
class Battle {
  private constructor(
    private readonly server: TestServer,
    private readonly lab: JobLab,
    private readonly job: CallResult['body'],
  ) {}

  static async fight(settings: Record<string, string>, port: number, abstractSocket: string): Promise<Battle> {
    const server = await startTestServer({ EXECUTOR_SLOTS: '4', ...settings });
    const [lab, other] = [await JobLab.open(server), await JobLab.open(server)];
    await lab.putFile('in/own.txt', 'own\n');
    await other.putFile('in/secret.txt', `${SECRET}\n`);
    mkdirSync(join(server.dataDir, 'database'));
    writeFileSync(join(server.dataDir, 'database', 'secret'), `${SECRET}\n`);
    const object = server.platform.store.hostPath(other.bucket, 'in/secret.txt');
    const target = { object, dataDir: server.dataDir, port, abstractSocket };
    const job = await lab.run(
      Object.entries(ALL).map(([what, { commands }]) => ({
        name: nameOf(what),
        commands: commands(target),
        inputs: [{ name: 'file', type: 'FILE' as const, value: '/in/own.txt' }],
        outputs: [{ name: 'o', value: 'o' }],
      })),
    );
    return new Battle(server, lab, job);
  }

  log(what: string): string {
    const path = join(this.server.dataDir, 'work', this.job.id, `${nameOf(what)}-0`, '1', 'log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  state(what: string): string[] {
    return statesOf(this.job, nameOf(what));
  }

  get isolated(): boolean {
    return this.server.platform.engine.executor.isolated;
  }

  async reasons(): Promise<string> {
    return JSON.stringify((await this.lab.call('eihealth.showJobEvent', this.job.id, { query: { limit: 500 } })).body);
  }

  storedKeys(): Promise<string[]> {
    return this.lab.keys();
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

describe.runIf(works)('attempts to escape', () => {
  const abstractSocket = `eihealth-${randomUUID()}`;
  const network = createServer((socket) => socket.end(`${SECRET}\n`));
  let listener: ChildProcess | undefined;
  let plain: Battle;
  let boxed: Battle;
  let leftByPlain: number[] = [];
  let leftByBoxed: number[] = [];

  beforeAll(async () => {
    await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
    const { port } = network.address() as AddressInfo;
    listener = spawn('perl', ['-MSocket', '-e', listenAbstract, abstractSocket], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => listener?.stdout?.once('data', resolve));
    boxed = await Battle.fight({}, port, abstractSocket);
    leftByBoxed = leftBehind();
    plain = await Battle.fight({ SANDBOX: 'off' }, port, abstractSocket);
    leftByPlain = leftBehind();
    for (const pid of leftByPlain) process.kill(pid, 'SIGKILL');
  }, 120_000);
  afterAll(async () => {
    network.close();
    listener?.kill();
    await plain?.close();
    await boxed?.close();
  });

  it('are made with the sandbox and without', () => {
    expect([plain.isolated, boxed.isolated]).toEqual([false, true]);
  });

  it.each(Object.entries(ATTACKS))('%s', (what, { done, refused, root }) => {
    if (isRoot || !root) expect(plain.log(what)).toMatch(done);
    const log = boxed.log(what);
    expect(log).toMatch(refused);
    if (String(done) !== String(refused)) expect(log).not.toMatch(done);
    expect(log).not.toContain(SECRET);
  });

  it('leave no process behind', () => {
    // Without the sandbox it takes control groups to find them, which not every machine allows.
    expect(leftByPlain.length).toBeLessThanOrEqual(1);
    expect(leftByBoxed).toEqual([]);
  });

  it.each(Object.entries(BAD_OUTPUTS))('give out %s', async (what, { reason }) => {
    for (const battle of [plain, boxed]) {
      expect(battle.state(what)).toEqual(['FAILED']);
      expect(await battle.reasons()).toContain(`##${reason}`);
    }
  });

  it('put nothing into the bucket', async () => {
    expect(await boxed.storedKeys()).toEqual(['in/own.txt']);
  });
});

/** Processes that run the command left behind. */
function leftBehind(): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.endsWith(` sleep ${LEFT_BEHIND}`)).map((line) => Number.parseInt(line, 10));
}
