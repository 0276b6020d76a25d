/**
 * A workflow as text: the template of the command line tool (YAML with the workflow below `workflow:`, domain §2.5) and
 * the documented body as JSON. Fields nobody knows survive, keys keep their order: the same document gives the same
 * bytes, and any text written here is read back as the document it was made of.
 */
import { stringify } from 'yaml';
import { isFields, readWorkflow } from './toolkit-shape.ts';
import { faultList, findWorkflow, openText, type TextProblem } from './toolkit-text.ts';
import type { TaskDocument, WorkflowDocument } from './types.ts';

/** YAML as the tool writes it: one line for a text of one line, and nothing that YAML 1.1 reads as something else. */
const STYLE = { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' } as const;

type Fields = Record<string, unknown>;

/** The workflow as a template of the tool. */
export function toYaml(document: WorkflowDocument): string {
  return stringify({ workflow: withTasks(document, taskToTemplate) }, STYLE);
}

/** The workflow as the body of a request (reference 4.5.4.5). */
export function toJson(document: WorkflowDocument): string {
  return `${JSON.stringify(withTasks(document, taskToJson), null, 2)}\n`;
}

/** Tasks as a template that has nothing but them. */
export function tasksToYaml(tasks: readonly TaskDocument[]): string {
  return stringify({ workflow: { tasks: tasks.map(taskToTemplate) } }, STYLE);
}

function withTasks(document: WorkflowDocument, map: (task: TaskDocument) => Fields): Fields {
  if (!document.tasks) return document;
  return { ...document, tasks: document.tasks.map(map) };
}

/** Puts another name on a field and leaves it where it stands. */
function renamed(fields: Fields, from: string, to: string): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name === from ? to : name, value]));
}

/**
 * In a template the display name is called `name`. A task that has a field `name` of its own keeps both names; one
 * without a display name says so, or its `name` would be read as one.
 */
function taskToTemplate(task: TaskDocument): Fields {
  return 'name' in task ? taskToJson(task) : renamed(task, 'display_name', 'name');
}

function taskToJson(task: TaskDocument): Fields {
  return 'name' in task && task.display_name === undefined ? { ...task, display_name: null } : task;
}

/** The documented fields of a task in a template, also of one as a reply describes it (4.5.4.6). */
function taskFromText(task: unknown): unknown {
  if (!isFields(task)) return task;
  const named = 'name' in task && !('display_name' in task) ? renamed(task, 'name', 'display_name') : task;
  if (!isFields(named.app_info) || named.app_id !== undefined) return named;
  const { app_info: info, ...rest } = named;
  const { app_id, app_name, app_version, app_src_project_name } = info;
  const portable = [app_name, app_version, app_src_project_name];
  return { ...rest, app_id: portable.every((part) => typeof part === 'string') ? portable.join('::') : app_id };
}

export type ReadWorkflow = { ok: true; document: WorkflowDocument } | { ok: false; problems: TextProblem[] };

/**
 * Reads a template, a documented body or a reply, in YAML or JSON. Name and version are empty texts when the text has
 * none. A text that is something else, or whose fields have the wrong form, is refused with the place of every fault;
 * whether the workflow is right is for the linter.
 */
export function parseWorkflow(text: string): ReadWorkflow {
  const opened = openText(text);
  if (!opened.ok) return opened;
  const found = findWorkflow(opened.text.value);
  if ('other' in found) return { ok: false, problems: [{ kind: 'wrong-kind', detail: found.other }] };
  const { tasks } = found.value;
  const value = Array.isArray(tasks) ? { ...found.value, tasks: tasks.map(taskFromText) } : found.value;
  const { problems, fault } = faultList(opened.text.problem);
  const read = readWorkflow(value, found.path, { written: opened.text.written, fault });
  if (problems.length > 0) return { ok: false, problems };
  const document = read as Partial<WorkflowDocument>;
  const { name = '', version = '' } = document;
  return { ok: true, document: { ...document, name, version } };
}
