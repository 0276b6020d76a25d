/** Whether one more job may run: limits of its user (4.2.4.18) and of the platform. */
import { type Amounts, jobNeed } from '#core/job/need.ts';
import type { JobPlan } from '#core/job/types.ts';
import type { Db } from '../../db/database.ts';
import { refuse } from '../../errors.ts';
import { nodesOf } from '../nodes/find-node.ts';
import type { Platform } from '../platform.ts';
import { limitsOfUser, type UserSettings } from '../user-settings.ts';

const UNFINISHED = ['PENDING', 'RUNNING', 'CANCELLING'] as const;

const MINUTES_A_DAY = 24 * 60;
const GIB = 1024 ** 3;

interface UserLimits {
  settings: Required<UserSettings>;
  /** What all nodes have together. */
  capacity: Amounts;
}

/** What a user may run. Read before a transaction, because executors are asked about their nodes. */
export class Admission {
  private constructor(
    private readonly most: number,
    private readonly userId: string,
    private readonly limits: UserLimits | undefined,
  ) {}

  static async of(platform: Platform, userId: string): Promise<Admission> {
    const settings = await limitsOfUser(platform.db, userId);
    const limits = settings ? { settings, capacity: await capacityOf(platform) } : undefined;
    return new Admission(platform.config.jobMaxUnfinished, userId, limits);
  }

  /** The time-out of a job in minutes: as asked for, or as long as its user may. */
  timeout(minutes: number): number {
    return this.limits ? Math.min(minutes, this.limits.settings.job_timeout * MINUTES_A_DAY) : minutes;
  }

  /**
   * To be asked in the transaction that makes a job run, so that two at a time do not both get the last place.
   * @throws ApiError 01050228 when the platform has as many unfinished jobs as it takes, 01050214 when the user has,
   *   01050215 when the user's processors or memory do not suffice
   */
  async demand(trx: Db, plan: JobPlan): Promise<void> {
    const { count } = await trx
      .selectFrom('job')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('status', 'in', UNFINISHED)
      .executeTakeFirstOrThrow();
    if (Number(count) >= this.most)
      throw refuse(
        '01050228',
        `The platform has ${count} unfinished jobs and takes ${this.most}: wait until some ended`,
      );
    if (this.limits) await demandWithin(this.limits, trx, this.userId, plan);
  }
}

async function capacityOf(platform: Platform): Promise<Amounts> {
  const nodes = await nodesOf(platform);
  return {
    cpus: sum(nodes.map(({ cpus }) => cpus)),
    memory: sum(nodes.map(({ memoryBytes }) => memoryBytes)) / GIB,
  };
}

async function demandWithin({ settings, capacity }: UserLimits, trx: Db, userId: string, plan: JobPlan): Promise<void> {
  await trx.selectFrom('iam_user').select('id').where('id', '=', userId).forUpdate().execute();
  const rows = await trx
    .selectFrom('job')
    .innerJoin('job_plan', 'job_plan.job_id', 'job.id')
    .select('job_plan.plan')
    .where('job.user_id', '=', userId)
    .where('job.status', 'in', UNFINISHED)
    .execute();
  const { job_quota, cpu_quota, mem_quota } = settings;
  if (rows.length >= job_quota)
    throw refuse('01050214', `The job quota of the user is ${job_quota}; ${rows.length} jobs are not finished`);
  const need = jobNeed(plan, capacity);
  const used = rows.map((row) => jobNeed(row.plan, capacity));
  demandAmount('CPU', 'C', cpu_quota, need.cpus, sum(used.map(({ cpus }) => cpus)));
  demandAmount('memory', 'G', mem_quota, need.memory, sum(used.map(({ memory }) => memory)));
}

function demandAmount(what: string, unit: string, quota: number, needed: number, taken: number): void {
  // Sums of tenths are not exact.
  if (tenths(needed + taken) <= quota) return;
  throw refuse(
    '01050215',
    `The ${what} quota of the user is ${quota}${unit}; the job needs ${tenths(needed)}${unit}, ${tenths(taken)}${unit} are in use`,
  );
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

const tenths = (amount: number) => Math.round(amount * 10) / 10;
