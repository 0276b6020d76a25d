import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useStore } from '#src/lib/use-store.ts';
import type { OutlineStore } from './outline-store.ts';
import type { OutlineRow } from './rows.ts';

/** Index of the current row; a row that went away leaves its place to the one that took it. */
export function useActiveRow(store: OutlineStore, rows: readonly OutlineRow[]): number {
  const { active } = useStore(store);
  const places = useMemo(() => new Map(rows.map((row, index) => [row.id, index])), [rows]);
  const last = useRef(0);
  const found = active === undefined ? undefined : places.get(active);
  const index = found ?? Math.max(0, Math.min(last.current, rows.length - 1));
  useEffect(() => {
    last.current = index;
  }, [index]);
  return index;
}

interface Roving {
  store: OutlineStore;
  rows: readonly OutlineRow[];
  active: number;
  grid: RefObject<HTMLDivElement | null>;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
}

/**
 * Keeps the focus with the current row: brings it into sight when it is asked for, and does not lose it when the row
 * that has it goes away (undone, removed).
 */
export function useRoving({ store, rows, active, grid, virtualizer }: Roving) {
  const { wantsFocus, editing, active: wanted } = useStore(store);
  const place = useRef(active);
  useLayoutEffect(() => {
    place.current = active;
  });
  const inside = useRef(false);
  const id = rows[active]?.id;

  const focusRow = useCallback(() => {
    const row = [...(grid.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].find(
      (element) => element.dataset.row === id,
    );
    row?.focus({ preventScroll: true });
    return row !== undefined;
  }, [grid, id]);

  // Looks at every drawing until the row is there: the first one of a grid, and of a row far away, is without it.
  useLayoutEffect(() => {
    if (!wantsFocus || id === undefined) return;
    virtualizer.scrollToIndex(active, { align: 'auto' });
    if (focusRow()) store.focused();
  });

  // Also when it was shown from elsewhere, or when its field opens.
  const shown = wanted === undefined ? undefined : `${wanted} ${editing?.row ?? ''}`;
  useLayoutEffect(() => {
    if (shown !== undefined) virtualizer.scrollToIndex(place.current, { align: 'auto' });
  }, [shown, virtualizer]);

  // Nothing tells that a focused row was taken out: the focus is just nowhere.
  useLayoutEffect(() => {
    if (inside.current && id !== undefined && rows.length > 0 && document.activeElement === document.body) focusRow();
  }, [rows, id, focusRow]);

  return {
    onFocus: useCallback(() => {
      inside.current = true;
    }, []),
    onBlur: useCallback((event: { relatedTarget: EventTarget | null }) => {
      if (event.relatedTarget !== null) inside.current = false;
    }, []),
  };
}
