import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { movement } from '../connect/movement.ts';
import { useEditor } from '../editor-context.ts';
import { FIT, READABLE } from './fit.ts';
import { afterLayout, isInView } from './in-view.ts';

/** Shows a task, with others if the view has to move: selects it and leaves the view alone when it is in it. */
export function useReveal() {
  const editor = useEditor();
  const flow = useReactFlow();
  return useCallback(
    (task: string, together: readonly string[] = []) => {
      editor.select([task]);
      afterLayout(() => {
        const shown = [task, ...together].map((id) => ({ id }));
        if (!isInView(flow, task)) void flow.fitView({ nodes: shown, ...FIT, minZoom: READABLE, ...movement() });
      });
    },
    [editor, flow],
  );
}
