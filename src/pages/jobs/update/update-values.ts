/** What can still be changed in a job that has ended, judged by the rules of the server (4.5.2.5). */
import type { Schema } from '#contracts/index.ts';
import { planJob } from '#core/job/plan.ts';
import type { InstanceState, JobPlan, TaskStatus } from '#core/job/types.ts';
import { planUpdate } from '#core/job/update.ts';
import { updatedPlan } from '#core/job/updated-plan.ts';
import type { Problem } from '#core/workflow/types.ts';
import type { Job } from '#src/api/jobs.ts';
import { fromDefinitions } from '#src/canvas/drawing/document.ts';
import { JOB_ID, type Launchable } from '../launch/judge.ts';
import { type LaunchValues, taskRequests } from '../launch/launch-values.ts';

type Instance = Pick<InstanceState, 'status' | 'attempt'>;

/** How far a task got. */
export interface TaskProgress {
  succeeded: number;
  total: number;
}

export interface Updatable extends Launchable {
  /** Absent when the platform describes the job otherwise than we plan it: then only the server judges. */
  plan: JobPlan | undefined;
  instances: Readonly<Record<string, readonly Instance[]>>;
  progress: ReadonlyMap<string, TaskProgress>;
}

/** An answer does not count attempts: an instance that was queued, failed or succeeded had one. */
function instanceOf({ status = '', job_failed_times = 0, pod_create_time }: Schema<'SubTaskRuntimeDto'>): Instance {
  const tried = status === 'SUCCEEDED' || status === 'FAILED' || job_failed_times > 0 || pod_create_time !== undefined;
  return { status: status as TaskStatus, attempt: tried ? 1 : 0 };
}

/** The job as the workflow it would come from, and what of it has run. */
export function updatableOf(job: Job, projectName: string): Updatable {
  const { tasks, apps } = fromDefinitions(job.tasks ?? []);
  const document = { name: job.tool_info?.tool_name ?? '', version: job.tool_info?.tool_version ?? '', tasks };
  const lookup = (id: string) => apps.get(id);
  const toolId = job.tool_info?.tool_id ?? '';
  const planned = planJob({
    document: { ...document, name: 'job', version: '1' },
    lookup,
    job: { name: job.name ?? '', tool_id: toolId, tool_type: 'workflow', output_dir: job.output_dir ?? '' },
    projectName,
    jobId: JOB_ID,
    maxInstances: Number.POSITIVE_INFINITY,
  });
  const instances = Object.fromEntries(
    (job.task_runtime_info ?? []).map(({ task_name = '', sub_tasks = [] }) => [task_name, sub_tasks.map(instanceOf)]),
  );
  const progress = new Map(
    Object.entries(instances).map(([task, list]) => [
      task,
      { succeeded: list.filter(({ status }) => status === 'SUCCEEDED').length, total: list.length },
    ]),
  );
  return {
    toolId,
    document,
    lookup,
    projectName,
    plan: 'plan' in planned ? planned.plan : undefined,
    instances,
    progress,
  };
}

export interface UpdateVerdict {
  problems: Problem[];
  /** The plan with the changes, when it is known. */
  plan: JobPlan | undefined;
  /** Names of the tasks that change. */
  changed: readonly string[];
}

export function judgeUpdate({ plan, instances }: Updatable, values: LaunchValues['tasks']): UpdateVerdict {
  const tasks = taskRequests(values);
  if (!plan) return { problems: [], plan, changed: tasks.map(({ task_name }) => task_name) };
  const result = planUpdate({ plan, instances, tasks, maxInstances: Number.POSITIVE_INFINITY });
  if ('problems' in result) return { problems: result.problems, plan: undefined, changed: [] };
  return {
    problems: [],
    plan: updatedPlan(plan, result.updates),
    changed: result.updates.map(({ task }) => task),
  };
}
