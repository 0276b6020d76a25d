/**
 * A job whose instances each take a while, on a real server that is killed again and again together with its
 * supervisor. Every attempt appends a line to a file outside the platform when it starts and when it ends.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { type Job, LiveServer } from './live-server.ts';
import { type Random, seededRandom } from './random.ts';
import { Witness } from './witness.ts';

export interface KillPlan {
  instances: number;
  /** Seconds each instance takes. */
  seconds: number;
  slots: number;
  kills: number;
  seed: number;
  /** Commands run in the sandbox. */
  sandboxed?: boolean;
  settings?: Record<string, string>;
}

export interface KillReport {
  job: Job;
  makespanMs: number;
  /** What was killed and when, in words. */
  kills: string[];
  /** Per instance index: how often an attempt started and ended. */
  runs: { started: number; ended: number }[];
  /** Files in the project's output folder. */
  outputs: number;
}

/** Values one input may have are fewer than instances may be: more of them make further tasks. */
const PER_TASK = 100;
/** Kills wait so long for their moment, then come anyway. */
const MOMENT_WITHIN_MS = 3_000;

/** Runs the job once. Without kills it is the undisturbed run to compare with. */
export async function killRun(plan: KillPlan): Promise<KillReport> {
  const witness = new Witness(plan.sandboxed === true);
  const server = await LiveServer.make({
    EXECUTOR_SLOTS: String(plan.slots),
    ...(plan.sandboxed ? { SANDBOX: 'on', SANDBOX_BINDS: witness.folder } : {}),
    ...plan.settings,
  });
  try {
    await server.start();
    const project = await server.project();
    const tasks = Array.from({ length: Math.ceil(plan.instances / PER_TASK) }, (_, task) => ({
      name: `t${task}`,
      over: Array.from({ length: Math.min(PER_TASK, plan.instances - task * PER_TASK) }, (_, index) =>
        String(task * PER_TASK + index),
      ),
      commands: [
        `echo "start \${x}" >> ${witness.path}`,
        `sleep ${plan.seconds}`,
        'echo ${x} > ${o}',
        `echo "end \${x}" >> ${witness.path}`,
      ],
      outputs: [{ name: 'o', values: ['o'] }],
    }));
    const flow = await server.workflow(project, tasks);
    const began = Date.now();
    const id = await server.startJob(project, flow, { output_dir: '/out' });
    const harm = new Harm(server, id, plan);
    const killing = harm.run();
    const job = await server.finished(project, id, plan.instances * plan.seconds * 1000 + 120_000);
    const makespanMs = Date.now() - began;
    harm.over = true;
    const kills = await killing;
    const listed = await server.call('GET', `/${project}/jobs/${id}`);
    return {
      job: listed.body ?? job,
      makespanMs,
      kills,
      runs: countRuns(await witness.lines(), plan.instances),
      outputs: await countOutputs(server, project, plan.instances),
    };
  } finally {
    await server.remove();
    witness.close();
  }
}

function countRuns(lines: string[], instances: number): KillReport['runs'] {
  const runs = Array.from({ length: instances }, () => ({ started: 0, ended: 0 }));
  for (const line of lines) {
    const [what, index] = line.split(' ');
    const run = runs[Number(index)];
    if (!run) throw new Error(`a torn line: ${line}`);
    if (what === 'start') run.started++;
    else run.ended++;
  }
  return runs;
}

async function countOutputs(server: LiveServer, project: string, instances: number): Promise<number> {
  let found = 0;
  for (let index = 0; index < instances; index++) {
    const path = encodeURIComponent(`lab:/out/t${Math.floor(index / PER_TASK)}/${index % PER_TASK}/`);
    const { body } = await server.call('GET', `/${project}/datas?path=${path}`);
    found += (body?.datas ?? []).length;
  }
  return found;
}

const MOMENTS = ['any', 'spawned', 'noted', 'collected'] as const;
const VICTIMS = ['server', 'supervisor', 'both'] as const;

/** Kills at moments drawn from the seed, and starts the server again at once, as a service manager would. */
class Harm {
  over = false;
  private readonly random: Random;
  private readonly done: string[] = [];

  constructor(
    private readonly server: LiveServer,
    private readonly jobId: string,
    private readonly plan: KillPlan,
  ) {
    this.random = seededRandom(plan.seed);
  }

  async run(): Promise<string[]> {
    const { kills, instances, seconds, slots } = this.plan;
    // Spread over two thirds of the undisturbed run; waiting for moments takes the rest.
    const meanMs = ((Math.ceil(instances / slots) * seconds * 1000) / Math.max(1, kills)) * 0.66;
    for (let kill = 0; kill < kills && !this.over; kill++) {
      const waitMs = this.random.next() * 2 * meanMs;
      const moment = this.random.pick(MOMENTS);
      const victim = this.random.pick(VICTIMS);
      await pause(kill === 0 ? this.random.integer(30) : waitMs);
      await this.moment(moment);
      if (this.over) break;
      await this.strike(victim, `${victim} (${moment})`);
    }
    await this.server.ready();
    return this.done;
  }

  private async strike(victim: (typeof VICTIMS)[number], words: string): Promise<void> {
    const hit = victim !== 'server' && this.server.killSupervisor();
    if (victim !== 'supervisor') {
      await this.server.kill();
      this.server.spawn();
    }
    if (hit || victim !== 'supervisor') this.done.push(words);
    else this.done.push(`${words}: none was running`);
  }

  /** Waits for a moment between two records, which no clock would hit. */
  private async moment(kind: (typeof MOMENTS)[number]): Promise<void> {
    if (kind === 'any') return;
    const deadline = Date.now() + MOMENT_WITHIN_MS;
    const before = this.look(kind);
    while (!this.over && Date.now() < deadline && this.look(kind) === before) await turn();
  }

  /** A figure that changes at the moment: started commands, bytes of the journal, collected outputs. */
  private look(kind: 'spawned' | 'noted' | 'collected'): number {
    const { dataDir } = this.server;
    try {
      if (kind === 'noted') return statSync(join(dataDir, 'supervisor', 'journal')).size;
      const work = join(dataDir, 'work', this.jobId);
      const mark = kind === 'spawned' ? 'pid' : 'outputs.json';
      return readdirSync(work).filter((name) => existsSync(join(work, name, '1', mark))).length;
    } catch {
      return 0;
    }
  }
}
