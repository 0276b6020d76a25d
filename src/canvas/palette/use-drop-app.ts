import { useReactFlow } from '@xyflow/react';
import type { DragEvent } from 'react';
import { edgesOf } from '#core/workflow/graph.ts';
import type { WorkflowEdge } from '#core/workflow/types.ts';
import { useEdgeMark } from '../connect/use-edge-mark.ts';
import { NODE_WIDTH } from '../drawing/geometry.ts';
import { edgeId } from '../drawing/graph.ts';
import type { Point } from '../drawing/placement.ts';
import { useEditor } from '../editor-context.ts';

/** Type of the data a palette entry drags. */
export const APP_MIME = 'application/x-eihealth-app';

/** Half the height of a task with few ports; where it is dropped, its middle comes to lie. */
const HALF_HEIGHT = 50;

const edgeUnder = ({ clientX, clientY }: DragEvent): HTMLElement | null =>
  document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('.react-flow__edge') ?? null;

/** An app of the palette dragged over the canvas: an edge below it is shown as the place it would take. */
export function useDropApp(onDropApp: (appId: string, at: Point, edge?: WorkflowEdge) => void) {
  const editor = useEditor();
  const flow = useReactFlow();
  const mark = useEdgeMark();
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(APP_MIME)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      mark.show(edgeUnder(event));
    },
    onDragLeave: (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) mark.show(null);
    },
    onDrop: (event: DragEvent) => {
      const id = mark.take();
      const appId = event.dataTransfer.getData(APP_MIME);
      if (!appId) return;
      event.preventDefault();
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const edge = edgesOf(editor.state.get().document).find((one) => edgeId(one) === id);
      onDropApp(appId, edge ? { x: at.x - NODE_WIDTH / 2, y: at.y - HALF_HEIGHT } : at, edge);
    },
  };
}
