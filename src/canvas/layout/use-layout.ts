import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boundsOf } from '#core/workflow/arrange.ts';
import { graphOf } from '#core/workflow/graph.ts';
import { nextFrame } from '#src/lib/next-frame.ts';
import { createStore } from '#src/lib/store.ts';
import { useToast } from '#src/ui/toast.ts';
import type { TaskEdge, TaskNode } from '../drawing/graph.ts';
import type { Point } from '../drawing/placement.ts';
import { showWhole } from '../drawing/show-whole.ts';
import type { Editor } from '../editor.ts';
import { requestLayout } from './layout-client.ts';
import type { LayoutRequest, LayoutResult } from './layout-graph.ts';
import { moveInFrames } from './move-in-frames.ts';

export interface LayoutWish {
  direction: NonNullable<LayoutRequest['direction']>;
  /** Tasks that may move; all when absent. The others keep their places. */
  only?: ReadonlySet<string>;
}

/** The places moved so that their top left corner is at a point. */
function movedTo(places: LayoutResult, corner: Point): LayoutResult {
  const all = Object.values(places);
  const by = { x: corner.x - Math.min(...all.map(({ x }) => x)), y: corner.y - Math.min(...all.map(({ y }) => y)) };
  return Object.fromEntries(Object.entries(places).map(([name, { x, y }]) => [name, { x: x + by.x, y: y + by.y }]));
}

/** Arranges tasks in a worker; the new places are one step of the history. */
export function useLayout(editor: Editor, announce: (sentence: string) => void) {
  const { t } = useTranslation('canvas');
  const flow = useReactFlow<TaskNode, TaskEdge>();
  const toast = useToast();
  // A store, so that only the button that shows it is drawn again.
  const [busy] = useState(() => createStore(false));
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const layout = useCallback(
    async ({ direction, only }: LayoutWish) => {
      running.current?.abort();
      const control = new AbortController();
      running.current = control;
      busy.set(true);
      try {
        // The button says so before a large workflow is copied to the worker.
        await nextFrame();
        const boxes = editor.boxes().filter(({ name }) => !only || only.has(name));
        const bounds = boundsOf(boxes);
        if (!bounds) return;
        const nodes = boxes.map(({ name, width, height }) => ({ id: name, width, height }));
        const names = new Set(boxes.map(({ name }) => name));
        const edges = graphOf(editor.state.get().document).edges.filter(
          ({ from, to }) => names.has(from) && names.has(to),
        );
        const places = await requestLayout({ direction, nodes, edges }, control.signal);
        const positions = only ? movedTo(places, bounds) : places;
        await moveInFrames(editor, positions);
        announce(t('announce.laidOut'));
        if (!only) requestAnimationFrame(() => showWhole(flow));
      } catch {
        if (!control.signal.aborted) toast.info(t('toolbar.layoutFailed'));
      } finally {
        if (running.current === control) busy.set(false);
      }
    },
    [editor, announce, flow, toast, t, busy],
  );
  return { layout, busy };
}
