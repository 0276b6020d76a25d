/** 4.5.2.2: everything is checked first; a job that exists can run. */
import { randomUUID } from 'node:crypto';
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import { planJob } from '#core/job/plan.ts';
import type { JobPlan } from '#core/job/types.ts';
import { kindsOf, largestFlavor, type NodeKind } from '#core/nodes/kinds.ts';
import { isUnmatched, labelOf, type PlacementNode } from '#core/nodes/placement.ts';
import { refuse } from '../../errors.ts';
import { nodesOf } from '../nodes/find-node.ts';
import type { Call } from '../platform.ts';
import { refuseErrors } from '../refuse-problem.ts';
import { Admission } from './admission.ts';
import { checkInputPaths, checkOutputFolders } from './input-paths.ts';
import { findTool, planApps, refuseAcceleration, type Tool } from './job-tools.ts';
import { checkCommands } from './preflight.ts';

type StartCall = Pick<Call<ServiceOperations['eihealth']['executeJob']>, 'platform' | 'project' | 'user' | 'body'>;

const DEFAULT_TIMEOUT_MINUTES = 1440;

export async function startJob(call: StartCall): Promise<Schema<'ExecuteJobResponse'>> {
  const { platform, project, body } = call;
  if (body.io_acc_id) throw refuse('01050212', 'This platform has no I/O acceleration instance');
  refuseAcceleration(body.tasks ?? []);
  const id = randomUUID();
  const tool = await findTool(platform, project, body.tool_id);
  const nodes = await nodesOf(platform);
  const kinds = kindsOf(nodes);
  const plan = await makePlan(call, tool, id, kinds);
  checkCommands(platform, plan);
  await checkInputPaths(platform, project, plan);
  await checkOutputFolders(platform, project, plan);
  await store(call, id, tool, plan);
  platform.engine.wake(id);
  platform.bus.publish({ topic: 'jobs', eihealth_project_id: project.id });
  return { id, max_platform_flavor: largestFlavor(kinds), ...unmatched(body, plan, nodes) };
}

/** The labels that no schedulable node bears: of apps, and that of the job where a task goes by it. */
function unmatched(
  { name, node_labels = [] }: StartCall['body'],
  plan: JobPlan,
  nodes: readonly PlacementNode[],
): Pick<Schema<'ExecuteJobResponse'>, 'app_infos' | 'job_info'> {
  const waiting = plan.tasks.filter((task) => isUnmatched(task, node_labels, nodes));
  const ofApps = waiting.filter(({ app }) => labelOf({ app }, []) !== undefined);
  return {
    app_infos: [...new Map(ofApps.map((task) => [task.app.id, task])).values()].map(({ app, resources }) => ({
      app_id: app.id,
      app_name: app.name,
      app_version: app.version,
      app_resource: resources,
      app_node_labels: app.node_labels ?? [],
    })),
    job_info: { job_name: name, job_node_labels: waiting.length > ofApps.length ? node_labels : [] },
  };
}

async function makePlan(
  { platform, project, body }: StartCall,
  tool: Tool,
  jobId: string,
  nodes: NodeKind[],
): Promise<JobPlan> {
  const result = planJob({
    document: tool.document,
    lookup: await planApps(platform, project),
    job: body,
    projectName: project.name,
    jobId,
    maxInstances: platform.config.jobMaxInstances,
    nodes,
  });
  if ('plan' in result) return result.plan;
  refuseErrors(result.problems);
  throw refuse('01050200');
}

async function store({ platform, project, user, body }: StartCall, id: string, tool: Tool, plan: JobPlan) {
  const now = new Date();
  const admission = await Admission.of(platform, user.id);
  const created = { type: 'job-created', at: now.getTime() } as const;
  await platform.db.transaction().execute(async (trx) => {
    await admission.demand(trx, plan);
    await trx
      .insertInto('job')
      .values({
        id,
        project_id: project.id,
        name: body.name,
        description: body.description ?? '',
        labels: JSON.stringify(body.labels ?? []),
        priority: body.priority ?? 0,
        timeout: admission.timeout(body.timeout ?? tool.document.timeout ?? DEFAULT_TIMEOUT_MINUTES),
        output_dir: plan.outputDir,
        status: 'PENDING',
        user_id: user.id,
        user_name: user.name,
        tool_id: tool.id,
        tool_name: tool.name,
        tool_version: tool.version,
        node_labels: JSON.stringify(body.node_labels ?? []),
        failed_reason: '',
        failed_message: '',
        still_running_tasks: '[]',
        create_time: now,
        event_count: 1,
      })
      .execute();
    await trx
      .insertInto('job_plan')
      .values({ job_id: id, plan: JSON.stringify(plan) })
      .execute();
    await trx
      .insertInto('job_event')
      .values({ job_id: id, seq: 1, event: JSON.stringify(created) })
      .execute();
  });
}
