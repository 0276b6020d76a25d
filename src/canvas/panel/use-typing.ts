import { useCallback, useEffect, useRef } from 'react';
import { useEditor } from '../editor-context.ts';

/**
 * Makes everything typed between focus and blur one step of the history. A field that goes away while it has the
 * focus gets no blur event, so leaving ends the step too.
 */
export function useTyping() {
  const editor = useEditor();
  const open = useRef(false);
  const onFocus = useCallback(() => {
    // What was undone meanwhile ended the step.
    if (open.current && editor.state.get().history.gesture) return;
    open.current = true;
    editor.beginTyping();
  }, [editor]);
  const onBlur = useCallback(() => {
    if (!open.current) return;
    open.current = false;
    editor.endTyping();
  }, [editor]);
  useEffect(() => onBlur, [onBlur]);
  return { onFocus, onBlur };
}
