/** Layered layout of a workflow by dagre. Pure and slow (seconds for thousands of tasks): runs in a worker. */
import { Graph, layout } from '@dagrejs/dagre';

export interface LayoutRequest {
  /** To the right unless it says down. */
  direction?: 'right' | 'down';
  nodes: readonly { id: string; width: number; height: number }[];
  edges: readonly { from: string; to: string }[];
}

/** Top left corner per node id. */
export type LayoutResult = Record<string, { x: number; y: number }>;

/** Tasks without edges are placed like all others; edges to tasks that are not there do not count. */
export function layoutGraph(request: LayoutRequest): LayoutResult {
  const graph = new Graph();
  const down = request.direction === 'down';
  graph.setGraph({
    rankdir: down ? 'TB' : 'LR',
    nodesep: down ? 48 : 32,
    ranksep: down ? 64 : 96,
    marginx: 0,
    marginy: 0,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of request.nodes) graph.setNode(node.id, { width: node.width, height: node.height });
  for (const edge of request.edges)
    if (edge.from !== edge.to && graph.hasNode(edge.from) && graph.hasNode(edge.to)) graph.setEdge(edge.from, edge.to);
  layout(graph);
  const result: LayoutResult = {};
  for (const { id, width, height } of request.nodes) {
    const centre = graph.node(id) as { x: number; y: number };
    result[id] = { x: Math.round(centre.x - width / 2), y: Math.round(centre.y - height / 2) };
  }
  return result;
}
