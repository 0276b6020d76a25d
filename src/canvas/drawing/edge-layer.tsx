import { ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { Graph, TaskEdge, TaskNode } from './graph.ts';

/** So many edges are one path: few elements, and what lies elsewhere is still skipped when a part is painted. */
const BUNDLE = 40;

function endOf(node: TaskNode | undefined, handle: string | null | undefined): { x: number; y: number } | undefined {
  const port = node?.handles?.find(({ id }) => id === handle);
  if (!node || !port) return undefined;
  const { width = 0, height = 0 } = port;
  return { x: node.position.x + port.x + width / 2, y: node.position.y + port.y + height / 2 };
}

function curve(edge: TaskEdge, nodes: ReadonlyMap<string, TaskNode>): string {
  const from = endOf(nodes.get(edge.source), edge.sourceHandle);
  const to = endOf(nodes.get(edge.target), edge.targetHandle);
  if (!from || !to) return '';
  const bend = Math.max(40, Math.abs(to.x - from.x) / 2);
  return `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}

/** Paths of many edges each, with the class their edges have in common. */
export function bundleEdges({ nodes, edges }: Graph): { key: string; className: string; d: string }[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const open = new Map<string, { key: string; className: string; count: number; d: string }>();
  const bundles: { key: string; className: string; d: string }[] = [];
  for (const edge of edges) {
    const className = edge.selected ? 'cv-edge-strong' : (edge.className ?? '');
    let bundle = open.get(className);
    if (!bundle || bundle.count >= BUNDLE) {
      bundle = { key: `${className} ${bundles.length}`, className, count: 0, d: '' };
      open.set(className, bundle);
      bundles.push(bundle);
    }
    bundle.count += 1;
    bundle.d += curve(edge, byId);
  }
  return bundles;
}

/**
 * All edges of a large workflow that is seen from far away, where none can be pointed at: React Flow would compute each
 * of them anew whenever the view moves.
 */
export const EdgeLayer = memo(function EdgeLayer({ nodes, edges }: Graph) {
  const bundles = useMemo(() => bundleEdges({ nodes, edges }), [nodes, edges]);
  return (
    <ViewportPortal>
      <svg className="cv-edge-layer" aria-hidden="true">
        {bundles.map(({ key, className, d }) => (
          <path key={key} className={className} d={d} />
        ))}
      </svg>
    </ViewportPortal>
  );
});
