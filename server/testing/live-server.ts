/** The built server as a process of its own, reached over HTTP: for what only kills, stops and restarts show. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Schema } from '#contracts/index.ts';
import { bundleServer } from '../bundle.ts';
import { lockHolder } from '../engine/supervisor/lock.ts';
import { isSameProcess } from '../engine/supervisor/processes.ts';
import { otherVersion } from './other-version.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PASSWORD = 'Correct-horse-1';
const READY_WITHIN_MS = 60_000;
const FORCE = { recursive: true, force: true, maxRetries: 5 };

const bundles = new Map<number, Promise<string>>();

/** Folder with the programs as they are started in earnest; bundled once a process, removed at its end. */
function builtPrograms(version = 0): Promise<string> {
  const known = bundles.get(version);
  if (known) return known;
  const making = (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'eihealth-programs-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    await bundleServer(folder, version === 0 ? [] : [otherVersion(version)]);
    return folder;
  })();
  bundles.set(version, making);
  return making;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

export interface Reply<T = ReturnType<typeof JSON.parse>> {
  status: number;
  body: T;
}

export type Job = Schema<'ShowJobResponse'>;

export interface LiveTask {
  name: string;
  commands: string[];
  /** Values of an input `x` over which the task fans out. */
  over?: string[];
  /** Files of an earlier task, `${task.output}`, for an input `all`. */
  reads?: string;
  outputs?: { name: string; type?: 'FILE' | 'DIRECTORY'; values: string[] }[];
  resources?: Record<string, string | number>;
}

/** One server: its settings and address stay the same however often it is started again. */
export class LiveServer {
  child: ChildProcess | undefined;
  /** What it said on standard error since it was last started. */
  complaints = '';
  private token = '';
  private cloudProject = '';

  private constructor(
    private programs: string,
    readonly dataDir: string,
    readonly url: string,
    private readonly settings: Readonly<Record<string, string>>,
    /** Program and arguments put before node, such as one that limits it. */
    private readonly before: readonly string[],
    private readonly isOwnFolder: boolean,
  ) {}

