/** Acts on edges that are more than one command's worth of thinking: where the task goes, and whether the ends fit. */
import type { Box } from '#core/workflow/arrange.ts';
import { addTask, applyCommand } from '#core/workflow/commands.ts';
import type { ConnectionVerdict } from '#core/workflow/connect.ts';
import { edgesOf, taskOf } from '#core/workflow/graph.ts';
import { attachmentFor, insertionFor, type LooseEnd, splicingFor } from '#core/workflow/insert.ts';
import { taskNameFor } from '#core/workflow/task-names.ts';
import type { AppLookup, AppSignature, WorkflowDocument, WorkflowEdge } from '#core/workflow/types.ts';
import { judge } from '../connect/connection.ts';
import { HANDLE_SIZE, inputHandle, nodeSize, outputHandle, placeHandles, type Size } from '../drawing/geometry.ts';
import { edgeId } from '../drawing/graph.ts';
import type { Point } from '../drawing/placement.ts';
import type { Editor } from '../editor.ts';
import { freePlace } from './free-place.ts';

function portPlace(editor: Editor, box: Box | undefined, handle: string): Point | undefined {
  const app = editor.lookup(taskOf(editor.state.get().document, box?.name ?? '')?.app_id ?? '');
  const port = placeHandles(app, false).find(({ id }) => id === handle);
  return box && port && { x: box.x + port.x + HANDLE_SIZE / 2, y: box.y + port.y + HANDLE_SIZE / 2 };
}

/** The middle of an edge as drawn; undefined when one of its ports is not. */
export function edgeMiddle(editor: Editor, edge: WorkflowEdge, boxes = editor.boxes()): Point | undefined {
  const find = (name: string) => boxes.find((box) => box.name === name);
  const from = portPlace(editor, find(edge.from), outputHandle(edge.output));
  const to = portPlace(editor, find(edge.to), inputHandle(edge.input));
  return from && to && { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

/** Where a task stands in the middle of an edge. */
function middlePlace(editor: Editor, edge: WorkflowEdge, size: Size, boxes: readonly Box[]): Point {
  const middle = edgeMiddle(editor, edge, boxes);
  return middle ? { x: middle.x - size.width / 2, y: middle.y - size.height / 2 } : { x: 0, y: 0 };
}

/**
 * Puts a task of an app on an edge, at a place or in its middle, and selects it; both connections are one step.
 * Undefined when the app does not fit there.
 */
export function insertOnEdge(editor: Editor, app: AppSignature, edge: WorkflowEdge, at?: Point): string | undefined {
  editor.learn([app]);
  const { document } = editor.state.get();
  const ports = insertionFor(document, editor.lookup, edge, app);
  if (!ports) return undefined;
  const size = nodeSize(app, false);
  const boxes = editor.boxes();
  const wanted = at ?? middlePlace(editor, edge, size, boxes);
  const name = taskNameFor(document, app.name);
  const task = { task_name: name, app_id: app.id, location: freePlace(wanted, size, boxes) };
  editor.run({ type: 'insertTask', task, edge, ...ports });
  editor.select([name]);
  return name;
}

/** The edges a task of the workflow may be put on, by their ids. */
export function edgesForTask(editor: Editor, name: string): ReadonlyMap<string, WorkflowEdge> {
  const { document } = editor.state.get();
  const fitting = edgesOf(document).filter((edge) => splicingFor(document, editor.lookup, edge, name));
  return new Map(fitting.map((edge) => [edgeId(edge), edge]));
}

/**
 * Puts a task of the workflow on an edge, at a place or in its middle; the move and both connections are one step, which
 * also ends a drag. False when the task does not fit there.
 */
export function spliceOnEdge(editor: Editor, name: string, edge: WorkflowEdge, at?: Point): boolean {
  const { document } = editor.state.get();
  const ports = splicingFor(document, editor.lookup, edge, name);
  if (!ports) return false;
  const boxes = editor.boxes();
  const size = nodeSize(editor.lookup(taskOf(document, name)?.app_id ?? ''), false);
  const others = boxes.filter((box) => box.name !== name);
  const location = at
    ? { x: Math.round(at.x), y: Math.round(at.y) }
    : freePlace(middlePlace(editor, edge, size, boxes), size, others);
  editor.endDrag({ type: 'spliceTask', task: name, edge, ...ports, location });
  editor.select([name]);
  return true;
}

/**
 * Adds a task of an app for the loose end of a connection, with that end's port beside a place, and connects it: one
 * step. Undefined when no port of the app fits.
 */
export function attachTask(editor: Editor, app: AppSignature, end: LooseEnd, at: Point): WorkflowEdge | undefined {
  editor.learn([app]);
  const { document } = editor.state.get();
  const port = attachmentFor(document, editor.lookup, end, app);
  if (port === undefined) return undefined;
  const size = nodeSize(app, false);
  const handle = end.output === undefined ? outputHandle(port) : inputHandle(port);
  const place = placeHandles(app, false).find(({ id }) => id === handle) ?? { x: 0, y: 0 };
  const wanted = { x: at.x - place.x - HANDLE_SIZE / 2, y: at.y - place.y - HANDLE_SIZE / 2 };
  const add = addTask(document, app, freePlace(wanted, size, editor.boxes()));
  const name = add.tasks[0]?.task_name ?? '';
  const edge: WorkflowEdge =
    end.output === undefined
      ? { from: name, output: port, to: end.task, input: end.input ?? '' }
      : { from: end.task, output: end.output, to: name, input: port };
  editor.runAll([add, { type: 'connect', ...edge }]);
  editor.select([name]);
  return edge;
}

/** The document without an edge: what decides whether it may go elsewhere. */
export const withoutEdge = (document: WorkflowDocument, edge: WorkflowEdge): WorkflowDocument =>
  applyCommand(document, { type: 'disconnect', to: edge.to, input: edge.input });

/** Whether an edge may be moved to other ends; to where it is, it always may. */
export function judgeMove(
  document: WorkflowDocument,
  lookup: AppLookup,
  edge: WorkflowEdge,
  to: WorkflowEdge,
): ConnectionVerdict {
  if (edgeId(edge) === edgeId(to)) return { ok: true };
  return judge(withoutEdge(document, edge), lookup, to);
}

/** Moves an edge to other ends and keeps it selected. */
export function reconnectEdge(editor: Editor, edge: WorkflowEdge, to: WorkflowEdge): ConnectionVerdict {
  const verdict = judgeMove(editor.state.get().document, editor.lookup, edge, to);
  if (!verdict.ok || edgeId(edge) === edgeId(to)) return verdict;
  editor.run({ type: 'reconnect', edge, to });
  editor.select([], [edgeId(to)]);
  return verdict;
}
