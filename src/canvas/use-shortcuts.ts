import { type KeyboardEvent, useCallback } from 'react';
import type { Editor } from './editor.ts';

/** Where the browser's own editing keys mean something else. */
const isText = (target: EventTarget) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

interface Acts {
  editable: boolean;
  onSave: () => void;
  onFind: () => void;
  onUndo: () => void;
  onRedo: () => void;
}

/** Keys of the whole editor. Text fields keep their own undo. */
export function useShortcuts(editor: Editor, { editable, onSave, onFind, onUndo, onRedo }: Acts) {
  return useCallback(
    (event: KeyboardEvent) => {
      // Events of dialogs and drop-downs arrive here too, though they stand elsewhere in the page.
      if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const act = (run: () => void) => {
        event.preventDefault();
        run();
      };
      if (command && key === 's') return act(() => editable && onSave());
      if (command && key === 'f') return act(onFind);
      if (isText(event.target)) return;
      if (event.key === 'Escape') return editor.select([]);
      if (!command || !editable) return;
      if (key === 'y' || (key === 'z' && event.shiftKey)) return act(onRedo);
      if (key === 'z') return act(onUndo);
      if (key === 'd') return act(editor.duplicateSelection);
      if (key === 'a') {
        return act(() => editor.select((editor.state.get().document.tasks ?? []).map((task) => task.task_name)));
      }
    },
    [editor, editable, onSave, onFind, onUndo, onRedo],
  );
}
