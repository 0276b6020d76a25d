/** What the commands do to the tasks of a document. Every function returns the same document when nothing changes. */
import type { Point } from './commands.ts';
import { isReference, mapReferences, renameInReferences } from './references.ts';
import { copyName } from './task-names.ts';
import type { Resources, TaskDocument, TaskInput, WorkflowDocument } from './types.ts';

type TaskMap = (task: TaskDocument) => TaskDocument;

/** Replaces tasks; shares the document when no task changed. */
function mapTasks(document: WorkflowDocument, map: TaskMap): WorkflowDocument {
  let changed = false;
  const tasks = (document.tasks ?? []).map((task) => {
    const next = map(task);
    changed ||= next !== task;
    return next;
  });
  return changed ? { ...document, tasks } : document;
}

function mapTask(document: WorkflowDocument, name: string, map: TaskMap): WorkflowDocument {
  return mapTasks(document, (task) => (task.task_name === name ? map(task) : task));
}

function namesOf(document: WorkflowDocument): Set<string> {
  return new Set((document.tasks ?? []).map((task) => task.task_name));
}

/** The object without a key; the same object when it has none. */
function without<T extends object>(object: T, key: keyof T): T {
  if (!(key in object)) return object;
  const copy = { ...object };
  delete copy[key];
  return copy;
}

export function addTasks(document: WorkflowDocument, tasks: readonly TaskDocument[]): WorkflowDocument {
  const taken = namesOf(document);
  const added = tasks.filter((task) => {
    const free = !taken.has(task.task_name);
    taken.add(task.task_name);
    return free;
  });
  return added.length > 0 ? { ...document, tasks: [...(document.tasks ?? []), ...added] } : document;
}

export function removeTasks(document: WorkflowDocument, names: ReadonlySet<string>): WorkflowDocument {
  const kept = (document.tasks ?? []).filter((task) => !names.has(task.task_name));
  if (kept.length === (document.tasks ?? []).length) return document;
  const tasks = kept.map((task) =>
    mapReferences(task, (reference) => (names.has(reference.task) ? undefined : reference)),
  );
  return { ...document, tasks };
}

export function renameTask(document: WorkflowDocument, from: string, to: string, place?: number): WorkflowDocument {
  const names = namesOf(document);
  if (from === to || to === '' || !names.has(from) || names.has(to)) return document;
  if (place !== undefined) {
    const task = document.tasks?.[place];
    if (task?.task_name !== from) return document;
    return { ...document, tasks: (document.tasks ?? []).with(place, { ...task, task_name: to }) };
  }
  return mapTasks(document, (task) => {
    const next = renameInReferences(task, from, to);
    return next.task_name === from ? { ...next, task_name: to } : next;
  });
}

/** Sets an optional text of a task; empty text takes the field out. */
export function setTaskText(
  document: WorkflowDocument,
  name: string,
  field: 'display_name' | 'output_dir',
  text: string,
): WorkflowDocument {
  return mapTask(document, name, (task) => {
    if (text === '') return without(task, field);
    return task[field] === text ? task : { ...task, [field]: text };
  });
}

export function moveTasks(document: WorkflowDocument, positions: Record<string, Point>): WorkflowDocument {
  return mapTasks(document, (task) => {
    const to = Object.hasOwn(positions, task.task_name) ? positions[task.task_name] : undefined;
    if (!to || (task.location?.x === to.x && task.location.y === to.y)) return task;
    return { ...task, location: { ...task.location, x: to.x, y: to.y } };
  });
}

/** The values of an input without its references. */
export function withoutReferences(values: readonly string[]): string[] {
  return values.filter((value) => !isReference(value));
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

/** Sets the values of an input; an input the task does not list yet is appended unless it gets no values. */
export function setInput(
  document: WorkflowDocument,
  name: string,
  input: string,
  change: (values: readonly string[]) => string[],
): WorkflowDocument {
  return mapTask(document, name, (task) => {
    const inputs = task.inputs ?? [];
    const at = inputs.findIndex((item) => item.name === input);
    const found = inputs[at];
    const values = change(found?.values ?? []);
    if (sameTexts(values, found?.values ?? [])) return task;
    const next: TaskInput = { ...found, name: input, values: [...values] };
    return { ...task, inputs: found ? inputs.with(at, next) : [...inputs, next] };
  });
}

export function setResources(document: WorkflowDocument, name: string, change: Resources): WorkflowDocument {
  return mapTask(document, name, (task) => {
    let next: Resources = task.resources ?? {};
    for (const field of Object.keys(change) as (keyof Resources)[]) {
      const value = change[field];
      if (value === undefined || value === '') next = without(next, field);
      else if (next[field] !== value) next = { ...next, [field]: value };
    }
    if (Object.keys(next).length === 0) return without(task, 'resources');
    return next === task.resources ? task : { ...task, resources: next };
  });
}

/** Takes the entries of an input out, or only those that repeat it. */
export function dropInput(
  document: WorkflowDocument,
  name: string,
  input: string,
  repeated: boolean | undefined,
): WorkflowDocument {
  return mapTask(document, name, (task) => {
    const first = task.inputs?.findIndex((item) => item.name === input) ?? -1;
    const inputs = task.inputs?.filter((item, at) => item.name !== input || (repeated === true && at === first));
    return inputs && inputs.length !== task.inputs?.length ? { ...task, inputs } : task;
  });
}

export function duplicateTasks(
  document: WorkflowDocument,
  names: ReadonlySet<string>,
  offset: Point,
): WorkflowDocument {
  const originals = (document.tasks ?? []).filter((task) => names.has(task.task_name));
  const taken = namesOf(document);
  const copies = new Map<string, string>();
  for (const task of originals) {
    if (copies.has(task.task_name)) continue;
    const name = copyName(taken, task.task_name);
    taken.add(name);
    copies.set(task.task_name, name);
  }
  const made = originals.map((task): TaskDocument => {
    const copy = mapReferences(task, (reference) => ({
      ...reference,
      task: copies.get(reference.task) ?? reference.task,
    }));
    const name = copies.get(task.task_name) ?? task.task_name;
    if (!task.location) return { ...copy, task_name: name };
    const location = { ...task.location, x: (task.location.x ?? 0) + offset.x, y: (task.location.y ?? 0) + offset.y };
    return { ...copy, task_name: name, location };
  });
  return addTasks(document, made);
}
