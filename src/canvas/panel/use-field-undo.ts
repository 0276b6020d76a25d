import { type FocusEvent, type FormEvent, type KeyboardEvent, useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';
import { focusCanvas } from '../acts/focus.ts';
import { actOf } from '../acts/shortcuts.ts';
import { isText } from '../acts/use-shortcuts.ts';
import { useBench } from '../bench.ts';
import { afterLayout } from '../drawing/in-view.ts';
import { useEditorServices } from '../editor-context.ts';
import { focusField } from './focus-field.ts';

const textOf = (target: EventTarget): string =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target.value : '';

/** Takes the focus to where the field stood that went away with what was undone, or to the canvas. */
function findFocus(field: string | undefined): void {
  afterLayout(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    if (document.querySelector('.we-panel')) focusField(field);
    else focusCanvas();
  });
}

/**
 * The keys of undo and redo in a field of the panel. What was typed there and is no step yet is the browser's to take
 * back, letter by letter; with nothing of it left, the last step of the document is undone.
 */
export function useFieldUndo() {
  const { editor, editable } = useEditorServices();
  const { acts } = useBench();
  /** What stood in the field when it got the focus or became a step, and how often the browser took something back. */
  const field = useRef({ value: '', undone: 0 });
  return useMemo(() => {
    const settle = (target: EventTarget) => {
      field.current = { value: textOf(target), undone: 0 };
    };
    const isBrowsers = (act: 'undo' | 'redo', target: EventTarget) =>
      act === 'undo' ? textOf(target) !== field.current.value : field.current.undone > 0;
    const run = (act: 'undo' | 'redo', target: HTMLElement) => {
      const place = target.closest<HTMLElement>('[data-field]')?.dataset.field;
      const typing = editor.state.get().history.gesture !== undefined;
      editor.endTyping();
      // Drawn at once: the next press compares with what stands there then.
      flushSync(acts[act].run);
      if (typing && document.activeElement === target) editor.beginTyping();
      settle(target);
      findFocus(place);
    };
    return {
      onFocusCapture: ({ target }: FocusEvent) => settle(target),
      onInputCapture: ({ nativeEvent }: FormEvent) => {
        const kind = 'inputType' in nativeEvent ? nativeEvent.inputType : '';
        const step = kind === 'historyUndo' ? 1 : kind === 'historyRedo' ? -1 : undefined;
        field.current.undone = step ? Math.max(0, field.current.undone + step) : 0;
      },
      /** True when it took the key. */
      onKey: (event: KeyboardEvent): boolean => {
        const { target } = event;
        if (!editable || !(target instanceof HTMLElement) || !isText(target) || event.defaultPrevented) return false;
        const act = actOf(event, 'editor');
        // What is entered or saved is a step, unless it could not be.
        const entered = event.key === 'Enter' && !event.nativeEvent.isComposing;
        if ((act === 'save' || entered) && target.ariaInvalid !== 'true') settle(target);
        if ((act !== 'undo' && act !== 'redo') || isBrowsers(act, target)) return false;
        event.preventDefault();
        run(act, target);
        return true;
      },
    };
  }, [editor, editable, acts]);
}
