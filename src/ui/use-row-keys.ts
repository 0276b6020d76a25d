import type { Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';

interface RowKeys {
  count: number;
  scroller: RefObject<HTMLDivElement | null>;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  pageSize: number;
  onOpen(index: number): void;
  onToggle(index: number): void;
  /** Takes Space when given. */
  onPeek: ((index: number) => void) | undefined;
  onMove(index: number): void;
}

/** Keys of a table: one row is in the tab order; ↑ ↓ Home End Page move, Enter opens, Space selects. */
export function useRowKeys(keys: RowKeys) {
  const { count, scroller, virtualizer, pageSize, onOpen, onToggle, onPeek, onMove } = keys;
  const [active, setActive] = useState(0);
  const moved = useRef(false);

  useLayoutEffect(() => {
    if (!moved.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    if (!row) return;
    row.focus({ preventScroll: true });
    moved.current = false;
  });

  const move = (to: number) => {
    const next = Math.max(0, Math.min(count - 1, to));
    moved.current = true;
    setActive(next);
    virtualizer.scrollToIndex(next);
    onMove(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Keys inside a link, checkbox or menu of the row belong to it.
    if (!(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return;
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: count - 1,
      PageDown: active + pageSize,
      PageUp: active - pageSize,
    };
    const to = moves[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter') onOpen(active);
    else if (event.key === ' ' && onPeek && !event.ctrlKey && !event.metaKey) onPeek(active);
    else if (event.key === ' ') onToggle(active);
    else return;
    event.preventDefault();
  };

  return {
    active: Math.min(active, Math.max(0, count - 1)),
    onKeyDown,
    onFocusRow: (index: number) => setActive(index),
  };
}
