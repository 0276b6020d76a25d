/**
 * A drawn job run as real processes under a real supervisor, by servers that are killed meanwhile. Every command writes
 * a line outside of its job when it begins: what ran is known whatever the engine says.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Executor } from '../executor.ts';
import { JobRunner } from '../runner.ts';
import { auditJob } from './audit-job.ts';
import type { EngineLab, LabJob, StoredJob } from './engine-lab.ts';
import { type Fault, Life, mortalDb, mortalExecutor } from './mortal.ts';
import { anyJob, instancesOf, type JobSpec, needsOf, taskName } from './random-jobs.ts';

export interface ProcessCase {
  jobs: JobSpec[];
  /** One server after the other dies at such a point. */
  kills: Fault[];
  /** Cancels the first job once so many commands have begun; afterwards it is retried. */
  stop?: { force: boolean; after: number } | undefined;
}

const MAX_INSTANCES = 24;

const countOf = ({ tasks }: JobSpec) => tasks.reduce((sum, _, task) => sum + instancesOf(tasks, task), 0);

export const anyProcessCase: fc.Arbitrary<ProcessCase> = fc.record({
  jobs: fc.array(
    anyJob(6).filter((job) => countOf(job) <= MAX_INSTANCES),
    { minLength: 1, maxLength: 2 },
  ),
  kills: fc.array(
    fc.record({ kind: fc.constant('kill' as const), at: fc.integer({ min: 1, max: 60 }), done: fc.boolean() }),
    { maxLength: 3 },
  ),
  stop: fc.option(fc.record({ force: fc.boolean(), after: fc.integer({ min: 0, max: 8 }) }), { nil: undefined }),
});

export interface ProcessParts {
  /** Folder that no job knows: what began, and what each run is to do. */
  folder: string;
  makeExecutor: () => Executor;
}

