/** A diff as the groups of a table: the workflow itself, then every task with what differs in it. */
import { type FieldChange, kindOfChange, type WorkflowDiff } from '#core/workflow/diff.ts';
import { fieldsOfTask } from '#core/workflow/diff-fields.ts';
import { graphOf } from '#core/workflow/graph.ts';
import type { WorkflowDocument } from '#core/workflow/types.ts';
import type { Mark, MergedDrawing } from '#src/canvas/diff/merge.ts';

export interface DiffGroup {
  /** Unique in the table. */
  key: string;
  /** Name of the task as drawn; absent for the details of the workflow. */
  task?: string;
  /** What a reader calls it. */
  title: string;
  /** Its name before, when it was renamed. */
  was?: string;
  marks: readonly Mark[];
  fields: readonly FieldChange[];
}

/** Every field of a task as a change from nothing, or to nothing. */
function wholeTask(document: WorkflowDocument, name: string, side: 'before' | 'after'): FieldChange[] {
  const task = graphOf(document).tasks.get(name);
  if (!task) return [];
  return [...fieldsOfTask(task)]
    .filter(([field]) => field !== 'location')
    .map(([field, value]) => ({ field, before: undefined, after: undefined, [side]: value }));
}

const titleOf = (document: WorkflowDocument, name: string): string =>
  graphOf(document).tasks.get(name)?.display_name || name;

export function diffGroups(
  before: WorkflowDocument,
  after: WorkflowDocument,
  diff: WorkflowDiff,
  goneNames: MergedDrawing['goneNames'],
): DiffGroup[] {
  const groups: DiffGroup[] = [];
  if (diff.details.length > 0) groups.push({ key: 'details', title: '', marks: ['changed'], fields: diff.details });
  for (const name of diff.added) {
    const fields = wholeTask(after, name, 'after');
    groups.push({ key: `+${name}`, task: name, title: titleOf(after, name), marks: ['added'], fields });
  }
  for (const change of diff.changed) {
    const marks: Mark[] = [kindOfChange(change)];
    if (change.fields.length > 0 && marks[0] !== 'changed') marks.push('changed');
    if (change.moved && marks[0] !== 'moved') marks.push('moved');
    groups.push({
      key: `=${change.after}`,
      task: change.after,
      title: titleOf(after, change.after),
      ...(change.before === change.after ? {} : { was: change.before }),
      marks,
      fields: [...change.fields, ...(change.moved ? [change.moved] : [])],
    });
  }
  for (const name of diff.removed) {
    const fields = wholeTask(before, name, 'before');
    const task = goneNames.get(name) ?? name;
    groups.push({ key: `−${name}`, task, title: titleOf(before, name), marks: ['removed'], fields });
  }
  return groups;
}
