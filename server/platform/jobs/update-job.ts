/** 4.5.2.5: other values and resources for a job that failed or was cancelled, before it is retried. */
import type { ServiceOperations } from '#contracts/index.ts';
import type { TaskUpdate } from '#core/job/types.ts';
import { planUpdate } from '#core/job/update.ts';
import { updatedPlan } from '#core/job/updated-plan.ts';
import { kindsOf, type NodeKind } from '#core/nodes/kinds.ts';
import { lintNodes } from '#core/workflow/lint-nodes.ts';
import { type ActiveJob, appendToJob } from '../../engine/job-store.ts';
import { nodesOf } from '../nodes/find-node.ts';
import type { Call, Platform, ProjectAccess } from '../platform.ts';
import { refuseErrors } from '../refuse-problem.ts';
import { announce, demand } from './change-job.ts';
import { checkInputPaths } from './input-paths.ts';
import { findJob, jobGone } from './job-access.ts';
import { refuseAcceleration } from './job-tools.ts';

type UpdateCall = Call<ServiceOperations['eihealth']['updateJob']>;

/** Checked as at the start, as far as something changes; an update that changes nothing leaves no trace. */
export async function updateJob({ platform, project, user, path, body }: UpdateCall): Promise<undefined> {
  const { id } = await findJob(platform, project.id, path.job_id, 'changed');
  // Hence 01050225, about accelerated tasks, is never met: no task of this platform is one.
  refuseAcceleration(body.tasks);
  const nodes = kindsOf(await nodesOf(platform));
  const found = await appendToJob(platform.db, id, async (job, trx) => {
    demand('update', job.tracker.state.status);
    const tasks = updatesOf(platform, job, body.tasks);
    if (tasks.length === 0) return [];
    await checkChanged({ ...platform, db: trx }, project, job, tasks, nodes);
    return [{ type: 'job-updated', at: Date.now(), user: user.name, tasks }];
  });
  if (!found) throw await jobGone(platform, project.id, id, 'changed');
  announce(platform, project.id, id);
  return undefined;
}

function updatesOf(platform: Platform, job: ActiveJob, tasks: UpdateCall['body']['tasks']): TaskUpdate[] {
  const result = planUpdate({
    plan: job.plan,
    instances: job.tracker.state.tasks,
    tasks,
    maxInstances: platform.config.jobMaxInstances,
  });
  if ('updates' in result) return result.updates;
  refuseErrors(result.problems);
  return [];
}

/** What was given at the start and stays is not checked again: it may have gone since, and need not be there any more. */
async function checkChanged(
  platform: Platform,
  project: ProjectAccess,
  job: ActiveJob,
  updates: TaskUpdate[],
  nodes: NodeKind[],
): Promise<void> {
  const changed = new Map(updates.map((update) => [update.task, new Set(update.inputs.map(({ name }) => name))]));
  const plan = updatedPlan(job.plan, updates);
  const tasks = plan.tasks.flatMap((task) => {
    const names = changed.get(task.name);
    return names ? [{ ...task, inputs: task.inputs.filter(({ name }) => names.has(name)) }] : [];
  });
  const resized = new Set(updates.filter(({ resources }) => resources).map(({ task }) => task));
  refuseErrors(
    lintNodes(
      tasks.filter(({ name }) => resized.has(name)),
      nodes,
    ),
  );
  await checkInputPaths(platform, project, { ...plan, tasks });
}
