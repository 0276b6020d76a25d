import type { LooseEnd } from '#core/workflow/insert.ts';
import type { WorkflowEdge } from '#core/workflow/types.ts';
import { within } from '../acts/open-menu.ts';
import { useBench } from '../bench.ts';
import { edgeId } from '../drawing/graph.ts';
import type { Point } from '../drawing/placement.ts';
import { useEditorServices } from '../editor-context.ts';
import { type OutlineRow, taskOfRow } from './rows.ts';

/** The connection a row is about: one that an output feeds, or the one that feeds an input. */
function edgeOfRow(row: OutlineRow): WorkflowEdge | undefined {
  if (row.kind === 'use') return row.edge;
  if (row.kind !== 'input' || !row.reference) return undefined;
  return { from: row.reference.task, output: row.reference.output, to: row.item.task_name, input: row.name };
}

/** The port a row is about: an output, or an input that the app has. */
function portOfRow(row: OutlineRow): LooseEnd | undefined {
  if (row.kind === 'output') return { task: row.item.task_name, output: row.output.name };
  if (row.kind !== 'input' || !row.definition) return undefined;
  return { task: row.item.task_name, input: row.name };
}

/** Opens the menu of a row, at a point of the window or at the row itself; what it is for gets selected. */
export function useRowMenu() {
  const { editor } = useEditorServices();
  const { bench } = useBench();
  return (row: OutlineRow, element: Element, point?: Point) => {
    // Menus stand in the outline where it fills the screen, else in the canvas beside it.
    const frame = (document.querySelector('.we-canvas') ?? element.closest('.we-rows'))?.getBoundingClientRect();
    if (!frame) return;
    const edge = edgeOfRow(row);
    const task = taskOfRow(row);
    if (edge) editor.select([], [edgeId(edge)]);
    else if (task !== undefined && !editor.state.get().selectedTasks.has(task)) editor.select([task]);
    const area = element.getBoundingClientRect();
    const at = within(frame, point ?? { x: area.left + area.width / 3, y: area.bottom });
    const port = portOfRow(row);
    bench.port.set(port);
    const ofTask = port ? 'rowPort' : 'rowTask';
    bench.overlay.set({ kind: 'menu', of: edge ? 'rowEdge' : task === undefined ? 'rows' : ofTask, at });
  };
}
