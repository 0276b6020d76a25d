/**
 * A real Slurm with two nodes on this machine, of the distribution's packages: own key, own ports, all of it in one
 * temporary folder. The commands of Slurm reach it by `SLURM_CONF`.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Debian keeps daemons where only root's PATH looks. */
const PATH = [process.env.PATH ?? '', '/usr/sbin', '/sbin'].join(delimiter);
const READY_WITHIN_MS = 30_000;

/** Elements Slurm keeps at most, waiting or running: small, so that the queue can be filled. */
export const MAX_JOBS = 40;
export const NODES = ['n1', 'n2'] as const;
type Node = (typeof NODES)[number];

export class SlurmCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'eihealth-slurm-'));
  /** What the programs of Slurm need in their environment. */
  readonly env = { PATH, SLURM_CONF: join(this.folder, 'slurm.conf') };
  private readonly daemons = new Map<string, ChildProcess>();

  /** Starts all daemons. @throws Error with the end of their logs */
  static async start(): Promise<SlurmCluster> {
    const cluster = new SlurmCluster();
    try {
      const ports = await freePorts(3);
      cluster.configure(ports);
      cluster.startMunge();
      await cluster.until('munge', () => cluster.run('munge', ['-n', '-S', cluster.path('munge/socket')]) !== '');
      cluster.startController();
      for (const node of NODES) cluster.startNode(node);
      await cluster.until('the nodes', () => NODES.every((node) => cluster.stateOf(node) === 'IDLE'));
      return cluster;
    } catch (error) {
      const logs = cluster.logs();
      await cluster.stop();
      throw new Error(`Slurm does not start: ${(error as Error).message}\n${logs}`);
    }
  }

  /** Ends all jobs and daemons and removes the folder. */
  async stop(): Promise<void> {
    try {
      this.run('scancel', ['--full', '--signal=KILL', '--me']);
      this.run('scancel', ['--me']);
      await this.until('the last jobs', () => this.run('squeue', ['--noheader']).trim() === '');
    } catch {
      // a cluster that never came up has no jobs
    }
    await Promise.all([...this.daemons.keys()].map((name) => this.end(name, 'SIGTERM')));
    this.endSteps();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** What watched a job whose node or controller was killed waits for it for ever. */
  private endSteps(): void {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const isStep = readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('slurmstepd');
        if (isStep && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(this.folder))
          process.kill(Number(pid), 'SIGKILL');
      } catch {
        // gone meanwhile
      }
    }
  }

  /** Runs one of Slurm's programs. @returns what it prints @throws Error with what it complains about */
  run(program: string, args: readonly string[]): string {
    return execFileSync(program, args, { env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  startController(): void {
    this.daemon('slurmctld', ['slurmctld', '-D', '-f', this.env.SLURM_CONF]);
  }

  /** Ends the controller as a crash or a shutdown would. */
  stopController(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    return this.end('slurmctld', signal);
  }

  /**
   * Resolves when the controller has written down all it knows, which it does every five seconds; something must run.
   * One that is killed before starts again what runs, drains the nodes that refuse, and may end what it did not know.
   */
  async untilSaved(): Promise<void> {
    const since = Date.now();
    const [id = ''] = this.run('squeue', ['--noheader', '--states=RUNNING', '--format=%i']).split('\n');
    this.run('scontrol', ['update', `JobId=${id}`, 'Comment=saved']);
    await this.until('the controller to save its state', () => statSync(this.path('state/job_state')).mtimeMs >= since);
  }

  startNode(node: Node): void {
    this.daemon(node, ['slurmd', '-D', '-N', node, '-f', this.env.SLURM_CONF]);
  }

  stopNode(node: Node): Promise<void> {
    return this.end(node, 'SIGKILL');
  }

  /** Changes a node, `State=DRAIN Reason=test`. */
  update(node: Node, changes: readonly string[]): void {
    this.run('scontrol', ['update', `NodeName=${node}`, ...changes]);
  }

  stateOf(node: Node): string {
    return /State=(\S+)/.exec(this.run('scontrol', ['show', 'node', node]))?.[1] ?? '';
  }

  /** Asks until something holds; while the controller is away nothing does. */
  until(what: string, holds: () => boolean, withinMs?: number): Promise<void> {
    return this.untilAsync(what, async () => holds(), withinMs);
  }

  async untilAsync(what: string, holds: () => Promise<boolean>, withinMs = READY_WITHIN_MS): Promise<void> {
    const deadline = Date.now() + withinMs;
    let last: unknown;
    while (Date.now() < deadline) {
      try {
        if (await holds()) return;
      } catch (error) {
        last = error;
      }
      await pause(50);
    }
    throw new Error(`waited in vain for ${what}${last ? `: ${(last as Error).message}` : ''}`);
  }

  private path(name: string): string {
    return join(this.folder, name);
  }

  private configure([controller, ...nodes]: number[]): void {
    // munged refuses a socket whose folder others cannot reach.
    chmodSync(this.folder, 0o755);
    mkdirSync(this.path('munge'), { mode: 0o755 });
    mkdirSync(this.path('state'));
    for (const node of NODES) mkdirSync(this.path(`spool-${node}`));
    writeFileSync(this.path('munge/key'), randomBytes(128), { mode: 0o400 });
    writeFileSync(this.env.SLURM_CONF, configuration(this.folder, controller ?? 0, nodes));
    writeFileSync(this.path('gres.conf'), 'NodeName=n2 Name=gpu Type=tesla File=/dev/null\n');
  }

  private startMunge(): void {
    const files = ['key', 'socket', 'pid', 'seed', 'log'].map((name) => {
      const option = { key: 'key-file', socket: 'socket', pid: 'pid-file', seed: 'seed-file', log: 'log-file' }[name];
      return `--${option}=${this.path(`munge/${name}`)}`;
    });
    this.daemon('munged', ['munged', '--foreground', '--num-threads=10', ...files]);
  }

  private daemon(name: string, [program = '', ...args]: string[]): void {
    const log = openSync(this.path(`${name}.out`), 'a');
    const child = spawn(program, args, { env: this.env, cwd: this.folder, stdio: ['ignore', log, log] });
    child.on('error', () => undefined); // whoever waits for it reads the log
    this.daemons.set(name, child);
  }

  private async end(name: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.daemons.get(name);
    this.daemons.delete(name);
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(late);
  }

  private logs(): string {
    return [...this.daemons.keys()]
      .map(
        (name) =>
          `── ${name}\n${readFileSync(this.path(`${name}.out`), 'utf8')
            .split('\n')
            .slice(-15)
            .join('\n')}`,
      )
      .join('\n');
  }
}

/** Everything small and quick: two nodes of four processors each, whatever this machine has. */
function configuration(folder: string, controller: number, nodes: number[]): string {
  const host = hostname();
  const user = userInfo().username;
  const node = (name: string, index: number, more: string) =>
    `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${nodes[index]} CPUs=4 RealMemory=4000 ${more}`;
  return `ClusterName=eihealth
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=${folder}/munge/socket
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool-%n
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd-%n.pid
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=1
JobAcctGatherParams=OverMemoryKill
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_min_interval=10000,batch_sched_delay=0
GresTypes=gpu
ReturnToService=2
SlurmctldTimeout=30
SlurmdTimeout=5
KillWait=2
MinJobAge=5
MessageTimeout=3
MaxJobCount=${MAX_JOBS}
${node('n1', 0, 'Feature=plain')}
${node('n2', 1, 'Gres=gpu:tesla:1')}
PartitionName=main Nodes=ALL Default=YES MaxTime=12:00:00 State=UP
PartitionName=spare Nodes=n1 MaxTime=30 State=UP
`;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
