/**
 * Makes the plan of a job, once, at its start: workflow and overrides merged, fan-out counted, folders fixed
 * (domain §1.6, §2.3, §3.4). From then on a job depends on nothing but its plan.
 */
import type { Schema } from '#contracts/index.ts';
import { joinPath, parseDataPath } from '../data-path.ts';
import type { NodeKind } from '../nodes/kinds.ts';
import { isNodeLabel } from '../nodes/placement.ts';
import { mergeResources } from '../resources.ts';
import { graphOf, topologicalOrder } from '../workflow/graph.ts';
import { fanOutsOf, lintWorkflow, type TaskFanOut } from '../workflow/lint.ts';
import { lintNodes, sizedTasks } from '../workflow/lint-nodes.ts';
import { lintResources, taskOutputDir } from '../workflow/lint-tasks.ts';
import { errorsOf, problem } from '../workflow/problems.ts';
import type { AppLookup, AppOutput, AppSignature, Problem, TaskDocument, WorkflowDocument } from '../workflow/types.ts';
import type { EffectiveInput } from '../workflow/values.ts';
import { mergeJob } from './merge.ts';
import { normaliseValue } from './normalise.ts';
import type { JobPlan, PlannedInput, PlannedOutput, PlannedTask } from './types.ts';

export type JobRequest = Schema<'JobDto'>;

export interface PlanRequest {
  document: WorkflowDocument;
  lookup: AppLookup;
  /** The body of the start call (4.5.2.2): overrides per task, name, output_dir. */
  job: JobRequest;
  projectName: string;
  /** Ends the default output folder, so that two jobs of one name never share it. */
  jobId: string;
  maxInstances: number;
  /** Kinds of nodes the tasks have to fit on; absent where they are not known. */
  nodes?: readonly NodeKind[];
}

export type PlanResult = { plan: JobPlan } | { problems: Problem[] };

/** The plan of a job, or what forbids its start: errors only. */
export function planJob(request: PlanRequest): PlanResult {
  const { lookup, job } = request;
  const merged = mergeJob(request.document, job);
  const problems = [
    ...merged.problems,
    ...(job.tasks ?? []).flatMap((task) => lintResources(task.task_name, task.resources, 'start')),
    ...errorsOf(lintWorkflow(merged.document, lookup, 'start')),
    ...(job.node_labels ?? [])
      .filter((label) => !isNodeLabel(label))
      .map((value) => problem('bad-node-label', 'error', 'start', {}, { field: 'node_label', value })),
    ...(request.nodes ? lintNodes(sizedTasks(merged.document, lookup, givenResources(job)), request.nodes) : []),
  ];
  const fanOuts = fanOutsOf(merged.document, lookup, 'start');
  if (problems.length > 0 || !fanOuts) return { problems };
  return assemble(request, merged.document, fanOuts);
}

function assemble(request: PlanRequest, document: WorkflowDocument, fanOuts: Map<string, TaskFanOut>): PlanResult {
  const outputDir = jobOutputDir(document, request.job, request.jobId);
  const overrides = givenResources(request.job);
  const { tasks: byName } = graphOf(document);
  const tasks: PlannedTask[] = [];
  let instanceCount = 0;
  for (const name of topologicalOrder(document) ?? []) {
    const task = byName.get(name);
    const app = task && request.lookup(task.app_id);
    const fanOut = fanOuts.get(name);
    if (!task || !app || !fanOut) continue;
    const resources = mergeResources(app.resources, task.resources, overrides.get(name));
    const planned = planTask(task, app, fanOut, outputDir, request.projectName);
    tasks.push({ ...planned, resources });
    instanceCount += planned.instances;
  }
  if (instanceCount > request.maxInstances) {
    const params = { count: instanceCount, limit: request.maxInstances };
    return { problems: [problem('too-many-instances', 'error', 'start', {}, params)] };
  }
  return { plan: { projectName: request.projectName, outputDir, tasks, instanceCount } };
}

const givenResources = (job: JobRequest) => new Map(job.tasks?.map((task) => [task.task_name, task.resources]));

/** Folder of a job: as given, else below the workflow's, named after job and id (domain §2.3). */
export function jobOutputDir(document: WorkflowDocument, job: JobRequest, jobId: string): string {
  return job.output_dir ? joinPath(job.output_dir) : joinPath(document.output_dir ?? '', `${job.name}-${jobId}`);
}

function planTask(
  task: TaskDocument,
  app: AppSignature,
  fanOut: TaskFanOut,
  jobDir: string,
  projectName: string,
): Omit<PlannedTask, 'resources'> {
  const outputDir = taskOutputDir(task);
  const planned: Omit<PlannedTask, 'resources'> = {
    name: task.task_name,
    displayName: task.display_name || task.task_name,
    app,
    wholeOutputDir: joinPath(jobDir, outputDir),
    outputDir,
    inputs: fanOut.inputs.map((input) => planInput(input, fanOut, projectName)),
    outputs: app.outputs.map(planOutput),
    fansOut: fanOut.fansOut,
    instances: fanOut.instances ?? 1,
    paired: fanOut.paired,
    upstream: upstreamOf(fanOut),
  };
  return task.location ? { ...planned, location: task.location } : planned;
}

/** Kind of edge to every upstream task: one input that needs the whole makes the edge a whole one. */
function upstreamOf(fanOut: TaskFanOut): PlannedTask['upstream'] {
  const upstream: PlannedTask['upstream'] = {};
  for (const input of fanOut.inputs) {
    if (!input.reference) continue;
    const { task } = input.reference;
    const kind = fanOut.edges.get(input.definition.name) ?? 'whole';
    upstream[task] = upstream[task] === 'whole' ? 'whole' : kind;
  }
  return upstream;
}

function planInput(input: EffectiveInput, fanOut: TaskFanOut, projectName: string): PlannedInput {
  const { name, type } = input.definition;
  const base = { name, type, concurrent: input.concurrent };
  if (input.reference) {
    return { ...base, kind: 'reference', ...input.reference, edge: fanOut.edges.get(name) ?? 'whole' };
  }
  return { ...base, kind: 'values', values: input.values.map((value) => normaliseValue(type, value, projectName)) };
}

/** The value of an output: a literal, or its path below the instance's folder; a file without one is named like it. */
export function planOutput(output: AppOutput): PlannedOutput {
  const { name, type, required } = output;
  const given = output.values?.[0] ?? '';
  if (type === 'STRING' || type === 'ENUM') return { name, type, required, value: given };
  const parsed = parseDataPath(given);
  const path = parsed.ok ? parsed.value.path.slice(1) : '';
  return { name, type, required, value: path === '' && type === 'FILE' ? name : path };
}

/** The `dag` of job detail (4.5.2.3): every task with its upstream tasks and the kind of each edge. */
export function dagOf(plan: JobPlan): Record<string, Record<string, string>> {
  return Object.fromEntries(plan.tasks.map((task) => [task.name, { ...task.upstream }]));
}
