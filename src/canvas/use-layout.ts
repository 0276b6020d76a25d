import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { graphOf } from '#core/workflow/graph.ts';
import { useToast } from '#src/ui/toast.ts';
import type { Editor } from './editor.ts';
import { nodeSize } from './geometry.ts';
import { requestLayout } from './layout-client.ts';

/** Arranges all tasks in a worker; the new places are one step of the history. */
export function useLayout(editor: Editor, announce: (sentence: string) => void) {
  const { t } = useTranslation('canvas');
  const flow = useReactFlow();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const layout = useCallback(async () => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    setBusy(true);
    const { document } = editor.state.get();
    const nodes = (document.tasks ?? []).map((task) => ({
      id: task.task_name,
      ...nodeSize(editor.lookup(task.app_id), false),
    }));
    try {
      const positions = await requestLayout({ nodes, edges: graphOf(document).edges }, control.signal);
      editor.run({ type: 'moveTasks', positions });
      announce(t('announce.laidOut'));
      requestAnimationFrame(() => void flow.fitView({ padding: 0.12, maxZoom: 1 }));
    } catch {
      if (!control.signal.aborted) toast.info(t('toolbar.layoutFailed'));
    } finally {
      if (running.current === control) setBusy(false);
    }
  }, [editor, announce, flow, toast, t]);
  return { layout, busy };
}
