/** The task the pointer rests on or the keyboard is at, for what is shown of it beside it. */
import { type FocusEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { TaskNode } from './graph.ts';

/** A pointer that only passes over a task asks for nothing. */
const REST_MS = 350;

const nodeOf = (target: EventTarget): HTMLElement | null =>
  target instanceof HTMLElement && target.classList.contains('react-flow__node') ? target : null;

/** Name of the task, and the handlers the drawing needs to know it. */
export function usePointedTask() {
  const [pointed, setPointed] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const handlers = useMemo(() => {
    const leave = () => {
      clearTimeout(timer.current);
      setPointed(undefined);
    };
    return {
      onNodeMouseEnter: (_: MouseEvent, node: TaskNode) => {
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setPointed(node.id), REST_MS);
      },
      onNodeMouseLeave: leave,
      onMoveStart: (event: unknown) => {
        if (event) leave();
      },
      onFocus: ({ target }: FocusEvent) => {
        const node = nodeOf(target);
        if (node?.matches(':focus-visible')) setPointed(node.dataset.id);
      },
      onBlur: ({ target }: FocusEvent) => {
        if (nodeOf(target)) leave();
      },
    };
  }, []);
  return { pointed, handlers };
}
