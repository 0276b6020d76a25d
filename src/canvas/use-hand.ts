import { useReactFlow } from '@xyflow/react';
import { type PointerEvent, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { frameOfCanvas } from './drawing/in-view.ts';
import type { Editor } from './editor.ts';

/** The task panel is never wider (see its style sheet): where it may come to lie, one click waits for a second. */
const WIDEST_PANEL = 480;
/** Two clicks further apart than this are no double click. */
const DOUBLE_CLICK_MS = 300;

const isPanelOpen = () => document.querySelector('.we[data-panel="true"]') !== null;

export interface Hand {
  /** Nothing beside the canvas opens or closes now. */
  busy: boolean;
  /** Whether a button is pressed. */
  isDown: () => boolean;
  /** Milliseconds in which the last click may still become a double click. */
  untilSingle: () => number;
}

/**
 * Whether a hand is at work on the canvas: from the press of a button until it is let go, for a double click after that
 * where the panel would slide under the pointer, and between the two clicks that connect. Nothing beside the canvas
 * opens or closes meanwhile, and nothing moves below a pointer that is pressed.
 */
export function useHand(editor: Editor) {
  const flow = useReactFlow();
  const connecting = useSyncExternalStore(editor.connecting.subscribe, () => editor.connecting.get() !== undefined);
  const [pressed, setPressed] = useState(false);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const down = useRef(false);
  const releasedAt = useRef(Number.NEGATIVE_INFINITY);
  const onRelease = useCallback(({ clientX }: { clientX: number }) => {
    const rest = () => setPressed(false);
    const right = frameOfCanvas()?.right ?? 0;
    clearTimeout(waiting.current);
    if (isPanelOpen() || clientX < right - WIDEST_PANEL) rest();
    else waiting.current = setTimeout(rest, DOUBLE_CLICK_MS);
  }, []);
  const stopListening = useRef<() => void>(undefined);
  useEffect(
    () => () => {
      clearTimeout(waiting.current);
      stopListening.current?.();
    },
    [],
  );
  const onPointerDownCapture = useCallback(
    (event: PointerEvent) => {
      clearTimeout(waiting.current);
      // What is pressed on the canvas; a menu in front of it only passes its events on.
      if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
      setPressed(true);
      down.current = true;
      // A view that is still on its way stops here.
      void flow.setViewport(flow.getViewport());
      // At once, not in an effect: a quick hand lets go before the page has drawn that it is busy.
      stopListening.current?.();
      const released = new AbortController();
      stopListening.current = () => released.abort();
      const release = (up: globalThis.PointerEvent) => {
        released.abort();
        down.current = false;
        releasedAt.current = performance.now();
        onRelease(up);
      };
      window.addEventListener('pointerup', release, { signal: released.signal });
      window.addEventListener('pointercancel', release, { signal: released.signal });
    },
    [flow, onRelease],
  );
  const isDown = useCallback(() => down.current, []);
  const untilSingle = useCallback(() => Math.max(0, releasedAt.current + DOUBLE_CLICK_MS - performance.now()), []);
  return { busy: pressed || connecting, isDown, untilSingle, onPointerDownCapture };
}

/** The value as it was when the hand came down, until it lets go. */
export function useHeld<T>(value: T, busy: boolean): T {
  const [held, setHeld] = useState(value);
  if (!busy && held !== value) setHeld(value);
  return busy ? held : value;
}
