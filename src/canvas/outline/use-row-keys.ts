import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBench } from '../bench.ts';
import { useEditorServices } from '../editor-context.ts';
import { findTyped, moveBy, nextProblem } from './moves.ts';
import { useOutlineServices } from './outline-context.ts';
import { placeOfProblem } from './row-ids.ts';
import { type OutlineRow, taskOfRow, tasksBetween } from './rows.ts';
import { useNudge } from './use-nudge.ts';
import { type RowActs, useRowActs } from './use-row-acts.ts';
import { useRowMenu } from './use-row-menu.ts';
import { useRowWords } from './use-row-words.ts';
import { useShift } from './use-shift.ts';

/** Milliseconds after which a letter begins a new word. */
const TYPING_PAUSE = 700;

interface Keys {
  rows: readonly OutlineRow[];
  active: number;
  /** Rows on the screen. */
  page: () => number;
}

/** Selecting tasks while the current row moves. */
function useSelecting(rows: readonly OutlineRow[]) {
  const { t } = useTranslation('outline');
  const { editor, announce } = useEditorServices();
  const { onSelect } = useOutlineServices();
  const anchor = useRef<string>(undefined);
  const say = () => announce(t('announce.selected', { count: editor.state.get().selectedTasks.size }));
  return {
    /** Selects the task of a row, alone; a row without one leaves the selection as it is. */
    one: (index: number) => {
      const row = rows[index];
      const task = taskOfRow(row);
      anchor.current = row?.id;
      const { selectedTasks } = editor.state.get();
      if (task !== undefined && !(selectedTasks.size === 1 && selectedTasks.has(task))) onSelect(task);
    },
    /** Selects all from where selecting began. */
    range: (from: number, to: number) => {
      anchor.current ??= rows[from]?.id;
      const start = rows.findIndex((row) => row.id === anchor.current);
      editor.select(tasksBetween(rows, start < 0 ? from : start, to));
      say();
    },
    toggle: (index: number) => {
      const task = taskOfRow(rows[index]);
      if (task === undefined) return;
      anchor.current = rows[index]?.id;
      const next = new Set(editor.state.get().selectedTasks);
      if (!next.delete(task)) next.add(task);
      editor.select(next);
      say();
    },
  };
}

export type Selecting = ReturnType<typeof useSelecting>;

/** Walks by the letters of a row's name. */
function useTypeahead(rows: readonly OutlineRow[]) {
  const words = useRowWords();
  const typed = useRef({ text: '', at: 0 });
  return (letter: string, active: number, now: number): number | undefined => {
    const goesOn = now - typed.current.at < TYPING_PAUSE;
    typed.current = { text: (goesOn ? typed.current.text : '') + letter, at: now };
    return findTyped(rows.map(words.name), active, typed.current.text);
  };
}

/** Goes to the next problem, or says that there is none. */
export function useNextProblem(rows: readonly OutlineRow[], active: number, selecting: Selecting) {
  const { t } = useTranslation('outline');
  const { announce } = useEditorServices();
  const { store } = useOutlineServices();
  return (step: 1 | -1, from = active) => {
    const found = nextProblem(rows, from, step);
    const row = found === undefined ? undefined : rows[found];
    if (found === undefined || !row) return announce(t('announce.noProblem'));
    selecting.one(found);
    const place =
      row.expanded === false ? row.problems.map(placeOfProblem).find((one) => one?.id !== row.id) : undefined;
    if (place) store.reveal(place);
    else store.activate(row.id);
  };
}

type Acts = RowActs & {
  selecting: Selecting;
  nextProblem: (step: 1 | -1, from: number) => void;
  /** Moves a task before or after its neighbour. */
  shift: (row: OutlineRow, step: 1 | -1) => void;
  /** Opens the sheet of all keys. */
  showKeys: () => void;
};

