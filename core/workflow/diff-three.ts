/** What two people made of the same workflow: every field that either changed, with all three values. */
import { diffDocuments, type FieldChange, type WorkflowDiff } from './diff.ts';
import { sameValue } from './diff-fields.ts';
import type { WorkflowDocument } from './types.ts';

/** Who changed it: one of them, both to the same (`same`), or both to something else (`both`). */
export type ChangedBy = 'mine' | 'theirs' | 'same' | 'both';

export interface ThreeWayRow {
  /** Name of the task in the base, or of an added one; undefined for details of the workflow. */
  task: string | undefined;
  /** As in diff-fields.ts; `task_name` when renamed; empty: the task as a whole, whose values say whether it is there. */
  field: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
  by: ChangedBy;
}

type Changes = ReadonlyMap<string, FieldChange>;
const byField = (changes: readonly FieldChange[]): Changes => new Map(changes.map((one) => [one.field, one]));

/** Rows of one owner; a field only one of them changed has the value of the base with the other. */
function rowsOf(task: string | undefined, mine: Changes, theirs: Changes): ThreeWayRow[] {
  return [...new Set([...mine.keys(), ...theirs.keys()])].map((field) => {
    const [one, other] = [mine.get(field), theirs.get(field)];
    const base = (one ?? other)?.before;
    const values = { base, mine: one ? one.after : base, theirs: other ? other.after : base };
    const together = sameValue(values.mine, values.theirs) ? 'same' : 'both';
    return { task, field, ...values, by: one && other ? together : one ? 'mine' : 'theirs' };
  });
}

/** Changes of a task of the base in one of the documents; its removal is the change of the field without a name. */
function changesOf(diff: WorkflowDiff, task: string): FieldChange[] {
  const name = diff.names.get(task);
  if (name === undefined) return [{ field: '', before: true, after: undefined }];
  const change = diff.changed.find(({ before }) => before === task);
  const changes = [...(change?.fields ?? []), ...(change?.moved ? [change.moved] : [])];
  return name === task ? changes : [{ field: 'task_name', before: task, after: name }, ...changes];
}

const ADDED: FieldChange = { field: '', before: undefined, after: true };

/** Every field that either side changed: details, tasks of the base in its order, then added tasks. */
export function threeWayRows(base: WorkflowDocument, mine: WorkflowDocument, theirs: WorkflowDocument): ThreeWayRow[] {
  const [own, other] = [diffDocuments(base, mine), diffDocuments(base, theirs)];
  const rows = rowsOf(undefined, byField(own.details), byField(other.details));
  for (const { task_name: task } of base.tasks ?? []) {
    const [a, b] = [byField(changesOf(own, task)), byField(changesOf(other, task))];
    // Removed by one and worked on by the other: a choice between the two, as much as a field that both changed.
    const torn = a.has('') !== b.has('') && a.size > 0 && b.size > 0;
    rows.push(...rowsOf(task, a, b).map((row): ThreeWayRow => (torn ? { ...row, by: 'both' } : row)));
  }
  const tasksOf = (document: WorkflowDocument) => new Map(document.tasks?.map((task) => [task.task_name, task]));
  const [ofMine, ofTheirs] = [tasksOf(mine), tasksOf(theirs)];
  for (const task of new Set([...own.added, ...other.added])) {
    const twice = own.added.includes(task) && other.added.includes(task);
    const differs = twice && !sameValue(ofMine.get(task), ofTheirs.get(task));
    const changes = (added: readonly string[]) => byField(added.includes(task) ? [ADDED] : []);
    const added = rowsOf(task, changes(own.added), changes(other.added));
    rows.push(...added.map((row): ThreeWayRow => (differs ? { ...row, by: 'both' } : row)));
  }
  return rows;
}
