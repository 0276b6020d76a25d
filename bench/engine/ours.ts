/** Jobs at our own server, through the documented API, as the benches of the engine need them. */
import { type BenchServer, createProject } from '../server.ts';

const ENDS = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

interface JobLine {
  id: string;
  status: string;
  failed_message?: string;
}

export interface Task {
  name: string;
  app: string;
  values: Record<string, string[]>;
}

let made = 0;

/** A project on a server, with what makes and runs workflows in it. */
export class Bench {
  private constructor(
    private readonly server: BenchServer,
    private readonly project: string,
    private readonly changes: AsyncIterator<Uint8Array>,
  ) {}

  static async open(server: BenchServer): Promise<Bench> {
    const project = `/eihealth-projects/${await createProject(server, `engine-${++made}`)}`;
    const stream = await fetch(`${server.url}/console/events`, { headers: { 'x-auth-token': server.token } });
    if (!stream.body) throw new Error('the server tells no changes');
    return new Bench(server, project, stream.body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>);
  }

  async app(name: string, command: string, inputs: object[] = [], outputs: object[] = []): Promise<string> {
    const resources = { cpu: '0.1C', memory: '0.1G' };
    const body = { name, version: '1.0.0', image: 'tools/shell:1', commands: [command], resources, inputs, outputs };
    return (await this.post('/apps', body)).id;
  }

  async workflow(tasks: Task[]): Promise<string> {
    const documents = tasks.map(({ name, app, values }) => ({
      task_name: name,
      app_id: app,
      inputs: Object.entries(values).map(([input, given]) => ({ name: input, values: given })),
    }));
    return (await this.post('/workflows', { name: `flow-${++made}`, version: '1.0.0', tasks: documents })).id;
  }

  async start(workflow: string): Promise<string> {
    const name = `job-${++made}`;
    return (await this.post('/jobs', { name, tool_id: workflow, tool_type: 'workflow', output_dir: `/${name}` })).id;
  }

  /** Seconds from the start call until the job is seen to have succeeded, as the console sees it: it is told. */
  async run(workflow: string): Promise<number> {
    const begun = performance.now();
    const id = await this.start(workflow);
    for (;;) {
      const job = await this.line(id);
      if (job.status === 'SUCCEEDED') return (performance.now() - begun) / 1000;
      if (ENDS.has(job.status)) throw new Error(`the job is ${job.status}: ${job.failed_message}`);
      if ((await this.changes.next()).done) throw new Error('the server tells no more changes');
    }
  }

  /** The newest job is the first of the list: cheaper to ask for than its detail. */
  async line(id: string): Promise<JobLine> {
    const reply = await this.server.fetch(`${this.project}/jobs?limit=1`);
    const { jobs } = (await reply.json()) as { jobs: JobLine[] };
    const [job] = jobs;
    if (job?.id !== id) throw new Error('another job is the newest');
    return job;
  }

  /** Reads the detail of a job (4.5.2.3). */
  async detail(id: string, tag?: string) {
    const begun = performance.now();
    const reply = await this.server.fetch(`${this.project}/jobs/${id}`, {
      headers: tag ? { 'if-none-match': tag } : {},
    });
    const { length } = await reply.text();
    const ms = performance.now() - begun;
    return { status: reply.status, ms, bytes: length, tag: reply.headers.get('etag') ?? undefined };
  }

  private async post(path: string, body: object): Promise<{ id: string }> {
    const reply = await this.server.fetch(`${this.project}${path}`, { method: 'POST', body: JSON.stringify(body) });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${path} answers ${reply.status}: ${text}`);
    return JSON.parse(text) as { id: string };
  }
}

export const iterated = (name: string, type = 'STRING') => ({ name, type, required: false, concurrent: 'vars_iter' });
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);

/** Inputs whose values together make so many instances; one input takes 128 values at most. */
export function spread(instances: number): Record<string, string[]> {
  for (let rows = Math.ceil(instances / 128); rows <= 128; rows++)
    if (instances % rows === 0) return { row: numbered(rows), column: numbered(instances / rows) };
  throw new Error(`${instances} instances are no product of two inputs`);
}

export const SPREAD_INPUTS = [iterated('row'), iterated('column')];

/** One task of so many instances that do nothing. */
export async function fanOutFlow(bench: Bench, instances: number): Promise<string> {
  const app = await bench.app(`nothing-${instances}`, 'true', SPREAD_INPUTS);
  return bench.workflow([{ name: 'one', app, values: spread(instances) }]);
}

/** So many tasks, each reading the file that the one before wrote. */
export async function chainFlow(bench: Bench, steps: number): Promise<string> {
  const out = { name: 'after', type: 'FILE', required: true, values: ['after'] };
  const before = { name: 'before', type: 'FILE', required: true };
  const first = await bench.app('first', 'echo x > ${after}', [], [out]);
  const next = await bench.app('next', 'cat ${before} > ${after}', [before], [out]);
  return bench.workflow(
    Array.from(
      { length: steps },
      (_, at): Task =>
        at === 0
          ? { name: 's0', app: first, values: {} }
          : { name: `s${at}`, app: next, values: { before: [`\${s${at - 1}.after}`] } },
    ),
  );
}
