import { type ReactFlowInstance, useReactFlow, type Viewport } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { type Box, boundsOf } from '#core/workflow/arrange.ts';
import { movement } from './connect/movement.ts';
import { READABLE } from './drawing/fit.ts';
import { afterLayout, frameOfCanvas } from './drawing/in-view.ts';
import type { Editor } from './editor.ts';
import type { Hand } from './use-hand.ts';
import { type MadeRoom, roomMade, wayBack } from './way-back.ts';

/** Pixels kept free beside a task that was moved into view. */
const MARGIN = 16;

/** The frame of the canvas beside the panel, the boxes' place on the screen, and what is right of the canvas. */
function measured(flow: ReactFlowInstance, boxes: readonly Box[]) {
  const frame = frameOfCanvas();
  const whole = document.querySelector('.we')?.getBoundingClientRect();
  const bounds = boundsOf(boxes);
  if (!frame || !whole || !bounds) return undefined;
  const from = flow.flowToScreenPosition({ x: bounds.x, y: bounds.y });
  const to = flow.flowToScreenPosition({ x: bounds.x + bounds.width, y: bounds.y + bounds.height });
  return { frame, whole, bounds, from, to };
}

/** The view shifted by the least that shows the boxes; undefined where it need not or they are too wide. */
function shifted(flow: ReactFlowInstance, boxes: readonly Box[]): Viewport | undefined {
  const { frame, from, to } = measured(flow, boxes) ?? {};
  if (!frame || !from || !to) return undefined;
  const by = to.x + MARGIN - frame.right;
  if (by <= 0 || from.x - by < frame.left) return undefined;
  const { x, y, zoom } = flow.getViewport();
  return { x: x - by, y, zoom };
}

/** The view that shows the boxes beside the panel, if they could all be seen before it opened and still be read. */
function besidePanel(flow: ReactFlowInstance, boxes: readonly Box[]): Viewport | undefined {
  const { frame, whole, bounds, from, to } = measured(flow, boxes) ?? {};
  if (!frame || !whole || !bounds || !from || !to) return undefined;
  const wereSeen = from.x >= frame.left && to.x <= whole.right && from.y >= frame.top && to.y <= frame.bottom;
  if (!wereSeen || to.x <= frame.right) return undefined;
  const room = frame.width - 2 * MARGIN;
  if (to.x - from.x <= room) return shifted(flow, boxes);
  const zoom = room / bounds.width;
  if (zoom < READABLE) return undefined;
  const middle = (from.y + to.y) / 2 - frame.top;
  return { x: MARGIN - bounds.x * zoom, y: middle - (bounds.y + bounds.height / 2) * zoom, zoom };
}

/**
 * Keeps in view what the panel covers when it opens: all tasks, if all could be seen; else what a hand selected. Once it
 * is closed the view goes back, if nobody moved it or a task since. Nothing moves below a hand that is down, or between
 * the two clicks of a double click.
 */
export function useKeepInView(editor: Editor, { busy, isDown, untilSingle }: Hand, open: boolean): void {
  const flow = useReactFlow();
  const before = useRef({ busy, open });
  /** What happened since the view was last looked at: the panel opened or closed, a hand let go. */
  const since = useRef({ opened: false, closed: false, letGo: false });
  const made = useRef<MadeRoom>(undefined);
  /** When the view that was set on its way has arrived. */
  const arrival = useRef(0);
  useEffect(() => {
    const opened = open && (since.current.opened || !before.current.open);
    const closed = !open && (since.current.closed || before.current.open);
    const letGo = since.current.letGo || (!busy && before.current.busy);
    before.current = { busy, open };
    since.current = { opened, closed, letGo };
    if (busy || !(opened || closed || letGo)) return;
    const go = (view: Viewport) => {
      const { duration } = movement();
      arrival.current = performance.now() + duration;
      void flow.setViewport(view, { duration });
    };
    const makeRoom = () => {
      const { selectedTasks } = editor.state.get();
      const boxes = editor.boxes();
      const selected = boxes.filter(({ name }) => selectedTasks.has(name));
      const view = (opened && besidePanel(flow, boxes)) || (letGo && shifted(flow, selected));
      if (!view) return;
      made.current = roomMade(made.current, flow.getViewport(), view, boxes);
      go(view);
    };
    const goBack = () => {
      const view = wayBack(made.current, flow.getViewport(), editor.boxes());
      made.current = undefined;
      if (view) go(view);
    };
    const look = () => {
      if (isDown()) return;
      since.current = { opened: false, closed: false, letGo: false };
      if (closed) goBack();
      else makeRoom();
    };
    const wait = Math.max(untilSingle(), arrival.current - performance.now());
    const timer = setTimeout(() => afterLayout(look), wait);
    return () => clearTimeout(timer);
  }, [busy, isDown, untilSingle, open, editor, flow]);
}
