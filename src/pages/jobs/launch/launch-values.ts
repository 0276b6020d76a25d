/** What the start form holds, and the start call (4.5.2.2) made of it. Only what differs from the workflow is kept. */
import type { Schema } from '#contracts/index.ts';
import { normaliseValue } from '#core/job/normalise.ts';
import { mergeResources } from '#core/resources.ts';
import { graphOf } from '#core/workflow/graph.ts';
import { isReference } from '#core/workflow/references.ts';
import type { AppLookup, TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';
import { effectiveInputs } from '#core/workflow/values.ts';
import type { Job } from '#src/api/jobs.ts';
import { givenOutputDir } from '../job-to-request.ts';

export const RESOURCE_FIELDS = ['cpu', 'memory', 'cpu_type', 'gpu_type', 'gpu'] as const;
export type ResourceField = (typeof RESOURCE_FIELDS)[number];
/** Empty or absent: inherited. */
export type ResourceValues = Readonly<Partial<Record<ResourceField, string>>>;

/** Typed text as resources of the API; what is no amount is found by their rules. */
export const asResources = (given: ResourceValues) => given as Schema<'TaskResourceDto'>;

export interface TaskValues {
  /** Given values by input; an absent or empty list is inherited. */
  inputs: Readonly<Record<string, readonly string[]>>;
  resources: ResourceValues;
}

export const NOTHING_GIVEN: TaskValues = { inputs: {}, resources: {} };

export interface LaunchValues {
  name: string;
  description: string;
  labels: string[];
  priority: number | undefined;
  timeout: number | undefined;
  output_dir: string;
  /** Empty: any node. */
  node_label: string;
  tasks: Readonly<Record<string, TaskValues>>;
}

/** Longest name of a job is that of the contract; a number has to fit behind. */
const NAME_ROOM = 56;

/** `<workflow>-<n>` in the form a job's name has to have. */
export function jobName(workflow: string, number: number): string {
  const base = workflow
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, NAME_ROOM);
  return `${base || 'job'}-${number}`;
}

/** An untouched form. */
export function freshValues(name: string): LaunchValues {
  return {
    name,
    description: '',
    labels: [],
    priority: undefined,
    timeout: undefined,
    output_dir: '',
    node_label: '',
    tasks: {},
  };
}

/** A form filled from a job: what the workflow or its apps give anyway is left to them. */
export function valuesOfJob(
  job: Job,
  name: string,
  document: WorkflowDocument,
  lookup: AppLookup,
  projectName: string,
): LaunchValues {
  const tasks: Record<string, TaskValues> = {};
  const known = graphOf(document).tasks;
  for (const definition of job.tasks ?? []) {
    const task = known.get(definition.task_name ?? '');
    if (task) tasks[task.task_name] = givenIn(definition, task, lookup, projectName);
  }
  return {
    name,
    description: job.description ?? '',
    labels: [...(job.labels ?? [])],
    priority: job.priority,
    timeout: job.timeout,
    output_dir: givenOutputDir(job),
    node_label: job.node_labels?.[0] ?? '',
    tasks,
  };
}

function givenIn(
  definition: Schema<'TaskDefinitionDto'>,
  task: TaskDocument,
  lookup: AppLookup,
  projectName: string,
): TaskValues {
  const app = lookup(task.app_id);
  if (!app) return NOTHING_GIVEN;
  const had = new Map(definition.inputs?.map(({ name, values = [] }) => [name, values]));
  const inputs: Record<string, string[]> = {};
  for (const input of effectiveInputs(task, app)) {
    const values = had.get(input.definition.name) ?? [];
    if (input.reference || values.length === 0 || values.some(isReference)) continue;
    const inherited = input.values.map((value) => normaliseValue(input.definition.type, value, projectName));
    if (JSON.stringify(values) !== JSON.stringify(inherited)) inputs[input.definition.name] = values;
  }
  const merged = mergeResources(app.resources, task.resources);
  const resources: Partial<Record<ResourceField, string>> = {};
  for (const field of RESOURCE_FIELDS) {
    const value = String(definition.resources?.[field] ?? '');
    if (value !== '' && value !== String(merged[field] ?? '')) resources[field] = value;
  }
  return { inputs, resources };
}

/** The form with other values of one input; undefined gives it back to the workflow. */
export function withInput(
  tasks: LaunchValues['tasks'],
  task: string,
  input: string,
  values: readonly string[] | undefined,
): LaunchValues['tasks'] {
  const now = tasks[task] ?? NOTHING_GIVEN;
  const { [input]: _before, ...inputs } = now.inputs;
  return { ...tasks, [task]: { ...now, inputs: values === undefined ? inputs : { ...inputs, [input]: values } } };
}

/** The form with another resource; empty gives it back to the workflow. */
export function withResource(
  tasks: LaunchValues['tasks'],
  task: string,
  field: ResourceField,
  value: string,
): LaunchValues['tasks'] {
  const now = tasks[task] ?? NOTHING_GIVEN;
  const { [field]: _before, ...resources } = now.resources;
  return { ...tasks, [task]: { ...now, resources: value === '' ? resources : { ...resources, [field]: value } } };
}

/** What is given to tasks, as start (4.5.2.2) and update (4.5.2.5) take it. */
export function taskRequests(tasks: LaunchValues['tasks']): Schema<'JobTaskDto'>[] {
  return Object.entries(tasks).flatMap(([task_name, given]) => {
    const inputs = Object.entries(given.inputs)
      .map(([name, list]) => ({ name, values: list.filter((value) => value !== '') }))
      .filter(({ values: list }) => list.length > 0);
    const resources = Object.keys(given.resources).length > 0 ? asResources(given.resources) : undefined;
    if (inputs.length === 0 && !resources) return [];
    return [{ task_name, ...(inputs.length > 0 ? { inputs } : {}), ...(resources ? { resources } : {}) }];
  });
}

/** The body of the start call. */
export function toJobRequest(values: LaunchValues, toolId: string): Schema<'JobDto'> {
  const tasks = taskRequests(values.tasks);
  return {
    name: values.name,
    tool_id: toolId,
    tool_type: 'workflow',
    ...(values.description ? { description: values.description } : {}),
    ...(values.labels.length > 0 ? { labels: values.labels } : {}),
    ...(values.priority === undefined ? {} : { priority: values.priority }),
    ...(values.timeout === undefined ? {} : { timeout: values.timeout }),
    ...(values.output_dir ? { output_dir: values.output_dir } : {}),
    ...(values.node_label ? { node_labels: [values.node_label] } : {}),
    ...(tasks.length > 0 ? { tasks } : {}),
  };
}

/** Values of a list as typed or pasted: one a line; of a pasted table the first column. */
export function listValues(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => (line.split('\t')[0] ?? '').trim())
    .filter((value) => value !== '');
}
