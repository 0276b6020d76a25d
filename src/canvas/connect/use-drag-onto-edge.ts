import { type ReactFlowProps, useReactFlow } from '@xyflow/react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowEdge } from '#core/workflow/types.ts';
import { edgesForTask, spliceOnEdge } from '../acts/edge-acts.ts';
import { useBench } from '../bench.ts';
import type { TaskEdge, TaskNode } from '../drawing/graph.ts';
import type { Point } from '../drawing/placement.ts';
import { useEditorServices } from '../editor-context.ts';
import { useEdgeMark } from './use-edge-mark.ts';

type Handlers = Required<Pick<ReactFlowProps<TaskNode, TaskEdge>, 'onNodeDragStart' | 'onNodeDrag' | 'onNodeDragStop'>>;

const NOWHERE: ReadonlyMap<string, WorkflowEdge> = new Map();

/** The edges at a point of the window, the uppermost first; what lies behind another task is not pointed at. */
function edgesAt({ x, y }: Point, dragged: string): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (const element of document.elementsFromPoint(x, y)) {
    const task = element.closest<HTMLElement>('.react-flow__node');
    if (task && task.dataset.id !== dragged) break;
    const edge = element.closest<HTMLElement>('.react-flow__edge');
    if (edge) found.push(edge);
  }
  return found;
}

const middleOf = ({ position, width = 0, height = 0 }: TaskNode): Point => ({
  x: position.x + width / 2,
  y: position.y + height / 2,
});

/**
 * A task that stands by itself, dragged over an edge: where its ports fit, the edge below the pointer or below the
 * middle of the task is shown as its place. `drop` ends the drag, as one step either way.
 */
export function useDragOntoEdge(): Handlers & { drop: (positions: ReadonlyMap<string, Point>) => void } {
  const { t } = useTranslation('gestures');
  const { editor, announce } = useEditorServices();
  const { bench } = useBench();
  const flow = useReactFlow();
  const mark = useEdgeMark();
  /** Edges the dragged task fits on; of most tasks none, and nothing is looked for. */
  const places = useRef(NOWHERE);
  return {
    onNodeDragStart: (_, node, nodes) => {
      places.current = nodes.length === 1 ? edgesForTask(editor, node.id) : NOWHERE;
    },
    onNodeDrag: (_, node) => {
      if (places.current.size === 0) return;
      const points = [bench.pointer.at, flow.flowToScreenPosition(middleOf(node))];
      const below = points.flatMap((point) => (point ? edgesAt(point, node.id) : []));
      mark.show(below.find(({ dataset }) => places.current.has(dataset.id ?? '')) ?? null);
    },
    onNodeDragStop: () => {
      mark.show(null);
      places.current = NOWHERE;
    },
    drop: (positions) => {
      const edge = places.current.get(mark.take() ?? '');
      const [name, at] = [...positions][0] ?? [];
      if (!edge || name === undefined || !spliceOnEdge(editor, name, edge, at)) return editor.drop(positions);
      announce(t('announce.inserted', { task: name, from: edge.from, to: edge.to }));
    },
  };
}
