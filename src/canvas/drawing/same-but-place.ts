/** Whether two documents differ in nothing but where tasks stand: such a change concerns no rule and no edge. */
import type { TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';

function sameFields<T extends object>(before: T, now: T, except: keyof T): boolean {
  const names = Object.keys(now) as (keyof T)[];
  const had = Object.keys(before) as (keyof T)[];
  return (
    names.every((name) => name === except || before[name] === now[name]) &&
    had.every((name) => name === except || name in now)
  );
}

/** The same task elsewhere: all its other fields are the same objects. */
export const sameButPlace = (before: TaskDocument, now: TaskDocument): boolean =>
  before === now || sameFields(before, now, 'location');

/** The same workflow with tasks elsewhere. Commands keep the objects they do not change, so this is quick. */
export function sameButPlaces(before: WorkflowDocument, now: WorkflowDocument): boolean {
  if (before === now) return true;
  if (!sameFields(before, now, 'tasks')) return false;
  const [old, tasks] = [before.tasks ?? [], now.tasks ?? []];
  return old.length === tasks.length && tasks.every((task, at) => old[at] !== undefined && sameButPlace(old[at], task));
}
