import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { positionOf } from '#core/workflow/history.ts';
import { useUndoToast } from '#src/ui/undo-toast.tsx';
import type { Editor } from '../editor.ts';
import { type Removal, removalOf } from './removal.ts';

/** More names than anybody reads in a line. */
const MOST = 5;

/** Names for a sentence: the first few, and how many more. */
export function useNames() {
  const { t } = useTranslation('gestures');
  return useCallback(
    (names: readonly string[]): string => {
      const shown = names.slice(0, MOST).join(', ');
      return names.length > MOST ? `${shown} ${t('remove.more', { count: names.length - MOST })}` : shown;
    },
    [t],
  );
}

/** Deletes the selection, says what went with it and offers to take it back for as long as it was the last step. */
export function useRemove(editor: Editor, announce: (sentence: string) => void, undo: () => void) {
  const { t } = useTranslation('gestures');
  const toast = useUndoToast();
  const names = useNames();
  const words = useCallback(
    ({ tasks, edges }: Removal): string => {
      const connections = edges.map(({ from, output, to, input }) => `${from}.${output} → ${to}.${input}`);
      return [
        tasks.length > 0 && t('remove.tasks', { count: tasks.length, names: names(tasks) }),
        edges.length > 0 && t('remove.edges', { count: edges.length, names: names(connections) }),
      ]
        .filter(Boolean)
        .join(' ');
    },
    [t, names],
  );
  return useCallback(() => {
    const removal = removalOf(editor.state.get());
    if (removal.commands.length === 0) return;
    editor.removeSelection();
    const sentence = words(removal);
    announce(sentence);
    const after = positionOf(editor.state.get().history);
    const close = toast(sentence, t('remove.undo'), undo);
    const stop = editor.state.subscribe(() => {
      if (positionOf(editor.state.get().history) === after) return;
      stop();
      close();
    });
  }, [editor, announce, undo, words, toast, t]);
}
