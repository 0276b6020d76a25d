import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Act, Bench, Habits } from '../bench.ts';
import { movement } from '../connect/movement.ts';
import type { TaskEdge, TaskNode } from '../drawing/graph.ts';
import { fitWhole } from '../drawing/show-whole.ts';
import { useEditorServices } from '../editor-context.ts';

type ViewAct =
  | 'fitAll'
  | 'fitSelection'
  | 'zoomIn'
  | 'zoomOut'
  | 'zoomFull'
  | 'map'
  | 'snap'
  | 'selectTool'
  | 'handTool'
  | 'shortcuts';

/** A few tasks may be looked at more closely than the whole. */
const CLOSE = { padding: 0.2, maxZoom: 1.5 };

/** Acts that change how the workflow is looked at; the document stays as it is. */
export function useViewActs(bench: Bench): Record<ViewAct, Act> {
  const { t } = useTranslation('gestures');
  const { editor, announce } = useEditorServices();
  const flow = useReactFlow<TaskNode, TaskEdge>();
  return useMemo(() => {
    const change = (habits: Partial<Habits>) => bench.habits.set({ ...bench.habits.get(), ...habits });
    const noTasks = () => editor.boxes().length === 0 && t('why.noTasks');
    /** Tasks that are selected, and those at the ends of selected edges. */
    const chosen = () => {
      const { selectedTasks, selectedEdges } = editor.state.get();
      const ends = flow.getEdges().filter(({ id }) => selectedEdges.has(id));
      return [...new Set([...selectedTasks, ...ends.flatMap(({ source, target }) => [source, target])])];
    };
    const tool = (which: Habits['tool']): Act => ({
      run: () => {
        change({ tool: which });
        announce(t(`announce.${which}Tool`));
      },
      pressed: () => bench.habits.get().tool === which,
    });
    return {
      fitAll: { run: () => fitWhole(flow), reason: noTasks },
      fitSelection: {
        run: () => {
          const nodes = chosen().map((id) => ({ id }));
          if (nodes.length > 0) void flow.fitView({ nodes, ...CLOSE, ...movement() });
        },
        reason: () => chosen().length === 0 && t('why.selectTask'),
      },
      zoomIn: { run: () => void flow.zoomIn(movement()) },
      zoomOut: { run: () => void flow.zoomOut(movement()) },
      zoomFull: { run: () => void flow.zoomTo(1, movement()) },
      map: { run: () => change({ map: !bench.habits.get().map }), pressed: () => bench.habits.get().map },
      snap: {
        run: () => {
          change({ snap: !bench.habits.get().snap });
          announce(t(bench.habits.get().snap ? 'announce.snapOn' : 'announce.snapOff'));
        },
        pressed: () => bench.habits.get().snap,
      },
      selectTool: tool('select'),
      handTool: tool('hand'),
      shortcuts: { run: () => bench.overlay.set({ kind: 'shortcuts' }) },
    };
  }, [bench, editor, announce, flow, t]);
}
