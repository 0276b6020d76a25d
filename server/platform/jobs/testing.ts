/** A project with files, apps and workflows to run jobs in; for tests. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Schema } from '#contracts/index.ts';
import { isTerminal } from '#core/job/state.ts';
import type { JobStatus } from '#core/job/types.ts';
import { indexWrites } from '../../engine/publish-outputs.ts';
import { writeTogether } from '../../engine/write-together.ts';
import type { CallResult, TestServer } from '../../testing/harness.ts';

type Input = Schema<'AppInputParameterDto'>;
type Output = Schema<'AppOutputParameterDto'>;

export interface LabTask {
  name: string;
  commands: string[];
  /** A reference of no importance where images are not used. */
  image?: string;
  inputs?: (Partial<Input> & { name: string; value?: string | string[] })[];
  outputs?: (Partial<Output> & { name: string; value?: string })[];
  resources?: Record<string, string | number>;
  nodeLabels?: string[];
}

export class JobLab {
  private constructor(
    readonly server: TestServer,
    readonly projectId: string,
    readonly bucket: string,
  ) {}

  static async open(server: TestServer, members: Parameters<TestServer['project']>[1] = {}): Promise<JobLab> {
    return JobLab.of(server, await server.project(undefined, members));
  }

  /** In a project that is there already. */
  static async of(server: TestServer, id: string): Promise<JobLab> {
    const row = await server.platform.db
      .selectFrom('project')
      .select('bucket')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return new JobLab(server, id, row.bucket);
  }

  /** Stores a file as an upload would. */
  async putFile(key: string, text: string): Promise<void> {
    const { store, db } = this.server.platform;
    const path = store.hostPath(this.bucket, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    const parts = key.split('/');
    const base = { project_id: this.projectId, creator_id: 'test', size: 0 };
    const folders = parts
      .slice(1)
      .map((_, at) => ({ ...base, key: parts.slice(0, at + 1).join('/'), is_folder: true }));
    await db
      .transaction()
      .execute((trx) =>
        writeTogether(
          trx,
          indexWrites([...folders, { ...base, key, is_folder: false, size: Buffer.byteLength(text) }]),
        ),
      );
  }

  /** Content of a file that the index knows; undefined when it does not. */
  async readFile(key: string): Promise<string | undefined> {
    const keys = await this.keys();
    return keys.includes(key) ? readFileSync(this.server.platform.store.hostPath(this.bucket, key), 'utf8') : undefined;
  }

  /** Keys of all files in the index. */
  async keys(): Promise<string[]> {
    const rows = await this.server.platform.db
      .selectFrom('object')
      .select('key')
      .where('project_id', '=', this.projectId)
      .where('is_folder', '=', false)
      .orderBy('key')
      .execute();
    return rows.map(({ key }) => key);
  }

  /** Makes an app per task and a workflow of them; answers its id. */
  async workflow(tasks: LabTask[], extra: Partial<Schema<'WorkflowDto'>> = {}): Promise<string> {
    const documents = [];
    for (const task of tasks) {
      const appId = await this.app(task);
      const inputs = (task.inputs ?? []).flatMap(({ name, value }) =>
        value === undefined ? [] : [{ name, values: [value].flat() }],
      );
      documents.push({ task_name: task.name, app_id: appId, inputs });
    }
    const body = {
      name: `w-${randomUUID().slice(0, 8)}`,
      version: '1.0.0',
      output_dir: '/runs',
      ...extra,
      tasks: documents,
    };
    return this.insert('workflow', body);
  }

  private app({
    name,
    commands,
    image = 'tools/shell:1',
    inputs = [],
    outputs = [],
    resources,
    nodeLabels = [],
  }: LabTask): Promise<string> {
    return this.insert('app', {
      name: `${name}-${randomUUID().slice(0, 6)}`,
      version: '1.0.0',
      image,
      commands,
      resources: { cpu: '0.1C', memory: '0.1G', ...resources },
      node_labels: nodeLabels,
      inputs: inputs.map(({ value: _value, ...input }) => ({ type: 'STRING', required: false, ...input })),
      outputs: outputs.map(({ value, ...output }) => ({
        type: 'FILE',
        required: false,
        ...output,
        ...(value === undefined ? {} : { values: [value] }),
      })),
    });
  }

  private async insert(
    table: 'app' | 'workflow',
    body: { name: string; version: string; [field: string]: unknown },
  ): Promise<string> {
    const id = randomUUID();
    const now = new Date();
    await this.server.platform.db
      .insertInto(table)
      .values({
        id,
        project_id: this.projectId,
        name: body.name,
        version: body.version,
        body: JSON.stringify(body),
        user_id: 'test',
        create_time: now,
        update_time: now,
        source_project_name: '',
        source_resource_id: '',
      })
      .execute();
    return id;
  }

  /** Calls an operation on jobs of this project. */
  call(
    operation: Parameters<TestServer['call']>[0],
    jobId?: string,
    options: Parameters<TestServer['call']>[1] = {},
  ): Promise<CallResult> {
    const path = { eihealth_project_id: this.projectId, ...(jobId ? { job_id: jobId } : {}) };
    return this.server.call(operation, { ...options, path });
  }

  start(toolId: string, extra: Partial<Schema<'JobDto'>> = {}): Promise<CallResult> {
    return this.call('eihealth.executeJob', undefined, {
      body: { name: 'job', tool_id: toolId, tool_type: 'workflow', ...extra },
    });
  }

  /** Starts a job and waits for its end. */
  async run(tasks: LabTask[], extra: Partial<Schema<'JobDto'>> = {}): Promise<CallResult['body']> {
    const { body, status } = await this.start(await this.workflow(tasks), { output_dir: '/out', ...extra });
    if (status !== 201) throw new Error(`the job did not start: ${JSON.stringify(body)}`);
    await this.finished(body.id);
    return this.show(body.id);
  }

  async show(jobId: string): Promise<CallResult['body']> {
    return (await this.call('eihealth.showJob', jobId)).body;
  }

  /** What an instance has written so far. */
  async log(jobId: string, task: string, index = 0, attempt = 1): Promise<string> {
    const path = this.server.platform.engine.lookup.logPath({ jobId, task, index, attempt });
    return readFileSync(path, 'utf8');
  }

  finished(jobId: string): Promise<unknown> {
    return this.until(jobId, ({ status }) => isTerminal(status as JobStatus));
  }

  /** Waits, by the events of the bus, until the job's page satisfies a condition. */
  until(
    jobId: string,
    condition: (job: CallResult['body']) => boolean | Promise<boolean>,
  ): Promise<CallResult['body']> {
    return new Promise((resolve, reject) => {
      let looking = Promise.resolve();
      const look = async () => {
        const job = await this.show(jobId);
        if (!(await condition(job))) return;
        stop();
        resolve(job);
      };
      const again = () => {
        looking = looking.then(look).catch(reject);
      };
      const stop = this.server.platform.bus.subscribe((event) => {
        if (event.topic === 'job' && event.id === jobId) again();
      });
      again();
    });
  }
}

/** States of a task's instances, by index. */
export function statesOf(job: CallResult['body'], task: string): string[] {
  const runtime = (job as Schema<'ShowJobResponse'>).task_runtime_info?.find(({ task_name }) => task_name === task);
  return (runtime?.sub_tasks ?? []).map(({ status }) => status ?? '');
}
