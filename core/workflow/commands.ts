/**
 * The acts of a user on a workflow document, as named, serialisable commands `document → document`. Commands never
 * change a document in place, share what they do not touch, and keep fields they do not know. A command that cannot
 * be applied (a task is gone, a name is taken) returns the document itself.
 */
import type { AppMapping } from './app-mapping.ts';
import { setTaskApp } from './command-app.ts';
import { applyDetails, type DetailsChange } from './command-details.ts';
import { insertTask, reconnect, type Splicing, spliceTask } from './command-edges.ts';
import { orderTasks } from './command-order.ts';
import { replaceDocument } from './command-replace.ts';
import { applyRestore, differenceFrom, type RestoreCommand } from './command-restore.ts';
import {
  addTasks,
  dropInput,
  duplicateTasks,
  moveTasks,
  removeTasks,
  renameTask,
  setInput,
  setResources,
  setTaskText,
  withoutReferences,
} from './command-tasks.ts';
import { formatReference } from './references.ts';
import { taskNameFor } from './task-names.ts';
import type { AppSignature, Resources, TaskDocument, WorkflowDocument, WorkflowEdge } from './types.ts';

export interface Point {
  x: number;
  y: number;
}

export type Command =
  /** Appends tasks as they are (one from the palette, several when pasted). */
  | { type: 'addTask'; tasks: TaskDocument[]; as?: 'paste' }
  /** Adds a task in the middle of an edge: it takes what the edge carries and feeds what the edge fed. */
  | { type: 'insertTask'; task: TaskDocument; edge: WorkflowEdge; input: string; output: string }
  /** Puts a task that is there in the middle of an edge, and where it belongs then. */
  | ({ type: 'spliceTask' } & Splicing)
  /** Removes tasks and the references to them. */
  | { type: 'removeTasks'; tasks: string[]; as?: 'cut' }
  /**
   * Renames a task; references follow. Where two tasks bear the name, `place` (its index) says which one: then
   * references stay with the other.
   */
  | { type: 'renameTask'; task: string; name: string; place?: number }
  | { type: 'setDisplayName'; task: string; display_name: string }
  /** Sets absolute positions. */
  | { type: 'moveTasks'; positions: Record<string, Point>; as?: 'align' | 'distribute' | 'layout' }
  /** Puts tasks in this order; tasks that are not named come after them, as they were. */
  | { type: 'orderTasks'; tasks: string[] }
  /** Makes `${from.output}` the only value of the input. */
  | { type: 'connect'; from: string; output: string; to: string; input: string }
  /** Moves an edge to another output or another input. */
  | { type: 'reconnect'; edge: WorkflowEdge; to: WorkflowEdge }
  /** Takes the references out of an input. */
  | { type: 'disconnect'; to: string; input: string }
  | { type: 'setInputValues'; task: string; input: string; values: string[] }
  /** Takes an input out of the list of a task: all entries of the name, or only those after the first. */
  | { type: 'dropInput'; task: string; input: string; repeated?: boolean }
  /** An empty folder means the default (domain §2.3). */
  | { type: 'setOutputDir'; task: string; output_dir: string }
  /** Fields given replace those of the task; an empty text inherits from the app again (domain §1.6). */
  | { type: 'setResources'; task: string; resources: Resources }
  /**
   * Puts another app (version) behind a task. `mapping` says what its inputs and outputs are called there; what it
   * does not name keeps its name, and what the new app does not know is dropped.
   */
  | { type: 'setTaskApp'; task: string; app_id: string; inputs: string[]; outputs: string[]; mapping?: AppMapping }
  /** Name, version, summary, description, labels, timeout, output_dir; null takes a field out. */
  | { type: 'setDetails'; details: DetailsChange }
  /** Copies tasks; references among them follow to the copies. */
  | { type: 'duplicateTasks'; tasks: string[]; offset: Point }
  /** Takes over another document, but for its name and version. `source` says which, for the history. */
  | { type: 'replaceDocument'; document: WorkflowDocument; source: string }
  /** Gives back an earlier state: made by `invert` only. */
  | RestoreCommand;

export type CommandType = Command['type'];

