/** An executor on a real cluster, with what it tells kept for tests to wait for. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SlurmCluster } from '../../../testing/slurm-cluster.ts';
import { PlainEnclosure } from '../../enclosures/plain.ts';
import type { AttemptFact, AttemptKey, AttemptRequest, FactPosition } from '../../executor.ts';
import { readExitMark } from '../../supervisor/wrapper.ts';
import { attemptId } from '../attempt-folders.ts';
import { type RunCommand, runCommand } from './commands.ts';
import { SlurmExecutor, type SlurmTimes } from './slurm.ts';

type Ended = Extract<AttemptFact, { type: 'ended' }>;

const QUICK: SlurmTimes = {
  nodesKeptMs: 0,
  pollMs: { shortest: 100, longest: 400 },
  visibleMs: 2_000,
  overdueMs: 60_000,
  retryMs: { first: 200, longest: 1_000 },
};
const place = { projectName: 'p', bucket: 'b', outputDir: '/out' };

export class SlurmLab {
  readonly folder = mkdtempSync(join(tmpdir(), 'eihealth-slurm-lab-'));
  executor: SlurmExecutor;
  facts: AttemptFact[] = [];
  /** What the executor said of Slurm itself. */
  readonly said: string[] = [];
  private position: FactPosition | undefined;
  private live: ((key: AttemptKey) => boolean) | undefined;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly cluster: SlurmCluster,
    run: RunCommand = runCommand,
  ) {
    Object.assign(process.env, cluster.env);
    this.executor = this.make(run);
  }

  static async open(cluster: SlurmCluster, run?: RunCommand): Promise<SlurmLab> {
    const lab = new SlurmLab(cluster, run);
    await lab.listen();
    return lab;
  }

  async close(): Promise<void> {
    await this.executor.close();
    const names = readdirSync(join(this.folder, 'slurm'));
    if (names.length > 0) this.cluster.run('scancel', ['--full', '--signal=KILL', `--name=${names.join(',')}`]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 }); // the last of them still write
  }

  /** As a server does that was killed and started again: nothing but the folder is left. */
  async restart(run: RunCommand = runCommand): Promise<void> {
    await this.executor.close();
    this.facts = [];
    this.executor = this.make(run);
    await this.listen();
  }

  isLive(key: AttemptKey): boolean {
    return this.live?.(key) ?? false;
  }

  /** Prepares and hands over an attempt per script. */
  submit(name: string, scripts: readonly string[], extra: Partial<AttemptRequest> = {}): AttemptKey[] {
    const requests = scripts.map((script, index) =>
      this.request({ jobId: name, task: 't', index, attempt: 1 }, script, extra),
    );
    for (const request of requests) this.executor.prepare(request);
    this.executor.submit(requests);
    return requests.map(({ key }) => key);
  }

  request(key: AttemptKey, script: string, extra: Partial<AttemptRequest> = {}): AttemptRequest {
    return {
      key,
      place,
      priority: 0,
      resources: { cpus: 0.1, memoryBytes: 50 * 1024 ** 2, gpus: 0 },
      timeoutSeconds: 600,
      script: `${script}\n`,
      env: {},
      outputFolders: [],
      ...extra,
    };
  }

  /** A file outside of all attempts, for commands to append to. */
  outside(name: string): { path: string; lines(): string[]; write(text: string): void } {
    const path = join(this.folder, name);
    appendFileSync(path, '');
    return {
      path,
      lines: () => readFileSync(path, 'utf8').split('\n').filter(Boolean),
      write: (text) => appendFileSync(path, text),
    };
  }

  /** Whether the node has noted an exit code. */
  exited(key: AttemptKey): boolean {
    return readExitMark(dirname(this.executor.logPath(key))) !== undefined;
  }

  log(key: AttemptKey): string {
    return readFileSync(this.executor.logPath(key), 'utf8');
  }

  ended(key: AttemptKey): Promise<Ended> {
    return this.fact(key, 'ended') as Promise<Ended>;
  }

  /** Waits for a fact about an attempt. */
  fact(key: AttemptKey, type: AttemptFact['type']): Promise<AttemptFact> {
    return this.until(() => this.facts.find((fact) => fact.type === type && attemptId(fact.key) === attemptId(key)));
  }

  /** Acknowledges all that was told, as the runner does once it is written. */
  acknowledge(): void {
    if (this.position) this.executor.acknowledge(this.position);
  }

  private async until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
      });
    }
  }

  private listen(): Promise<void> {
    return this.executor.start({
      position: () => this.position,
      onFacts: (news, position) => {
        this.facts.push(...news);
        this.position = position;
        for (const wake of this.waiting) wake();
        this.waiting.clear();
      },
      onConnected: (isLive) => {
        this.live = isLive;
      },
    });
  }

  private make(run: RunCommand): SlurmExecutor {
    const say = (_: object, words = '') => this.said.push(words);
    return new SlurmExecutor({
      dataDir: this.folder,
      slots: 1000,
      enclosure: new PlainEnclosure({ toolEnvs: {}, hostPath: (bucket, key) => join(this.folder, bucket, key) }),
      site: { partition: '', account: '', qos: '', extra: [] },
      log: { warn: say, info: say },
      times: QUICK,
      run,
    });
  }
}

/** Commands of which one goes unanswered, before or after it did its work, as when the server dies at that moment. */
export function dying(program: string, when: 'before' | 'after'): { run: RunCommand; done: Promise<void> } {
  let tell: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return {
    done,
    run: async (name, args, options) => {
      if (name !== program) return runCommand(name, args, options);
      if (when === 'after') await runCommand(name, args, options);
      tell();
      return { code: undefined, stdout: '', stderr: 'killed' };
    },
  };
}
