/**
 * Between the wire and the document. The API answers with definitions (4.5.4.6) that carry app information and dates;
 * it accepts documents (4.5.4.5). Saving is an allow-list: what is not documented and was not returned by the API when
 * the workflow was read never leaves the editor; what it returned and we do not know goes back as it came.
 */
import type { Schema } from '#contracts/index.ts';
import type { AppSignature, TaskDocument, TaskInput, WorkflowDocument } from '#core/workflow/types.ts';

type Definition = Schema<'TaskDefinitionDto'>;
type Response = Schema<'ShowWorkflowResponse'>;
type Fields = Record<string, unknown>;

const WORKFLOW_FIELDS = [
  'name',
  'version',
  'summary',
  'description',
  'labels',
  'timeout',
  'output_dir',
  'tasks',
] as const satisfies readonly (keyof WorkflowDocument)[];
const TASK_FIELDS = [
  'task_name',
  'app_id',
  'display_name',
  'output_dir',
  'resources',
  'location',
  'inputs',
] as const satisfies readonly (keyof TaskDocument)[];
const INPUT_FIELDS = ['name', 'source', 'values'] as const satisfies readonly (keyof TaskInput)[];

/** Fields of an answer that describe the stored object and are no part of what one may save. */
const WORKFLOW_READ_ONLY = new Set<string>([
  'id',
  'app_snapshot_sign',
  'create_time',
  'update_time',
  'user_name',
  'source_project_name',
  'source_resource_id',
] satisfies (keyof Response | 'user_name')[]);
const TASK_READ_ONLY = new Set<string>(['whole_output_dir', 'io_acc_type', 'app_info'] satisfies (keyof Definition)[]);

/** Names of fields the API returned that the reference does not know, per level. */
export interface KeptFields {
  workflow: readonly string[];
  task: readonly string[];
  input: readonly string[];
}

export const NOTHING_KEPT: KeptFields = { workflow: [], task: [], input: [] };

/** What either of two answers brought along: a document made of both keeps it all. */
export function mergeKept(a: KeptFields, b: KeptFields): KeptFields {
  const both = (level: keyof KeptFields) => [...new Set([...a[level], ...b[level]])].sort();
  return { workflow: both('workflow'), task: both('task'), input: both('input') };
}

export interface LoadedWorkflow {
  document: WorkflowDocument;
  /** Apps as the workflow's answer describes them, by app id; it has no resources of apps. */
  apps: ReadonlyMap<string, AppSignature>;
  kept: KeptFields;
}

function unknownFields(objects: readonly object[], known: readonly string[], readOnly: ReadonlySet<string>): string[] {
  const names = new Set<string>();
  for (const object of objects)
    for (const name of Object.keys(object)) if (!known.includes(name) && !readOnly.has(name)) names.add(name);
  return [...names].sort();
}

function pick<T extends object>(source: object, names: readonly string[]): T {
  const result: Fields = {};
  for (const name of names) {
    const value = (source as Fields)[name];
    if (value !== undefined && value !== null) result[name] = value;
  }
  return result as T;
}

/** Signature of the app a task definition describes; undefined when the answer has no app information. */
export function signatureOf(info: Schema<'AppInfoDto'> | undefined): AppSignature | undefined {
  if (!info?.app_id) return undefined;
  return {
    id: info.app_id,
    name: info.app_name ?? info.app_id,
    version: info.app_version ?? '',
    inputs: info.app_input_parameters ?? [],
    outputs: info.app_output_parameters ?? [],
    ...(info.app_src_project_name ? { source_project_name: info.app_src_project_name } : {}),
    ...(info.app_image ? { image: info.app_image } : {}),
    ...(info.app_commands ? { commands: info.app_commands } : {}),
    ...(info.app_node_labels ? { node_labels: info.app_node_labels } : {}),
  };
}

/** Signature of an app read by itself (4.5.1.6); that answer also knows the resources. */
export function signatureOfApp(app: Schema<'ShowAppResponse'>): AppSignature | undefined {
  if (!app.id) return undefined;
  return {
    ...pick<Partial<AppSignature>>(app, ['source_project_name', 'image', 'commands', 'resources', 'node_labels']),
    id: app.id,
    name: app.name ?? app.id,
    version: app.version ?? '',
    inputs: app.inputs ?? [],
    outputs: app.outputs ?? [],
  };
}

/** Task documents and apps of definitions, as a workflow (4.5.4.6) and a job (4.5.2.3) return them. */
export function fromDefinitions(definitions: readonly Definition[]): Omit<LoadedWorkflow, 'document'> & {
  tasks: TaskDocument[];
} {
  const apps = new Map<string, AppSignature>();
  const taskKept = unknownFields(definitions, TASK_FIELDS, TASK_READ_ONLY);
  const inputKept = unknownFields(
    definitions.flatMap((definition) => definition.inputs ?? []),
    INPUT_FIELDS,
    new Set(),
  );
  const tasks = definitions.map((definition) => {
    const app = signatureOf(definition.app_info);
    if (app) apps.set(app.id, app);
    const task = pick<TaskDocument>(definition, [...TASK_FIELDS, ...taskKept]);
    const own = (definition as Fields).app_id;
    return { ...task, app_id: app?.id ?? (typeof own === 'string' ? own : '') };
  });
  return { tasks, apps, kept: { workflow: [], task: taskKept, input: inputKept } };
}

/** The document of a stored workflow, with the apps it describes. */
export function fromResponse(response: Response): LoadedWorkflow {
  const { tasks, apps, kept } = fromDefinitions(response.tasks ?? []);
  const workflowKept = unknownFields([response], WORKFLOW_FIELDS, WORKFLOW_READ_ONLY);
  const fields = pick<WorkflowDocument>(response, [...WORKFLOW_FIELDS, ...workflowKept]);
  return { document: { ...fields, tasks }, apps, kept: { ...kept, workflow: workflowKept } };
}

function inputToRequest(input: TaskInput, kept: KeptFields): TaskInput {
  return pick<TaskInput>(input, [...INPUT_FIELDS, ...kept.input]);
}

function taskToRequest(task: TaskDocument, kept: KeptFields): TaskDocument {
  const body = pick<TaskDocument>(task, [...TASK_FIELDS, ...kept.task]);
  if (body.inputs) body.inputs = body.inputs.map((input) => inputToRequest(input, kept));
  return body;
}

/** Body of creating (4.5.4.5) or updating (4.5.4.7) a workflow. */
export function toRequest(document: WorkflowDocument, kept: KeptFields = NOTHING_KEPT): Schema<'WorkflowDto'> {
  const body = pick<WorkflowDocument>(document, [...WORKFLOW_FIELDS, ...kept.workflow]);
  body.tasks = (document.tasks ?? []).map((task) => taskToRequest(task, kept));
  return body;
}