  /** A server that is not started yet. Without DATA_DIR it gets a folder of its own. */
  static async make(settings: Readonly<Record<string, string>> = {}, before: string[] = []): Promise<LiveServer> {
    const dataDir = settings.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'eihealth-live-'));
    const port = String(await freePort());
    const all = { ...settings, DATA_DIR: dataDir, PORT: port };
    const url = `http://127.0.0.1:${port}`;
    return new LiveServer(await builtPrograms(), dataDir, url, all, before, settings.DATA_DIR === undefined);
  }

  /** From its next start on it is the version before (-1), after (1), or this one (0). */
  async become(version: number): Promise<void> {
    this.programs = await builtPrograms(version);
  }

  /** Starts it; answers when it is ready. @throws Error when it ends instead, with what it said */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<this> {
    this.spawn(settings);
    await this.ready();
    return this;
  }

  /** Starts it without waiting. */
  spawn(settings: Readonly<Record<string, string>> = {}): ChildProcess {
    const [program = process.execPath, ...args] = [
      ...this.before,
      process.execPath,
      '--enable-source-maps',
      join(this.programs, 'main.mjs'),
    ];
    this.complaints = '';
    const child = spawn(program, args, {
      cwd: this.dataDir, // no .env
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        ADMIN_PASSWORD: PASSWORD,
        SAMPLES: 'off',
        LOG_LEVEL: 'silent',
        SANDBOX: 'off', // commands of these tests write into files outside, for others to see what really ran
        ...this.settings,
        ...settings,
      },
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      this.complaints += chunk.toString();
    });
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    this.child = child;
    return child;
  }

  async ready(): Promise<void> {
    const { child } = this;
    const deadline = Date.now() + READY_WITHIN_MS;
    while (child && child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      const reply = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (reply?.ok) return;
      await pause(20);
    }
    throw new Error(`the server is not ready (${child?.exitCode ?? child?.signalCode ?? 'alive'}): ${this.complaints}`);
  }

  /** Sends a signal to the server and, when it is one that ends it, waits for the end. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    if (signal === 'SIGKILL' || signal === 'SIGTERM') await ended;
  }

  /** Process id of the supervisor of the data folder, undefined when there is none. */
  get supervisor(): number | undefined {
    return lockHolder(join(this.dataDir, 'supervisor', 'lock'));
  }

  killSupervisor(): boolean {
    const pid = this.supervisor;
    if (pid === undefined || !isSameProcess(pid, 0)) return false;
    process.kill(pid, 'SIGKILL');
    return true;
  }

  /** Ends the server and its supervisor with all that runs, and removes the data folder. */
  async remove(): Promise<void> {
    await this.kill('SIGKILL');
    const pid = this.supervisor;
    // A supervisor whose folder vanishes ends what it runs, then itself.
    for (const name of readdirSync(this.dataDir)) rmSync(join(this.dataDir, name), FORCE);
    while (pid !== undefined && isSameProcess(pid, 0)) await pause(50);
    if (this.isOwnFolder) rmSync(this.dataDir, FORCE);
  }

  /** Calls the documented API; signs in before the first call. `path` follows the cloud project. */
  async call(method: string, path: string, body?: unknown): Promise<Reply> {
    if (!this.token) await this.signIn();
    const reply = await fetch(`${this.url}/api/eihealth/v1/${this.cloudProject}/eihealth-projects${path}`, {
      method,
      headers: { 'x-auth-token': this.token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, body: text ? JSON.parse(text) : undefined };
  }

  private async signIn(): Promise<void> {
    const password = { user: { name: 'admin', password: PASSWORD, domain: { name: 'admin' } } };
    const reply = await fetch(`${this.url}/api/iam/v3/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        auth: { identity: { methods: ['password'], password }, scope: { project: { name: 'local' } } },
      }),
    });
    const { token } = (await reply.json()) as { token: { project: { id: string } } };
    this.token = reply.headers.get('x-subject-token') ?? '';
    this.cloudProject = token.project.id;
  }

  private async made(path: string, body: unknown): Promise<string> {
    const reply = await this.call('POST', path, body);
    if (reply.status >= 300) throw new Error(`POST ${path} answers ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body.id;
  }

  project(name = 'lab'): Promise<string> {
    return this.made('', { name });
  }

  /** Makes apps and a workflow of them; answers the workflow's id. */
  async workflow(project: string, tasks: LiveTask[], name = 'flow'): Promise<string> {
    const documents = [];
    for (const { name: task, commands, over, reads, outputs = [], resources } of tasks) {
      const inputs = [
        ...(over ? [{ name: 'x', type: 'STRING', required: true, concurrent: 'vars_iter', values: over }] : []),
        ...(reads ? [{ name: 'all', type: 'FILE', required: true, values: [reads] }] : []),
      ];
      const appId = await this.made(`/${project}/apps`, {
        name: `${name}-${task}`,
        version: '1.0.0',
        image: 'tools/shell:1',
        commands,
        resources: { cpu: '0.1C', memory: '0.1G', ...resources },
        inputs: inputs.map(({ values: _values, ...input }) => input),
        outputs: outputs.map((output) => ({ type: 'FILE', required: false, ...output })),
      });
      documents.push({ task_name: task, app_id: appId, inputs: inputs.map(({ name, values }) => ({ name, values })) });
    }
    return this.made(`/${project}/workflows`, { name, version: '1.0.0', output_dir: '/out', tasks: documents });
  }

  startJob(project: string, workflow: string, extra: Record<string, unknown> = {}): Promise<string> {
    return this.made(`/${project}/jobs`, { name: 'job', tool_id: workflow, tool_type: 'workflow', ...extra });
  }

  async job(project: string, id: string): Promise<Job> {
    return (await this.call('GET', `/${project}/jobs/${id}`)).body;
  }

  /** Asks until the job is as wanted, however often the server goes away meanwhile. @throws Error after `withinMs` */
  async until(project: string, id: string, wanted: (job: Job) => boolean, withinMs = 60_000): Promise<Job> {
    const deadline = Date.now() + withinMs;
    let last: Job | undefined;
    while (Date.now() < deadline) {
      const reply = await this.call('GET', `/${project}/jobs/${id}`).catch(() => undefined);
      if (reply?.status === 200) last = reply.body as Job;
      if (last && reply?.status === 200 && wanted(last)) return last;
      await pause(50);
    }
    throw new Error(`the job is ${last?.status}, not as wanted: ${JSON.stringify(last?.task_runtime_info)}`);
  }

  finished(project: string, id: string, withinMs?: number): Promise<Job> {
    return this.until(
      project,
      id,
      ({ status }) => ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status ?? ''),
      withinMs,
    );
  }
}

/** Lines that the commands of a job appended to a file outside the platform. */
export function outsideLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/**
 * The database of a live server: PGlite in its data folder, or, where tests run on a PostgreSQL (`url`, else
 * TEST_DATABASE_URL), a schema of its own.
 */
export async function schemaOfItsOwn(
  url: string | undefined = process.env.TEST_DATABASE_URL,
): Promise<{ settings: Record<string, string>; drop: () => Promise<void> }> {
  if (!url) return { settings: {}, drop: async () => undefined };
  const schema = `live_${randomUUID().replaceAll('-', '')}`;
  const run = async (words: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(words);
    await client.end();
  };
  await run(`create schema ${schema}`);
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${schema}`);
  return { settings: { DATABASE_URL: own.href }, drop: () => run(`drop schema ${schema} cascade`) };
}
