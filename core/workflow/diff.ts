/**
 * What differs between two workflow documents, as a reader would say it: tasks added, removed, renamed, moved or
 * changed field by field, connections and details. Pure; the same for versions, drafts and conflicts.
 */
import { type Fields, fieldsOfDetails, fieldsOfTask, sameValue } from './diff-fields.ts';
import { matchTasks, type TaskMatch } from './diff-match.ts';
import { graphOf } from './graph.ts';
import { formatReference, parseReference } from './references.ts';
import type { WorkflowDocument, WorkflowEdge } from './types.ts';

export interface FieldChange {
  /** As in diff-fields.ts. */
  field: string;
  /** Undefined where the document has no such field. */
  before: unknown;
  after: unknown;
}

/** A task that both documents have, and what differs in it. */
export interface TaskChange {
  /** Its names; different when it was renamed. */
  before: string;
  after: string;
  /** Without the place. */
  fields: readonly FieldChange[];
  /** The place differs. */
  moved: FieldChange | undefined;
}

export interface WorkflowDiff {
  details: readonly FieldChange[];
  added: readonly string[];
  removed: readonly string[];
  changed: readonly TaskChange[];
  /** Connections, by the names of their own document. */
  edges: { added: readonly WorkflowEdge[]; removed: readonly WorkflowEdge[] };
  /** Name before → name after of every task that is in both. */
  names: ReadonlyMap<string, string>;
}

/** Fields that differ; `same` may see two values as one. */
export function changesBetween(before: Fields, after: Fields, same = sameValue): FieldChange[] {
  const fields = new Set([...before.keys(), ...after.keys()]);
  return [...fields].flatMap((field) => {
    const [old, now] = [before.get(field), after.get(field)];
    return same(old, now) ? [] : [{ field, before: old, after: now }];
  });
}

/** The value with its references under the names of the other document. */
function renamed(value: unknown, names: TaskMatch['names']): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item) => {
    const reference = typeof item === 'string' ? parseReference(item) : undefined;
    const task = reference && names.get(reference.task);
    return reference && task !== undefined ? formatReference({ ...reference, task }) : item;
  });
}

const keyOf = (edge: WorkflowEdge): string => `${edge.from}.${edge.output} ${edge.to}.${edge.input}`;

function edgesBetween(before: WorkflowDocument, after: WorkflowDocument, names: TaskMatch['names']) {
  const nameAfter = (name: string) => names.get(name);
  const old = graphOf(before).edges.map((edge) => {
    const [from, to] = [nameAfter(edge.from), nameAfter(edge.to)];
    return { edge, key: from !== undefined && to !== undefined ? keyOf({ ...edge, from, to }) : undefined };
  });
  const now = graphOf(after).edges.map((edge) => ({ edge, key: keyOf(edge) }));
  const [known, left] = [new Set(old.map(({ key }) => key)), new Set(now.map(({ key }) => key))];
  return {
    added: now.filter(({ key }) => !known.has(key)).map(({ edge }) => edge),
    removed: old.filter(({ key }) => key === undefined || !left.has(key)).map(({ edge }) => edge),
  };
}

/** What leads from one document to another. */
export function diffDocuments(before: WorkflowDocument, after: WorkflowDocument): WorkflowDiff {
  const { names, added, removed } = matchTasks(before, after);
  const [old, now] = [graphOf(before).tasks, graphOf(after).tasks];
  const same = (a: unknown, b: unknown) => sameValue(a, b) || sameValue(renamed(a, names), b);
  const changed: TaskChange[] = [];
  for (const [from, to] of names) {
    const [task, next] = [old.get(from), now.get(to)];
    if (!task || !next || (task === next && from === to)) continue;
    const all = changesBetween(fieldsOfTask(task), fieldsOfTask(next), same);
    const moved = all.find(({ field }) => field === 'location');
    const fields = all.filter((change) => change !== moved);
    if (fields.length > 0 || moved || from !== to) changed.push({ before: from, after: to, fields, moved });
  }
  return {
    details: changesBetween(fieldsOfDetails(before), fieldsOfDetails(after)),
    added,
    removed,
    changed,
    edges: edgesBetween(before, after, names),
    names,
  };
}

/** The diff without what two versions never share: their name and version. */
export function withoutNames(diff: WorkflowDiff): WorkflowDiff {
  return { ...diff, details: diff.details.filter(({ field }) => field !== 'name' && field !== 'version') };
}

export function isEmptyDiff(diff: WorkflowDiff): boolean {
  const { details, added, removed, changed } = diff;
  return details.length + added.length + removed.length + changed.length === 0;
}

/** How much of each kind differs; a task counts once, under the first of renamed, changed, moved that it is. */
export interface DiffCounts {
  added: number;
  removed: number;
  renamed: number;
  changed: number;
  moved: number;
  details: number;
}

/** What kind of change a task of both documents has. */
export const kindOfChange = ({ before, after, fields }: TaskChange): 'renamed' | 'changed' | 'moved' =>
  before !== after ? 'renamed' : fields.length > 0 ? 'changed' : 'moved';

export function countDiff(diff: WorkflowDiff): DiffCounts {
  const of = (kind: ReturnType<typeof kindOfChange>) => diff.changed.filter((one) => kindOfChange(one) === kind).length;
  return {
    added: diff.added.length,
    removed: diff.removed.length,
    renamed: of('renamed'),
    changed: of('changed'),
    moved: of('moved'),
    details: diff.details.length,
  };
}
