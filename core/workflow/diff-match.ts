/** Which task of one document is which of another: by name, else the same app with similar inputs (it was renamed). */
import { graphOf } from './graph.ts';
import { parseReference } from './references.ts';
import type { TaskDocument, WorkflowDocument } from './types.ts';

/** Less alike than this, and it is another task: half of what both say is too little, unless it stands where it stood. */
const ALIKE = 0.55;

export interface TaskMatch {
  /** Name before → name after; equal unless the task was renamed. */
  names: ReadonlyMap<string, string>;
  added: readonly string[];
  removed: readonly string[];
}

/** What an input says, with the names of tasks left out: those may be renamed as well. */
function saysOf(task: TaskDocument): Set<string> {
  const says = new Set<string>();
  for (const { name, values } of task.inputs ?? [])
    for (const value of values ?? []) {
      const reference = parseReference(value);
      says.add(`${name}\n${reference ? `\${.${reference.output}}` : value}`);
    }
  return says;
}

/** 0 to 1: how much two tasks of the same app have in common. */
function likeness(a: TaskDocument, b: TaskDocument): number {
  const [one, other] = [saysOf(a), saysOf(b)];
  const sum = one.size + other.size;
  const stays = a.location?.x === b.location?.x && a.location?.y === b.location?.y;
  if (sum === 0) return stays || (a.display_name && a.display_name === b.display_name) ? 1 : ALIKE;
  const common = [...one].filter((text) => other.has(text)).length;
  return (2 * common) / sum + (stays ? 0.1 : 0);
}

/** Pairs the tasks of two documents; the most alike first, each at most once. */
export function matchTasks(before: WorkflowDocument, after: WorkflowDocument): TaskMatch {
  const [old, now] = [graphOf(before).tasks, graphOf(after).tasks];
  const names = new Map<string, string>();
  for (const name of old.keys()) if (now.has(name)) names.set(name, name);
  const gone = [...old.values()].filter((task) => !now.has(task.task_name));
  const fresh = [...now.values()].filter((task) => !old.has(task.task_name));
  const pairs = gone.flatMap((from) =>
    fresh
      .filter((to) => to.app_id === from.app_id)
      .map((to) => ({ from: from.task_name, to: to.task_name, alike: likeness(from, to) }))
      .filter(({ alike }) => alike >= ALIKE),
  );
  const taken = new Set<string>();
  for (const { from, to } of pairs.sort((a, b) => b.alike - a.alike)) {
    if (names.has(from) || taken.has(to)) continue;
    names.set(from, to);
    taken.add(to);
  }
  return {
    names,
    added: fresh.map((task) => task.task_name).filter((name) => !taken.has(name)),
    removed: gone.map((task) => task.task_name).filter((name) => !names.has(name)),
  };
}
