/**
 * A part of a workflow as text: some tasks as a template of the command line tool, with the references among them and
 * to tasks left behind. It is what the clipboard carries, and it can be pasted into a file as well.
 */
import { mapReferences, type PlacedReference } from './references.ts';
import { copyName } from './task-names.ts';
import { parseWorkflow, tasksToYaml } from './toolkit.ts';
import type { TextProblem } from './toolkit-text.ts';
import type { AppLookup, TaskDocument, WorkflowDocument } from './types.ts';

/** The named tasks as text, in the order of the document; empty when it has none of them. */
export function fragmentOf(document: WorkflowDocument, tasks: Iterable<string>): string {
  const wanted = new Set(tasks);
  const chosen = (document.tasks ?? []).filter((task) => wanted.has(task.task_name));
  return chosen.length > 0 ? tasksToYaml(chosen) : '';
}

export type ParsedFragment = { ok: true; tasks: TaskDocument[] } | { ok: false; problems: TextProblem[] };

/** The tasks of a fragment, or of a whole workflow: anything `parseWorkflow` reads. */
export function parseFragment(text: string): ParsedFragment {
  const read = parseWorkflow(text);
  return read.ok ? { ok: true, tasks: read.document.tasks ?? [] } : read;
}

/** A reference of a pasted task to a task that was not copied along. */
export interface OutsideReference extends PlacedReference {
  /** Name of the pasted task. */
  to: string;
  /** True when the document has that task (and its app that output): the reference stays. */
  kept: boolean;
}

export interface Paste {
  /** Ready for `addTask`: names are free, references among the tasks follow. */
  tasks: TaskDocument[];
  /** Names in the fragment → names in the document. */
  names: ReadonlyMap<string, string>;
  outside: OutsideReference[];
}

/**
 * Fits tasks of a fragment into a document. A task keeps its name when that is free. References to tasks outside the
 * fragment stay where the document has such an output, as far as its apps are known, and are dropped otherwise.
 */
export function fitFragment(document: WorkflowDocument, fragment: readonly TaskDocument[], lookup: AppLookup): Paste {
  const present = new Map((document.tasks ?? []).map((task) => [task.task_name, task]));
  const names = freeNames(fragment, new Set(present.keys()));
  const outside: OutsideReference[] = [];
  const has = (task: string, output: string) => {
    const app = lookup(present.get(task)?.app_id ?? '');
    return present.has(task) && (!app || app.outputs.some((one) => one.name === output));
  };
  const tasks = [...new Map(fragment.map((task) => [task.task_name, task])).values()].map((task) => {
    const name = names.get(task.task_name) ?? task.task_name;
    const fitted = mapReferences(task, (reference, input) => {
      const inside = names.get(reference.task);
      if (inside !== undefined) return inside === reference.task ? reference : { ...reference, task: inside };
      const kept = has(reference.task, reference.output);
      outside.push({ ...reference, input, to: name, kept });
      return kept ? reference : undefined;
    });
    return name === fitted.task_name ? fitted : { ...fitted, task_name: name };
  });
  return { tasks, names, outside };
}

function freeNames(tasks: readonly TaskDocument[], taken: Set<string>): Map<string, string> {
  const names = new Map<string, string>();
  const wanted = new Set(tasks.map((task) => task.task_name));
  for (const name of wanted) {
    // A new name must not be one that another pasted task may keep.
    const free = taken.has(name) ? copyName(new Set([...taken, ...wanted]), name) : name;
    taken.add(free);
    names.set(name, free);
  }
  return names;
}
