/** The canvas as an SVG that stands alone: no style sheet, no foreign objects, nothing to load; it opens anywhere. */
import { getBezierPath, Position } from '@xyflow/react';
import { graphOf } from '#core/workflow/graph.ts';
import type { AppLookup, AppSignature, TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';
import {
  HANDLE_SIZE,
  HEADER_HEIGHT,
  inputHandle,
  nodeSize,
  outputHandle,
  placeHandles,
  type Size,
} from '../drawing/geometry.ts';
import type { DrawnEdge } from '../drawing/graph.ts';
import { type Point, placeTasks } from '../drawing/placement.ts';
import { shapeOf } from '../drawing/shape.ts';
import { type DrawingColours, drawTask } from './draw-task.ts';
import { element, escapeXml } from './svg-text.ts';

const MARGIN = 32;
const FONTS = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", sans-serif';

/** Pixels at zoom 1. */
export interface WorkflowDrawing extends Size {
  svg: string;
}

interface Given {
  document: WorkflowDocument;
  lookup: AppLookup;
  colours: DrawingColours;
  /** Stands where the app of a task is not known. */
  appMissing: string;
}

interface Box extends Size {
  task: TaskDocument;
  app: AppSignature | undefined;
  at: Point;
}

/** Draws a workflow as the canvas shows it, whole; the same document gives the same bytes. */
export function drawWorkflow({ document, lookup, colours, appMissing }: Given): WorkflowDrawing {
  const { edges, fanOut } = shapeOf(document, lookup);
  const boxes = boxesOf(document, lookup, edges);
  const { x, y, width, height } = frameOf([...boxes.values()]);
  const lines = edges.map((edge) => drawEdge(edge, boxes, colours.edge));
  const tasks = [...boxes.values()].map(({ task, app, at }) =>
    element(
      'g',
      { transform: `translate(${at.x} ${at.y})` },
      drawTask({ task, app, fanOut: fanOut(task), appMissing, colours }),
    ),
  );
  const title = `${document.name} ${document.version}`;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `${x} ${y} ${width} ${height}`,
      role: 'img',
      'font-family': FONTS,
    },
    element('title', {}, escapeXml(title)),
    element('rect', { x, y, width, height, fill: colours.page }),
    ...lines,
    ...tasks,
  );
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`, width, height };
}

function boxesOf(document: WorkflowDocument, lookup: AppLookup, edges: readonly DrawnEdge[]): Map<string, Box> {
  const tasks = [...graphOf(document).tasks.values()];
  const sizeOf = (task: TaskDocument) => nodeSize(lookup(task.app_id), false);
  const places = placeTasks(tasks, edges, sizeOf);
  return new Map(
    tasks.map((task) => {
      const at = places.get(task.task_name) ?? { x: 0, y: 0 };
      return [task.task_name, { task, app: lookup(task.app_id), at, ...sizeOf(task) }];
    }),
  );
}

function frameOf(boxes: readonly Box[]): Point & Size {
  const [first] = boxes;
  if (!first) return { x: 0, y: 0, width: 2 * MARGIN, height: 2 * MARGIN };
  const area = { left: first.at.x, top: first.at.y, right: first.at.x, bottom: first.at.y };
  for (const { at, width, height } of boxes) {
    area.left = Math.min(area.left, at.x);
    area.top = Math.min(area.top, at.y);
    area.right = Math.max(area.right, at.x + width);
    area.bottom = Math.max(area.bottom, at.y + height);
  }
  const [x, y] = [Math.floor(area.left - MARGIN), Math.floor(area.top - MARGIN)];
  return { x, y, width: Math.ceil(area.right + MARGIN) - x, height: Math.ceil(area.bottom + MARGIN) - y };
}

/** Where an edge meets a task: outside its port, or the side of its head when the app does not tell of the port. */
function endOf({ app, at, width }: Box, handle: string, side: 'left' | 'right'): Point {
  const placed = placeHandles(app, false).find(({ id }) => id === handle);
  const x = side === 'left' ? at.x : at.x + width;
  if (!placed) return { x, y: at.y + HEADER_HEIGHT / 2 };
  return { x: x + (side === 'left' ? -HANDLE_SIZE / 2 : HANDLE_SIZE / 2), y: at.y + placed.y + HANDLE_SIZE / 2 };
}

function drawEdge(edge: DrawnEdge, boxes: ReadonlyMap<string, Box>, stroke: string): string {
  const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
  if (!from || !to) return '';
  const source = endOf(from, outputHandle(edge.output), 'right');
  const target = endOf(to, inputHandle(edge.input), 'left');
  const [d] = getBezierPath({
    sourceX: source.x,
    sourceY: source.y,
    sourcePosition: Position.Right,
    targetX: target.x,
    targetY: target.y,
    targetPosition: Position.Left,
  });
  const dashes = edge.kind === 'iterate' ? '6 4' : undefined;
  return element('path', { d, fill: 'none', stroke, 'stroke-width': 1.5, 'stroke-dasharray': dashes });
}
