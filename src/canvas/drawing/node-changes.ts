/** What React Flow proposes, as acts of the editor. */
import type { NodeChange } from '@xyflow/react';
import type { Bench } from '../bench.ts';
import { snapDrag } from '../connect/drag-snap.ts';
import type { Editor } from '../editor.ts';
import type { TaskNode } from './graph.ts';
import type { Point } from './placement.ts';

/** Applies the selection part of React Flow's proposals. */
export function changeSelection(
  editor: Editor,
  changes: readonly { type: string; id?: string; selected?: boolean }[],
  of: 'tasks' | 'edges',
): void {
  const chosen = changes.filter((change) => change.type === 'select');
  if (chosen.length === 0) return;
  const { selectedTasks, selectedEdges } = editor.state.get();
  const next = new Set(of === 'tasks' ? selectedTasks : selectedEdges);
  for (const { id = '', selected } of chosen) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  if (of === 'tasks') editor.select(next, selectedEdges);
  else editor.select(selectedTasks, next);
}

/** Moves of nodes: a drag, its end, or one by the arrow keys. Only a drag snaps; `drop` ends it. */
export function changeNodes(
  editor: Editor,
  bench: Bench,
  zoom: number,
  changes: readonly NodeChange<TaskNode>[],
  drop: Editor['drop'] = editor.drop,
): void {
  const dragged = new Map<string, Point>();
  const dropped = new Map<string, Point>();
  for (const change of changes)
    if (change.type === 'position' && change.position)
      (change.dragging ? dragged : dropped).set(change.id, change.position);
  const snaps = bench.habits.get().snap;
  if (dragged.size > 0) {
    const { places, guides } = snaps ? snapDrag(editor, dragged, zoom) : { places: dragged, guides: [] };
    editor.drag(places);
    bench.guides.set(guides);
  }
  if (dropped.size > 0) {
    const endsDrag = editor.state.get().moving !== undefined;
    if (endsDrag) {
      drop(snaps ? snapDrag(editor, dropped, zoom).places : dropped);
      bench.guides.set([]);
    } else editor.drop(dropped);
  }
}
