import { type KeyboardEvent, useCallback, useEffect } from 'react';
import type { Acts } from '../bench.ts';
import type { Editor } from '../editor.ts';
import { type ActId, actOf } from './shortcuts.ts';

/** Where the browser's own editing keys mean something else. */
export const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const isCanvas = (target: EventTarget): boolean =>
  target instanceof Element &&
  target.closest('.we-canvas') !== null &&
  target.closest('button, [role="menu"]') === null;

/** What may be done by those who only look. */
const LOOKING: ReadonlySet<ActId> = new Set([
  'copy',
  'selectAll',
  'open',
  'showSource',
  'showTarget',
  'fitAll',
  'fitSelection',
  'zoomIn',
  'zoomOut',
  'zoomFull',
  'map',
  'selectTool',
  'handTool',
  'find',
  'findNext',
  'findPrevious',
  'menu',
  'shortcuts',
]);

/** What is done to the selection. */
const ON_SELECTION: ReadonlySet<ActId> = new Set([
  'duplicate',
  'remove',
  'rename',
  'open',
  'connect',
  'insert',
  'fitSelection',
  'menu',
]);

export const mayDo = (act: ActId, editable: boolean): boolean => editable || LOOKING.has(act);

/** The task of a row of the outline. */
const rowTask = (target: EventTarget) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-task]')?.dataset.task : undefined;

/** Acts mean what has the focus, also when the Tab key led there and nothing chose it yet. */
export function selectFocused(editor: Editor, target: EventTarget): void {
  const element =
    target instanceof Element ? target.closest<HTMLElement>('.react-flow__node, .react-flow__edge') : null;
  const id = element?.dataset.id ?? rowTask(target);
  if (id === undefined) return;
  const { selectedTasks, selectedEdges } = editor.state.get();
  const isTask = !element?.classList.contains('react-flow__edge');
  if (isTask && !selectedTasks.has(id)) editor.select([id]);
  if (!isTask && !selectedEdges.has(id)) editor.select([], [id]);
}

/** Whether something lies over the editor. Until it gets the focus, some frames after it opens, keys are for it too. */
const isCovered = () =>
  [...document.querySelectorAll('[aria-modal="true"], [role="menu"]')].some((element) => element.checkVisibility());

/** Keys of the whole editor, also while nothing has the focus. Text fields keep their own undo. */
export function useShortcuts(editor: Editor, acts: Acts, editable: boolean, announce: (sentence: string) => void) {
  const press = useCallback(
    (event: KeyboardEvent | globalThis.KeyboardEvent, target: Element) => {
      const text = isText(target);
      const act = actOf(event, text ? 'text' : isCanvas(target) ? 'canvas' : 'editor');
      if (act && mayDo(act, editable)) {
        event.preventDefault();
        if (ON_SELECTION.has(act)) selectFocused(editor, target);
        const reason = acts[act].reason?.();
        if (reason) announce(reason);
        else acts[act].run();
      } else if (event.key === 'Escape' && !text) editor.select([]);
    },
    [editor, acts, editable, announce],
  );
  // As when the page has just been opened: Ctrl+S must not save the page of the browser then.
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.target === document.body && !event.defaultPrevented && !isCovered()) press(event, document.body);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [press]);
  return useCallback(
    (event: KeyboardEvent) => {
      const { target, currentTarget } = event;
      // Events of dialogs and drop-downs arrive here too, though they stand elsewhere in the page.
      if (!event.defaultPrevented && target instanceof Element && currentTarget.contains(target)) press(event, target);
    },
    [press],
  );
}
