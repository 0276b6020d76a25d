import {
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  ReactFlow,
  type ReactFlowProps,
  type Viewport,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createStore } from '#src/lib/store.ts';
import { stateOf } from '#src/ui/status.tsx';
import { type Drawing, DrawingContext } from './canvas-context.ts';
import { CanvasRoot } from './canvas-root.tsx';
import type { Graph, TaskEdge, TaskNode } from './project.ts';
import { TaskNodeView } from './task-node.tsx';
import { useDrawingWords } from './use-drawing-words.ts';

const NODE_TYPES = { task: TaskNodeView };
const MINI_MAP = { width: 150, height: 100 };
const FIT = { padding: 0.12, maxZoom: 1 };
/** Below this zoom port names cannot be read, so they are not shown. */
const FAR = 0.4;
/** From here on only what is in view is drawn; below, all tasks stay reachable with the Tab key. */
const CULL_FROM = 120;

/** A guess before the view is fitted, so that a large workflow is not drawn in detail for one frame. */
function startsFar({ nodes }: Graph): boolean {
  const ends = (side: 'x' | 'y') => nodes.map((node) => node.position[side]);
  const span = (values: number[]) => (values.length > 0 ? Math.max(...values) - Math.min(...values) : 0);
  return span(ends('x')) * FAR > innerWidth || span(ends('y')) * FAR > innerHeight;
}

const miniMapColour = (node: TaskNode): string =>
  node.data.run
    ? `var(--${stateOf(node.data.run.status)})`
    : node.selected
      ? 'var(--cv-brand)'
      : 'var(--cv-text-quiet)';

function useFlowLabels() {
  const { t } = useTranslation('canvas');
  return {
    'node.a11yDescription.default': t('a11y.node'),
    'node.a11yDescription.keyboardDisabled': t('a11y.nodeReadOnly'),
    'node.a11yDescription.ariaLiveMessage': ({ direction, x, y }: { direction: string; x: number; y: number }) =>
      t('a11y.moved', { direction, x: Math.round(x), y: Math.round(y) }),
    'edge.a11yDescription.default': t('a11y.edge'),
    'controls.ariaLabel': t('a11y.controls'),
    'controls.zoomIn.ariaLabel': t('a11y.zoomIn'),
    'controls.zoomOut.ariaLabel': t('a11y.zoomOut'),
    'controls.fitView.ariaLabel': t('a11y.fit'),
    'controls.interactive.ariaLabel': t('a11y.lock'),
    'minimap.ariaLabel': t('a11y.minimap'),
    'handle.ariaLabel': t('a11y.port'),
  };
}

type Handlers = Pick<
  ReactFlowProps<TaskNode, TaskEdge>,
  | 'onNodesChange'
  | 'onEdgesChange'
  | 'onConnect'
  | 'onConnectStart'
  | 'onConnectEnd'
  | 'isValidConnection'
  | 'onDragOver'
  | 'onDrop'
  | 'onNodeClick'
  | 'onKeyDown'
  | 'onKeyDownCapture'
  | 'onKeyUp'
  | 'onBlur'
  | 'onPaneClick'
>;

interface Props extends Handlers {
  graph: Graph;
  editable: boolean;
  /** Name of the drawing for screen readers. */
  label: string;
  children?: ReactNode;
}

/** The drawing itself, editable or only looked at. Its owner decides what a gesture means. */
export function CanvasFlow({ graph, editable, label, children, ...handlers }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const labels = useFlowLabels();
  const words = useDrawingWords();
  const [far] = useState(() => createStore(startsFar(graph)));
  // A canvas that starts empty keeps its view: the first task stays where it was dropped.
  const [fits] = useState(graph.nodes.length > 0);
  const drawing = useMemo<Drawing>(() => ({ far, words }), [far, words]);
  const showDetail = useCallback(
    (_: unknown, viewport: Viewport) => {
      far.set(viewport.zoom < FAR);
      if (root.current) root.current.dataset.far = String(far.get());
    },
    [far],
  );
  return (
    <DrawingContext value={drawing}>
      <CanvasRoot ref={root}>
        <ReactFlow<TaskNode, TaskEdge>
          nodes={graph.nodes}
          edges={graph.edges}
          nodeTypes={NODE_TYPES}
          nodesDraggable={editable}
          nodesConnectable={editable}
          edgesFocusable={editable}
          edgesReconnectable={false}
          elevateNodesOnSelect={false}
          deleteKeyCode={null}
          multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
          selectionKeyCode="Shift"
          onlyRenderVisibleElements={graph.nodes.length >= CULL_FROM}
          connectionRadius={28}
          minZoom={0.08}
          maxZoom={2}
          fitView={fits}
          fitViewOptions={FIT}
          onMove={showDetail}
          onInit={(flow) => showDetail(undefined, flow.getViewport())}
          ariaLabelConfig={labels}
          aria-label={label}
          tabIndex={-1}
          {...handlers}
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--cv-border)" />
          <Controls showInteractive={false} fitViewOptions={FIT} />
          <MiniMap<TaskNode> style={MINI_MAP} pannable zoomable nodeColor={miniMapColour} nodeStrokeWidth={0} />
          {children}
        </ReactFlow>
      </CanvasRoot>
    </DrawingContext>
  );
}
