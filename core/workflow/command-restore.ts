/** The inverse of any command: what must be put back so that a document is exactly as it was. */
import type { CommandType } from './commands.ts';
import type { TaskDocument, WorkflowDocument } from './types.ts';

/** Replaces `count` tasks from `start`; a number stands for the task at that place before any replacement. */
export interface TaskSplice {
  start: number;
  count: number;
  with: (TaskDocument | number)[];
}

export interface RestoreCommand {
  type: 'restore';
  /** The command whose work is taken back. */
  undoes: CommandType;
  /** In rising order, not overlapping; places count in the document the command is applied to. */
  tasks?: TaskSplice[];
  /** Keys of the document in their order, and the values of those that change. */
  fields?: { keys: string[]; values: Record<string, unknown> };
}

/** What leads from `after` back to `before`; small when the two share their tasks. */
export function differenceFrom(
  after: WorkflowDocument,
  before: WorkflowDocument,
): Pick<RestoreCommand, 'tasks' | 'fields'> {
  const difference: Pick<RestoreCommand, 'tasks' | 'fields'> = {};
  if (after.tasks !== before.tasks && after.tasks && before.tasks) {
    const splices = taskSplices(after.tasks, before.tasks);
    if (splices.length > 0) difference.tasks = splices;
  }
  const fields = fieldChanges(after, before);
  if (fields) difference.fields = fields;
  return difference;
}

function fieldChanges(after: WorkflowDocument, before: WorkflowDocument): RestoreCommand['fields'] {
  const keys = Object.keys(before);
  const values: Record<string, unknown> = {};
  let changed = keys.join('\n') !== Object.keys(after).join('\n');
  for (const key of keys as (keyof WorkflowDocument)[]) {
    if (after[key] === before[key] || (key === 'tasks' && after.tasks && before.tasks)) continue;
    values[key] = before[key];
    changed = true;
  }
  return changed ? { keys, values } : undefined;
}

function taskSplices(after: readonly TaskDocument[], before: readonly TaskDocument[]): TaskSplice[] {
  if (after.length === before.length) {
    const places = new Map(after.map((task, place) => [task, place]));
    return before.flatMap((task, start) =>
      task === after[start] ? [] : [{ start, count: 1, with: [places.get(task) ?? task] }],
    );
  }
  let start = 0;
  while (start < after.length && start < before.length && after[start] === before[start]) start += 1;
  let tail = 0;
  const room = Math.min(after.length, before.length) - start;
  while (tail < room && after[after.length - 1 - tail] === before[before.length - 1 - tail]) tail += 1;
  const places = new Map(after.map((task, place) => [task, place]));
  const middle = before.slice(start, before.length - tail).map((task) => places.get(task) ?? task);
  return [{ start, count: after.length - tail - start, with: middle }];
}

/** Applies a restore command. It fits only the document it was made for. */
export function applyRestore(document: WorkflowDocument, command: RestoreCommand): WorkflowDocument {
  let next = document;
  if (command.tasks && document.tasks) next = { ...next, tasks: spliced(document.tasks, command.tasks) };
  if (command.fields) {
    const { keys, values } = command.fields;
    const source: Record<string, unknown> = next;
    next = Object.fromEntries(
      keys.map((key) => [key, Object.hasOwn(values, key) ? values[key] : source[key]]),
    ) as WorkflowDocument;
  }
  return next;
}

function spliced(tasks: readonly TaskDocument[], splices: readonly TaskSplice[]): TaskDocument[] {
  const result: TaskDocument[] = [];
  let place = 0;
  for (const splice of splices) {
    result.push(...tasks.slice(place, splice.start));
    for (const item of splice.with) {
      const task = typeof item === 'number' ? tasks[item] : item;
      if (task) result.push(task);
    }
    place = splice.start + splice.count;
  }
  result.push(...tasks.slice(place));
  return result;
}