/** Keys that do something to a row; false when the key means nothing here. */
function useActKeys(rows: readonly OutlineRow[], acts: Acts) {
  const { onShowOnCanvas, onDetails } = useOutlineServices();
  const openMenu = useRowMenu();
  return (event: KeyboardEvent, at: number): boolean => {
    const row = rows[at];
    if (!row) return false;
    const task = taskOfRow(row);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    switch (event.key) {
      case 'Enter':
        if (plain) acts.open(row);
        else if (task === undefined) return false;
        else if (event.altKey) onDetails?.(task);
        else onShowOnCanvas(task);
        return true;
      case 'ContextMenu':
      case 'F10':
        if (event.key === 'F10' && !event.shiftKey) return false;
        if (event.target instanceof Element) openMenu(row, event.target);
        return true;
      case '?':
        acts.showKeys();
        return true;
      case 'F2':
        acts.rename(row);
        return true;
      case 'F8':
        acts.nextProblem(event.shiftKey ? -1 : 1, at);
        return true;
      case 'Insert':
        if (plain && !event.shiftKey) acts.add();
        return plain && !event.shiftKey;
      case 'Delete':
      case 'Backspace':
        acts.remove(row);
        return true;
      case ' ':
        acts.selecting.toggle(at);
        return true;
      case '+':
        if (plain) acts.add();
        return plain;
      case '=':
        if (!plain || (row.kind !== 'input' && row.kind !== 'use')) return false;
        acts.edit(row, row.kind === 'input' ? 'reference' : 'own');
        return true;
      case 'ArrowUp':
      case 'ArrowDown':
        if (event.altKey) acts.shift(row, event.key === 'ArrowUp' ? -1 : 1);
        return event.altKey;
      default:
        return false;
    }
  };
}

/** Keys of the outline (the tree grid pattern of WAI-ARIA, with the focus on rows). */
export function useRowKeys({ rows, active, page }: Keys) {
  const { store } = useOutlineServices();
  const selecting = useSelecting(rows);
  const nextProblemFrom = useNextProblem(rows, active, selecting);
  const shift = useShift();
  const rowActs = useRowActs();
  const { acts } = useBench();
  const showKeys = acts.shortcuts.run;
  const act = useActKeys(rows, { ...rowActs, selecting, nextProblem: nextProblemFrom, shift, showKeys });
  const nudge = useNudge();
  const typeahead = useTypeahead(rows);

  const goTo = (index: number, from: number, event: KeyboardEvent) => {
    const row = rows[index];
    if (!row) return;
    if (event.shiftKey && index !== from) selecting.range(from, index);
    else if (!event.ctrlKey && !event.metaKey) selecting.one(index);
    store.activate(row.id);
  };
  const move = (event: KeyboardEvent, from: number): boolean => {
    if (event.altKey) return false;
    const found = moveBy(event.key, rows, from, page());
    if (!found) return false;
    const row = 'open' in found ? rows[found.open] : undefined;
    if ('to' in found) goTo(found.to, from, event);
    else if (row) store.setExpanded(row.id, found.expand);
    return true;
  };
  const type = (event: KeyboardEvent, from: number): boolean => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
    const found = typeahead(event.key, from, event.timeStamp);
    if (found !== undefined) goTo(found, from, event);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Fields and buttons inside a row have keys of their own.
    const id = event.target instanceof HTMLElement ? event.target.dataset.row : undefined;
    if (id === undefined) return;
    // A screen reader may have put the focus on another row than the one that was current.
    const focused = rows.findIndex((row) => row.id === id);
    const at = focused < 0 ? active : focused;
    const row = rows[at];
    const nudged = row !== undefined && nudge.press(event, row);
    if (!nudged && event.key !== 'Shift') nudge.release();
    if (!nudged && !act(event, at) && !move(event, at) && !type(event, at)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onKeyUp = ({ key }: KeyboardEvent) => {
    if (key.startsWith('Arrow') || key === 'Alt') nudge.release();
  };
  return { onKeyDown, onKeyUp, onBlur: nudge.release, selecting, nextProblem: nextProblemFrom, acts: rowActs, shift };
}
