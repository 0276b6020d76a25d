import type { ReactFlowInstance, Viewport } from '@xyflow/react';
import { flight, movement } from '../connect/movement.ts';
import { firstView } from './first-view.ts';
import type { TaskEdge, TaskNode } from './graph.ts';
import { frameOfCanvas } from './in-view.ts';
import { isLarge } from './use-detail.ts';
import { boxOf, cornerOfMap, wholeView } from './whole-view.ts';

type Flow = ReactFlowInstance<TaskNode, TaskEdge>;

const cornerNow = (frame: DOMRect) => cornerOfMap(document.querySelector('.we-canvas .cv-minimap') !== null, frame);

function go(flow: Flow, view: Viewport | undefined, far: boolean): void {
  if (view) void flow.setViewport(view, far ? flight() : movement());
}

/** Shows all tasks of the editor; of a workflow too large to be read as a whole its first ones, as when it is opened. */
export function showWhole(flow: Flow): void {
  const nodes = flow.getNodes();
  const frame = frameOfCanvas();
  if (frame) go(flow, firstView(nodes, frame, { corner: cornerNow(frame) }), isLarge({ nodes }));
}

/** Shows all tasks of the editor, however small they become. */
export function fitWhole(flow: Flow): void {
  const frame = frameOfCanvas();
  if (frame) go(flow, wholeView(flow.getNodes().map(boxOf), frame, cornerNow(frame)), false);
}