type Verdict = 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export class ProcessTrial {
  private jobs: LabJob[] = [];
  private life = new Life();
  private runner: JobRunner | undefined;
  private readonly kills: Fault[];

  constructor(
    private readonly lab: EngineLab,
    private readonly drawn: ProcessCase,
    private readonly parts: ProcessParts,
  ) {
    this.kills = [...drawn.kills];
  }

  async run(): Promise<void> {
    this.jobs = await this.lab.storeJobs(this.drawn.jobs, [`. ${this.writePlay()}`]);
    for (const [at, { id }] of this.jobs.entries()) writeFileSync(join(this.parts.folder, `${id}.number`), String(at));
    try {
      await this.serve();
      if (this.drawn.stop) await this.stop(this.drawn.stop);
      await this.finished();
      const first = await this.lab.look(this.jobs);
      for (const at of this.jobs.keys()) this.check(at, first[at], undefined);
      await this.again(first);
      for (const job of this.jobs) await auditJob(this.lab, job);
    } catch (error) {
      throw new Error(`${(error as Error).message}; failed are:\n${await this.lab.complaints(this.jobs)}`, {
        cause: error,
      });
    } finally {
      // A server that is killed amid a step never comes to its end.
      this.life.arm(undefined);
      await Promise.race([this.runner?.close(), this.life.died]);
      this.life.kill();
      await this.lab.clear(this.jobs);
    }
  }

  /** What was not cancelled must have ended as drawn already; what is retried must do so now. */
  private async again(first: StoredJob[]): Promise<void> {
    const before = this.jobs.map((_, at) => this.runsOf(at));
    for (const [at, { id }] of this.jobs.entries()) {
      if (first[at]?.status === 'SUCCEEDED') continue;
      if (!(await this.lab.retry(id))) throw new Error(`job ${at} is ${first[at]?.status} and cannot be retried`);
      this.runner?.wake(id);
    }
    await this.finished();
    const second = await this.lab.look(this.jobs);
    for (const at of this.jobs.keys()) this.check(at, second[at], { stored: first[at], runs: before[at] ?? {} });
  }

  private async serve(): Promise<void> {
    const life = new Life();
    this.life = life;
    life.arm(this.kills.shift());
    const quiet = () => undefined;
    this.runner = new JobRunner({
      db: mortalDb(this.lab.db, life),
      store: this.lab.realStore,
      bus: this.lab.bus,
      log: { info: quiet, warn: quiet, error: quiet, debug: quiet },
      executor: mortalExecutor(this.parts.makeExecutor(), life),
      graceMs: 100,
    });
    await Promise.race([this.runner.start(), life.died]);
  }

  /** Waits for a condition; a server that dies is followed by another. */
  private async until(condition: () => Promise<boolean>): Promise<void> {
    for (;;) {
      let tell: () => void = () => undefined;
      const news = new Promise<void>((resolve) => {
        tell = resolve;
      });
      const stop = this.lab.bus.subscribe(() => tell());
      try {
        if (this.life.dead) await this.serve();
        else if (await condition()) return;
        else await Promise.race([news, this.life.died]);
      } finally {
        stop();
      }
    }
  }

  private finished(): Promise<void> {
    return this.until(async () => {
      const stored = await this.lab.look(this.jobs);
      return stored.every(({ status }) => status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED');
    });
  }

  private async stop({ force, after }: { force: boolean; after: number }): Promise<void> {
    const { id } = this.jobs[0] as LabJob;
    await this.until(async () => {
      const [job] = await this.lab.look(this.jobs);
      return job?.status === 'SUCCEEDED' || job?.status === 'FAILED' || this.begun(0) >= after;
    });
    await this.lab.cancel(id, force);
    this.runner?.wake(id);
  }

  /** Every instance ran as often as it should, and ended as its last run was drawn. */
  private check(
    at: number,
    stored: StoredJob | undefined,
    before: { stored: StoredJob | undefined; runs: Record<string, number> } | undefined,
  ): void {
    const { tasks } = this.drawn.jobs[at] as JobSpec;
    const runs = this.runsOf(at);
    const states: Record<string, Verdict> = {};
    const cancelled = stored?.status === 'CANCELLED';
    if (cancelled && (before || at > 0)) throw new Error(`job ${at} was cancelled by nobody`);
    for (const task of tasks.keys())
      for (let index = 0; index < instancesOf(tasks, task); index++) {
        const name = `${taskName(task)}/${index}`;
        const found = stored?.instances[name];
        const ran = (runs[name] ?? 0) - (before?.runs[name] ?? 0);
        const canRun =
          before?.stored?.instances[name] !== 'SUCCEEDED' &&
          needsOf(tasks, task, index).every((need) => states[`${taskName(need.task)}/${need.index}`] === 'SUCCEEDED');
        const kept = before?.stored?.instances[name] === 'SUCCEEDED';
        if (ran > (canRun ? 1 : 0)) throw new Error(`${name} of job ${at} ran ${ran} times too often`);
        const due: Verdict = this.fails(at, task, index, runs[name] ?? 0) ? 'FAILED' : 'SUCCEEDED';
        const wanted = kept ? 'SUCCEEDED' : ran === 1 ? due : 'CANCELLED';
        const cut = cancelled && ran === 1 && found === 'CANCELLED';
        if (found !== wanted && !cut) throw new Error(`${name} of job ${at} is ${found}, not ${wanted}`);
        if (!cancelled && canRun && ran !== 1) throw new Error(`${name} of job ${at} never ran`);
        states[name] = found as Verdict;
      }
    const all = Object.values(states).every((state) => state === 'SUCCEEDED');
    if (!cancelled && stored?.status !== (all ? 'SUCCEEDED' : 'FAILED'))
      throw new Error(`job ${at} is ${stored?.status}`);
  }

  private begun = (at: number) => Object.values(this.runsOf(at)).reduce((sum, runs) => sum + runs, 0);

  private runsOf(at: number): Record<string, number> {
    const prefix = `${this.jobs[at]?.id}.`;
    const files = readdirSync(join(this.parts.folder, 'begun')).filter((file) => file.startsWith(prefix));
    return Object.fromEntries(
      files.map((file) => {
        const lines = readFileSync(join(this.parts.folder, 'begun', file), 'utf8').split('\n').length - 1;
        return [file.slice(prefix.length).replace('-', '/'), lines];
      }),
    );
  }

  private mishap(at: number, task: number, index: number, run: number) {
    const { tasks, mishaps } = this.drawn.jobs[at] as JobSpec;
    let number = index;
    for (let earlier = 0; earlier < task; earlier++) number += instancesOf(tasks, earlier);
    return mishaps.find(({ instance, attempt }) => instance === number && attempt === run)?.fate;
  }

  private fails = (at: number, task: number, index: number, run: number) =>
    this.mishap(at, task, index, run) !== undefined;

  /** The script every command sources: what it is to do in which run. */
  private writePlay(): string {
    const { folder } = this.parts;
    mkdirSync(join(folder, 'begun'), { recursive: true });
    const cases = this.drawn.jobs.flatMap(({ tasks }, at) =>
      tasks.flatMap((_, task) =>
        Array.from({ length: instancesOf(tasks, task) }).flatMap((_, index) =>
          [1, 2].flatMap((run) => {
            const fate = this.mishap(at, task, index, run);
            return fate ? [`${at}.${taskName(task)}-${index}.${run}) ${COMMANDS[fate] ?? 'exit 3'} ;;`] : [];
          }),
        ),
      ),
    );
    const file = join(folder, `play-${process.hrtime.bigint()}.sh`);
    writeFileSync(
      file,
      `name="$EIHEALTH_TASK_NAME-$EIHEALTH_TASK_INDEX"
record="${folder}/begun/$EIHEALTH_JOB_ID.$name"
echo begun >> "$record"
run=$(grep -c . "$record")
job=$(cat "${folder}/$EIHEALTH_JOB_ID.number")
case "$job.$name.$run" in
${cases.join('\n')}
esac
echo done > "$EIHEALTH_OUTPUT_DIR/out"
`,
    );
    return file;
  }
}

/** How a run goes wrong; what a script cannot do to itself ends with an exit code. */
const COMMANDS: Partial<Record<string, string>> = {
  signal: 'kill -SEGV $$',
  'outputs-refused': 'ln -s /etc/passwd "$EIHEALTH_OUTPUT_DIR/out"; exit 0',
};
