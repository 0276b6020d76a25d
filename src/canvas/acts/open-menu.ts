/** Which menu belongs to a place of the canvas, and where it opens. */
import type { Overlay } from '../bench.ts';
import { frameOfCanvas } from '../drawing/in-view.ts';
import type { Point } from '../drawing/placement.ts';
import type { Editor } from '../editor.ts';

type Menu = Extract<Overlay, { kind: 'menu' }>;

/** A place of the window in pixels of what menus stand in. */
export function within(frame: DOMRect, at: Point): Point {
  const keep = (value: number, size: number) => Math.round(Math.min(Math.max(value, 0), size));
  return { x: keep(at.x - frame.left, frame.width), y: keep(at.y - frame.top, frame.height) };
}

/**
 * The menu for what was pointed at, in pixels of the canvas; without a point, for what has the focus. What it is for
 * gets selected, unless it is a part of the selection.
 */
export function menuFor(editor: Editor, target: Element, point?: Point): Menu | undefined {
  const frame = frameOfCanvas();
  if (!frame) return undefined;
  const element = target.closest<HTMLElement>('.react-flow__node, .react-flow__edge');
  const area = (element ?? target).getBoundingClientRect();
  const at = within(frame, point ?? { x: area.left + area.width / 2, y: area.top + area.height / 2 });
  const id = element?.dataset.id;
  const { selectedTasks, selectedEdges } = editor.state.get();
  if (id !== undefined && element?.classList.contains('react-flow__node')) {
    if (!selectedTasks.has(id)) editor.select([id]);
    return { kind: 'menu', of: 'tasks', at };
  }
  if (id !== undefined) {
    if (!selectedEdges.has(id) || selectedTasks.size > 0 || selectedEdges.size > 1) editor.select([], [id]);
    return { kind: 'menu', of: 'edge', at };
  }
  // The frame around what was selected with a box, and the keyboard on the canvas itself.
  const onSelection = target.closest('.react-flow__nodesselection') !== null || point === undefined;
  return { kind: 'menu', of: onSelection && selectedTasks.size > 0 ? 'tasks' : 'canvas', at };
}
