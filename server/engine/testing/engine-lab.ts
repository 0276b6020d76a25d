/** Drawn jobs in a real database, and what handlers do to them; for tests of the engine. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { planJob } from '#core/job/plan.ts';
import type { JobPlan, JobStatus, TaskStatus } from '#core/job/types.ts';
import { lookupOf } from '#core/workflow/testing.ts';
import type { Db } from '../../db/database.ts';
import type { EventBus } from '../../gateway/event-bus.ts';
import type { ObjectStore } from '../../storage/store.ts';
import type { TestServer } from '../../testing/harness.ts';
import { type JobSpec, workflowOf } from './random-jobs.ts';

export interface LabJob {
  id: string;
  plan: JobPlan;
}

/** What the rows of a job say; instances by `task/index`, as far as they have rows. */
export interface StoredJob {
  status: JobStatus;
  running: string[];
  instances: Record<string, TaskStatus>;
}

const SHORT_MINUTES = 1;
const LONG_MINUTES = 144_000;

export class EngineLab {
  readonly db: Db;
  readonly bus: EventBus;
  /** Each case begins at this time: tokens would run out over thousands of cases that let time pass. */
  readonly openedAt = Date.now();
  readonly realStore: ObjectStore;
  /** Files of scripted attempts are there as soon as somebody asks. */
  readonly store: ObjectStore;

  private constructor(
    private readonly server: TestServer,
    private readonly project: { id: string; name: string },
  ) {
    this.db = server.platform.db;
    this.bus = server.platform.bus;
    this.realStore = server.platform.store;
    this.store = Object.create(server.platform.store, { size: { value: async () => 1 } });
  }

  static async open(server: TestServer): Promise<EngineLab> {
    const name = `lab-${randomUUID().slice(0, 8)}`;
    return new EngineLab(server, { id: await server.project(name), name });
  }

  /** Stores jobs as their start would, in this order. */
  async storeJobs(specs: JobSpec[], commands: string[]): Promise<LabJob[]> {
    const jobs = specs.map((spec) => this.plan(spec, commands));
    await this.db.transaction().execute(async (trx) => {
      const rows = jobs.map(({ id, plan }, at) => ({ ...this.row(id, plan, at), ...timing(specs[at]) }));
      await trx.insertInto('job').values(rows).execute();
      await trx
        .insertInto('job_plan')
        .values(jobs.map(({ id, plan }) => ({ job_id: id, plan: JSON.stringify(plan) })))
        .execute();
      const event = JSON.stringify({ type: 'job-created', at: Date.now() });
      await trx
        .insertInto('job_event')
        .values(jobs.map(({ id }) => ({ job_id: id, seq: 1, event })))
        .execute();
    });
    return jobs;
  }

  private plan(spec: JobSpec, commands: string[]): LabJob {
    const { document, apps } = workflowOf(spec, commands);
    const id = randomUUID();
    const job = { name: 'drawn', tool_id: 'w', tool_type: 'workflow' as const, output_dir: `/${id}` };
    const request = { document, lookup: lookupOf(...apps), job, projectName: this.project.name, jobId: id };
    const result = planJob({ ...request, maxInstances: 10_000 });
    if ('problems' in result) throw new Error(`a drawn job cannot start: ${JSON.stringify(result.problems)}`);
    return { id, plan: result.plan };
  }

  private row(id: string, plan: JobPlan, at: number) {
    return {
      id,
      project_id: this.project.id,
      name: 'drawn',
      description: '',
      labels: '[]',
      output_dir: plan.outputDir,
      status: 'PENDING' as const,
      user_id: 'test',
      user_name: 'test',
      tool_id: 'w',
      tool_name: 'drawn',
      tool_version: '1',
      node_labels: '[]',
      failed_reason: '',
      failed_message: '',
      still_running_tasks: '[]',
      create_time: new Date(Date.now() + at),
      event_count: 1,
    };
  }

  /** What the database says of jobs, in one question. */
  async look(jobs: LabJob[]): Promise<StoredJob[]> {
    const rows = await this.db
      .selectFrom('job')
      .select(['id', 'status', 'still_running_tasks as running'])
      .select(
        sql<Record<string, TaskStatus>>`coalesce((select jsonb_object_agg(task || '/' || index, i.status)
          from job_instance i where i.job_id = job.id), '{}')`.as('instances'),
      )
      .where(
        'id',
        'in',
        jobs.map(({ id }) => id),
      )
      .execute();
    return jobs.map(({ id }) => {
      const row = rows.find((other) => other.id === id);
      if (!row) throw new Error(`job ${id} is gone`);
      return row;
    });
  }

  /** What the failed instances say of themselves, for the message of a test. */
  async complaints(jobs: LabJob[]): Promise<string> {
    const rows = await this.db
      .selectFrom('job_instance')
      .select(['task', 'index', 'attempt', 'exit_code', 'reason', 'message'])
      .where('status', '=', 'FAILED')
      .where(
        'job_id',
        'in',
        jobs.map(({ id }) => id),
      )
      .execute();
    return rows.map((row) => JSON.stringify(row)).join('\n');
  }

  /** @returns whether the server accepted it */
  cancel(jobId: string, force: boolean): Promise<boolean> {
    return this.call('eihealth.cancelJob', jobId, { force });
  }

  /** @returns whether the server accepted it */
  retry(jobId: string): Promise<boolean> {
    return this.call('eihealth.retryJob', jobId);
  }

  private async call(operation: 'eihealth.cancelJob' | 'eihealth.retryJob', jobId: string, body?: object) {
    const path = { eihealth_project_id: this.project.id, job_id: jobId };
    const { status } = await this.server.call(operation, { path, ...(body ? { body } : {}) });
    if (status === 401 || status === 404) throw new Error(`${operation} answers ${status}`);
    return status < 400;
  }

  async clear(jobs: LabJob[]): Promise<void> {
    const ids = jobs.map(({ id }) => id);
    await this.db.deleteFrom('job').where('id', 'in', ids).execute();
    await this.db.deleteFrom('object').where('project_id', '=', this.project.id).execute();
  }

  /** Keys of the files a job has put into the project. */
  async filesOf({ plan }: LabJob): Promise<string[]> {
    const rows = await this.db
      .selectFrom('object')
      .select('key')
      .where('project_id', '=', this.project.id)
      .where('is_folder', '=', false)
      .where('key', 'like', `${plan.outputDir.slice(1)}/%`)
      .execute();
    return rows.map(({ key }) => `/${key}`);
  }
}

const timing = (spec: JobSpec | undefined) => ({
  priority: spec?.priority ?? 0,
  timeout: spec?.short ? SHORT_MINUTES : LONG_MINUTES,
});
