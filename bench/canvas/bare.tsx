/** A bare React Flow with the nodes and edges of a sample, to measure the canvas against: default nodes, no extras. */
import {
  applyEdgeChanges,
  applyNodeChanges,
  Background,
  Controls,
  type Edge,
  type EdgeChange,
  type Node,
  type NodeChange,
  Position,
  ReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { signatureOf } from '#src/canvas/drawing/document.ts';
import { nodeSize } from '#src/canvas/drawing/geometry.ts';
import { sampleTasks } from './sample-graph.ts';

const wish = new URLSearchParams(location.search);
const number = (name: string) => Number(wish.get(name));

function sample(): { nodes: Node[]; edges: Edge[] } {
  const tasks = sampleTasks({ tasks: number('tasks'), edges: number('edges') });
  const nodes = tasks.map(({ task_name: id = '', location, app_info }): Node => {
    const { width, height } = nodeSize(signatureOf(app_info), false);
    return {
      id,
      position: { x: location?.x ?? 0, y: location?.y ?? 0 },
      data: { label: id },
      width,
      height,
      sourcePosition: Position.Right,
      targetPosition: Position.Left,
    };
  });
  const edges = tasks.flatMap(({ task_name: target = '', inputs = [] }) =>
    inputs.map(({ name, values = [] }): Edge => {
      const source = /^\$\{(.*)\./.exec(values[0] ?? '')?.[1] ?? '';
      return { id: `${source} ${target} ${name}`, source, target };
    }),
  );
  return { nodes, edges };
}

function Bare() {
  const [{ nodes, edges }, setGraph] = useState(sample);
  const culled = wish.get('cull') === '1';
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={useCallback(
        (changes: NodeChange[]) => setGraph((now) => ({ ...now, nodes: applyNodeChanges(changes, now.nodes) })),
        [],
      )}
      onEdgesChange={useCallback(
        (changes: EdgeChange[]) => setGraph((now) => ({ ...now, edges: applyEdgeChanges(changes, now.edges) })),
        [],
      )}
      onlyRenderVisibleElements={culled}
      minZoom={0.05}
      fitView={wish.get('fit') === '1'}
      defaultViewport={{ x: 40, y: 40, zoom: 1 }}
    >
      <Background />
      <Controls />
    </ReactFlow>
  );
}

/** It opens when asked to, so that loading the scripts is not measured. */
function Page() {
  const [open, setOpen] = useState(false);
  const size = { width: number('width'), height: number('height') };
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <div style={size}>{open ? <Bare /> : null}</div>
    </>
  );
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(<Page />);