/** Applies a command. Returns the same object when it changes nothing. */
export function applyCommand(document: WorkflowDocument, command: Command): WorkflowDocument {
  switch (command.type) {
    case 'addTask':
      return addTasks(document, command.tasks);
    case 'insertTask':
      return insertTask(document, command.task, command.edge, command);
    case 'spliceTask':
      return spliceTask(document, command);
    case 'removeTasks':
      return removeTasks(document, new Set(command.tasks));
    case 'renameTask':
      return renameTask(document, command.task, command.name, command.place);
    case 'setDisplayName':
      return setTaskText(document, command.task, 'display_name', command.display_name);
    case 'moveTasks':
      return moveTasks(document, command.positions);
    case 'orderTasks':
      return orderTasks(document, command.tasks);
    case 'connect':
      return setInput(document, command.to, command.input, () => [
        formatReference({ task: command.from, output: command.output }),
      ]);
    case 'reconnect':
      return reconnect(document, command.edge, command.to);
    case 'disconnect':
      return setInput(document, command.to, command.input, withoutReferences);
    case 'setInputValues':
      return setInput(document, command.task, command.input, () => command.values);
    case 'dropInput':
      return dropInput(document, command.task, command.input, command.repeated);
    case 'setOutputDir':
      return setTaskText(document, command.task, 'output_dir', command.output_dir);
    case 'setResources':
      return setResources(document, command.task, command.resources);
    case 'setTaskApp':
      return setTaskApp(document, command);
    case 'setDetails':
      return applyDetails(document, command.details);
    case 'duplicateTasks':
      return duplicateTasks(document, new Set(command.tasks), command.offset);
    case 'replaceDocument':
      return replaceDocument(document, command.document);
    case 'restore':
      return applyRestore(document, command);
  }
}

/** The command that undoes `command` on this document: afterwards it is as before, to the order of its keys. */
export function invert(document: WorkflowDocument, command: Command): RestoreCommand {
  return restoreBetween(applyCommand(document, command), document, command);
}

/** The restore command that leads from `after` back to `before`. */
export function restoreBetween(after: WorkflowDocument, before: WorkflowDocument, undone: Command): RestoreCommand {
  return {
    type: 'restore',
    undoes: undone.type === 'restore' ? undone.undoes : undone.type,
    ...differenceFrom(after, before),
  };
}

/** The command that adds a task of an app, with a generated name, at a place of the canvas. */
export function addTask(
  document: WorkflowDocument,
  app: AppSignature,
  location?: Point,
): Command & { type: 'addTask' } {
  const task: TaskDocument = { task_name: taskNameFor(document, app.name), app_id: app.id };
  return { type: 'addTask', tasks: [location ? { ...task, location } : task] };
}

/** The command that puts an app behind an existing task. */
export function changeTaskApp(task: string, app: AppSignature, mapping?: AppMapping): Command & { type: 'setTaskApp' } {
  return {
    type: 'setTaskApp',
    task,
    app_id: app.id,
    inputs: app.inputs.map((input) => input.name),
    outputs: app.outputs.map((output) => output.name),
    ...(mapping ? { mapping } : {}),
  };
}

/** What a command does, as a key of the translations (`command.<key>`) and its values. */
export interface CommandDescription {
  key: CommandType;
  params: Record<string, string | number>;
}

export function describeCommand(command: Command): CommandDescription {
  switch (command.type) {
    case 'addTask':
      return { key: command.type, params: { task: command.tasks[0]?.task_name ?? '', count: command.tasks.length } };
    case 'removeTasks':
    case 'duplicateTasks':
    case 'orderTasks':
      return { key: command.type, params: { task: command.tasks[0] ?? '', count: command.tasks.length } };
    case 'moveTasks': {
      const names = Object.keys(command.positions);
      return { key: command.type, params: { task: names[0] ?? '', count: names.length } };
    }
    case 'connect':
      return {
        key: command.type,
        params: { from: command.from, output: command.output, to: command.to, input: command.input },
      };
    case 'insertTask':
      return {
        key: command.type,
        params: { task: command.task.task_name, from: command.edge.from, to: command.edge.to },
      };
    case 'spliceTask':
      return { key: command.type, params: { task: command.task, from: command.edge.from, to: command.edge.to } };
    case 'reconnect':
      return { key: command.type, params: { from: command.to.from, to: command.to.to, input: command.to.input } };
    case 'disconnect':
      return { key: command.type, params: { to: command.to, input: command.input } };
    case 'renameTask':
      return { key: command.type, params: { task: command.task, name: command.name } };
    case 'setInputValues':
    case 'dropInput':
      return { key: command.type, params: { task: command.task, input: command.input } };
    case 'setDetails':
      return { key: command.type, params: { fields: Object.keys(command.details).join(', ') } };
    case 'replaceDocument':
      return { key: command.type, params: { source: command.source } };
    case 'restore':
      return { key: command.type, params: { undoes: command.undoes } };
    default:
      return { key: command.type, params: { task: command.task } };
  }
}
