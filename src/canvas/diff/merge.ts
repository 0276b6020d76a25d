/** Two documents as one drawing: what is there now with its marks, and what is gone beside it. */
import { kindOfChange, type WorkflowDiff } from '#core/workflow/diff.ts';
import { graphOf } from '#core/workflow/graph.ts';
import type { AppLookup, TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';
import { freePlace } from '../acts/free-place.ts';
import { nodeSize } from '../drawing/geometry.ts';
import { type DrawnEdge, edgeId } from '../drawing/graph.ts';
import { placeTasks, savedPlace } from '../drawing/placement.ts';
import { shapeOf } from '../drawing/shape.ts';

export type Mark = 'added' | 'removed' | 'renamed' | 'changed' | 'moved';

export interface MergedDrawing {
  /** Tasks of the later document, then those that are gone. */
  tasks: readonly TaskDocument[];
  edges: readonly DrawnEdge[];
  /** Name of a drawn task → its marks; none when nothing differs. */
  taskMarks: ReadonlyMap<string, readonly Mark[]>;
  /** `edgeId` → its mark. */
  edgeMarks: ReadonlyMap<string, 'added' | 'removed'>;
  /** Name of a task that is gone → the name it is drawn under, for another task may have its name now. */
  goneNames: ReadonlyMap<string, string>;
}

/** The tasks that are gone, under free names and where they cover no other. */
function goneTasks(before: WorkflowDocument, after: WorkflowDocument, diff: WorkflowDiff, apps: AppLookup) {
  const sizeOf = (task: TaskDocument) => nodeSize(apps(task.app_id), false);
  const places = placeTasks(after.tasks ?? [], graphOf(after).edges, sizeOf);
  const boxes = (after.tasks ?? []).map((task) => ({
    ...(places.get(task.task_name) ?? { x: 0, y: 0 }),
    ...sizeOf(task),
  }));
  const taken = new Set(graphOf(after).names);
  const names = new Map<string, string>();
  const tasks = diff.removed.flatMap((name): TaskDocument[] => {
    const task = graphOf(before).tasks.get(name);
    if (!task) return [];
    let drawn = name;
    while (taken.has(drawn)) drawn += '−';
    taken.add(drawn);
    names.set(name, drawn);
    const shown: TaskDocument = { ...task, task_name: drawn, display_name: task.display_name || name };
    const wanted = savedPlace(task);
    if (!wanted) return [shown];
    const place = freePlace(wanted, sizeOf(task), boxes);
    boxes.push({ ...place, ...sizeOf(task) });
    return [{ ...shown, location: place }];
  });
  return { names, tasks };
}

/** @param apps knows the apps of both documents */
export function mergeDrawing(
  before: WorkflowDocument,
  after: WorkflowDocument,
  diff: WorkflowDiff,
  apps: AppLookup,
): MergedDrawing {
  const gone = goneTasks(before, after, diff, apps);
  const taskMarks = new Map<string, Mark[]>();
  for (const name of diff.added) taskMarks.set(name, ['added']);
  for (const change of diff.changed) {
    const kinds: Mark[] = [kindOfChange(change)];
    if (change.fields.length > 0 && !kinds.includes('changed')) kinds.push('changed');
    if (change.moved && !kinds.includes('moved')) kinds.push('moved');
    taskMarks.set(change.after, kinds);
  }
  for (const name of gone.names.values()) taskMarks.set(name, ['removed']);
  const nameOf = (name: string) => diff.names.get(name) ?? gone.names.get(name) ?? name;
  const removed = diff.edges.removed.map(
    (edge): DrawnEdge => ({ ...edge, from: nameOf(edge.from), to: nameOf(edge.to), kind: 'whole' }),
  );
  const edgeMarks = new Map<string, 'added' | 'removed'>();
  for (const edge of diff.edges.added) edgeMarks.set(edgeId(edge), 'added');
  for (const edge of removed) edgeMarks.set(edgeId(edge), 'removed');
  return {
    tasks: [...(after.tasks ?? []), ...gone.tasks],
    edges: [...shapeOf(after, apps).edges, ...removed],
    taskMarks,
    edgeMarks,
    goneNames: gone.names,
  };
}
