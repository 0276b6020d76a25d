import {
  Background,
  BackgroundVariant,
  ReactFlow,
  type ReactFlowInstance,
  type ReactFlowProps,
  type Viewport,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { type ReactNode, type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Drawing, DrawingContext } from './canvas-context.ts';
import './canvas.css';
import './task.css';
import './ports.css';
import './edges.css';
import './mini-map.css';
import './detail.css';
import { CanvasControls } from './canvas-controls.tsx';
import { EdgeLayer } from './edge-layer.tsx';
import { firstView } from './first-view.ts';
import { LEAST_ZOOM } from './fit.ts';
import type { Size } from './geometry.ts';
import type { Graph, TaskEdge, TaskNode } from './graph.ts';
import { MiniMap } from './mini-map.tsx';
import { TaskNodeView } from './task-node.tsx';
import { useDetail } from './use-detail.ts';
import { useDrawingWords } from './use-drawing-words.ts';
import { usePromotedPan } from './use-promoted-pan.ts';
import { useStableHandlers } from './use-stable-handlers.ts';
import { cornerOfMap } from './whole-view.ts';

const NODE_TYPES = { task: TaskNodeView };
const MULTI_SELECTION = ['Shift', 'Meta', 'Control'];

function useFlowLabels() {
  const { t } = useTranslation('canvas');
  return useMemo(
    () => ({
      'node.a11yDescription.default': t('a11y.node'),
      'node.a11yDescription.keyboardDisabled': t('a11y.nodeReadOnly'),
      'node.a11yDescription.ariaLiveMessage': ({ direction, x, y }: { direction: string; x: number; y: number }) =>
        t('a11y.moved', { direction, x: Math.round(x), y: Math.round(y) }),
      'edge.a11yDescription.default': t('a11y.edge'),
      'controls.ariaLabel': t('a11y.controls'),
      'controls.zoomIn.ariaLabel': t('a11y.zoomIn'),
      'controls.zoomOut.ariaLabel': t('a11y.zoomOut'),
      'controls.interactive.ariaLabel': t('a11y.lock'),
      'handle.ariaLabel': t('a11y.port'),
    }),
    [t],
  );
}

/** What the drawing decides itself. */
type Own = 'nodes' | 'edges' | 'nodeTypes' | 'onlyRenderVisibleElements' | 'fitView' | 'children';

interface Props extends Omit<ReactFlowProps<TaskNode, TaskEdge>, Own> {
  graph: Graph;
  editable: boolean;
  /** Name of the drawing for screen readers. */
  label: string;
  /** False hides the map of the whole. */
  map?: boolean;
  /** The task the view begins at, where not all can be shown large enough to be read. */
  shown?: string | undefined;
  children?: ReactNode;
}

const NO_EDGES: TaskEdge[] = [];
const copies = new WeakMap<TaskNode, TaskNode>();

/** The same node as another object, always the same one. */
function copyOf(node: TaskNode): TaskNode {
  const known = copies.get(node);
  if (known) return known;
  const copy = { ...node };
  copies.set(node, copy);
  return copy;
}

/**
 * What React Flow is given. Of spots it draws no edges, and measures ports that are not there: with the nodes' own
 * objects back, it takes the ports from them again.
 */
function useGiven({ nodes, edges }: Graph, layered: boolean): Graph {
  return useMemo(
    () => (layered ? { nodes: nodes.map(copyOf), edges: NO_EDGES } : { nodes, edges }),
    [nodes, edges, layered],
  );
}

/** The size of an element, read before the first picture and, should it have none yet, as soon as it has one. */
function useFirstSize(of: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const element = of.current;
    if (!element || size) return;
    const read = () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) setSize({ width, height });
    };
    read();
    const watch = new ResizeObserver(read);
    watch.observe(element);
    return () => watch.disconnect();
  }, [of, size]);
  return size;
}

interface SizedProps extends Props {
  root: RefObject<HTMLDivElement | null>;
  size: Size;
}

/** The drawing of a canvas whose size is known. */
function SizedFlow({ graph, editable, label, map = true, shown, children, root, size, ...handlers }: SizedProps) {
  const labels = useFlowLabels();
  const words = useDrawingWords();
  const [start] = useState(() => firstView(graph.nodes, size, { shown, corner: cornerOfMap(map, size) }));
  const { detail, large, showDetail } = useDetail(graph, start.zoom);
  const pan = usePromotedPan(root);
  const drawing = useMemo<Drawing>(() => ({ detail, words }), [detail, words]);
  const layered = detail === 'dots';
  const given = useGiven(graph, layered);
  const stable = useStableHandlers({
    ...handlers,
    onMoveStart: (event: MouseEvent | TouchEvent | null, view: Viewport) => {
      pan.start(view);
      handlers.onMoveStart?.(event, view);
    },
    onMove: (event: MouseEvent | TouchEvent | null, view: Viewport) => {
      pan.move(view);
      showDetail(view.zoom);
      handlers.onMove?.(event, view);
    },
    onMoveEnd: (event: MouseEvent | TouchEvent | null, view: Viewport) => {
      pan.end();
      handlers.onMoveEnd?.(event, view);
    },
    onInit: (flow: ReactFlowInstance<TaskNode, TaskEdge>) => {
      showDetail(flow.getZoom());
      handlers.onInit?.(flow);
    },
  });
  return (
    <DrawingContext value={drawing}>
      <ReactFlow<TaskNode, TaskEdge>
        nodes={given.nodes}
        edges={given.edges}
        nodeTypes={NODE_TYPES}
        nodesDraggable={editable}
        nodesConnectable={editable}
        edgesFocusable={editable}
        edgesReconnectable={false}
        elevateNodesOnSelect={false}
        deleteKeyCode={null}
        multiSelectionKeyCode={MULTI_SELECTION}
        selectionKeyCode="Shift"
        onlyRenderVisibleElements={large && !layered}
        connectionRadius={28}
        minZoom={LEAST_ZOOM}
        maxZoom={2}
        defaultViewport={start}
        ariaLabelConfig={labels}
        aria-label={label}
        data-detail={detail}
        tabIndex={-1}
        {...stable}
      >
        {!layered && <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--cv-border)" />}
        <CanvasControls map={map} />
        {map && <MiniMap nodes={graph.nodes} />}
        {layered && <EdgeLayer nodes={graph.nodes} edges={graph.edges} />}
        {children}
      </ReactFlow>
    </DrawingContext>
  );
}

/** The drawing itself, editable or only looked at. Its owner decides what a gesture means. */
export function CanvasFlow(props: Props) {
  const root = useRef<HTMLDivElement>(null);
  const size = useFirstSize(root);
  return (
    <div className="cv-root" ref={root}>
      {size && <SizedFlow {...props} root={root} size={size} />}
    </div>
  );
}
