import { useReactFlow } from '@xyflow/react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LooseEnd } from '#core/workflow/insert.ts';
import type { AppSignature, WorkflowEdge } from '#core/workflow/types.ts';
import { useToast } from '#src/ui/toast.ts';
import { NODE_WIDTH } from '../drawing/geometry.ts';
import { frameOfCanvas } from '../drawing/in-view.ts';
import type { Point } from '../drawing/placement.ts';
import type { useReveal } from '../drawing/use-reveal.ts';
import { useEditorServices } from '../editor-context.ts';
import { attachTask, insertOnEdge, spliceOnEdge } from './edge-acts.ts';
import { focusTask } from './focus.ts';

/**
 * Adds tasks of apps that have to be read first; on an edge, both connections are made with it. `add` gives the name of
 * a task that stands for itself, undefined when there is none.
 */
export function useAdd(loadApp: (appId: string) => Promise<AppSignature>, reveal: ReturnType<typeof useReveal>) {
  const { t } = useTranslation('canvas');
  const { t: own } = useTranslation('gestures');
  const { editor, announce } = useEditorServices();
  const flow = useReactFlow();
  const toast = useToast();
  const [adding, setAdding] = useState<ReadonlySet<string>>(new Set());
  const wantedPlace = useCallback((): Point => {
    const [selected] = editor.state.get().selectedTasks;
    const node = selected === undefined ? undefined : flow.getNode(selected);
    if (node) return { x: node.position.x + NODE_WIDTH + 96, y: node.position.y };
    const frame = frameOfCanvas();
    const centre = { x: (frame?.left ?? 0) + (frame?.width ?? 0) / 2, y: (frame?.top ?? 0) + (frame?.height ?? 0) / 2 };
    const at = flow.screenToFlowPosition(centre);
    return { x: at.x - NODE_WIDTH / 2, y: at.y - 60 };
  }, [editor, flow]);
  const insert = useCallback(
    (app: AppSignature, edge: WorkflowEdge, at?: Point): boolean => {
      const name = insertOnEdge(editor, app, edge, at);
      if (name === undefined) return false;
      announce(own('announce.inserted', { task: name, from: edge.from, to: edge.to }));
      reveal(name, [edge.from, edge.to]);
      return true;
    },
    [editor, announce, reveal, own],
  );
  const splice = useCallback(
    (task: string, edge: WorkflowEdge) => {
      if (!spliceOnEdge(editor, task, edge)) return;
      announce(own('announce.inserted', { task, from: edge.from, to: edge.to }));
      reveal(task, [edge.from, edge.to]);
    },
    [editor, announce, reveal, own],
  );
  const attach = useCallback(
    (app: AppSignature, end: LooseEnd, at: Point) => {
      const edge = attachTask(editor, app, end, at);
      if (!edge) return;
      announce(t('announce.connected', { ...edge }));
      const added = edge.from === end.task ? edge.to : edge.from;
      reveal(added, [end.task]);
      focusTask(added);
    },
    [editor, announce, reveal, t],
  );
  const add = useCallback(
    async (appId: string, at?: Point, edge?: WorkflowEdge): Promise<string | undefined> => {
      setAdding((now) => new Set(now).add(appId));
      try {
        const app = await loadApp(appId);
        if (edge && insert(app, edge, at)) return undefined;
        const before = [...editor.state.get().selectedTasks];
        const name = editor.add(app, at ?? wantedPlace());
        announce(t('announce.added', { name }));
        if (edge) toast.info(own('insert.refused', { app: `${app.name} ${app.version}` }));
        reveal(name, before);
        return name;
      } catch (error) {
        toast.failed(error);
        return undefined;
      } finally {
        setAdding((now) => new Set([...now].filter((id) => id !== appId)));
      }
    },
    [editor, loadApp, insert, wantedPlace, announce, reveal, toast, t, own],
  );
  return { add, insert, splice, attach, adding };
}
