import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { positionOf } from '#core/workflow/history.ts';
import { mayRedo, mayUndo } from '../editor.ts';
import { useEditorServices } from '../editor-context.ts';
import { useStepWords } from './use-step-words.ts';

/** Undo, redo and the way to any step of the history, said aloud. */
export function useUndo() {
  const { t } = useTranslation('canvas');
  const { t: own } = useTranslation('gestures');
  const { editor, announce } = useEditorServices();
  const words = useStepWords();
  const undo = useCallback(() => {
    const { history } = editor.state.get();
    if (!mayUndo(editor.state.get())) return announce(t('toolbar.nothingToUndo'));
    editor.undo();
    announce(own('history.undone', { act: words(history.past.at(-1)) }));
  }, [editor, announce, words, t, own]);
  const redo = useCallback(() => {
    const { history } = editor.state.get();
    if (!mayRedo(editor.state.get())) return announce(t('toolbar.nothingToRedo'));
    editor.redo();
    announce(own('history.redone', { act: words(history.future[0]) }));
  }, [editor, announce, words, t, own]);
  const travel = useCallback(
    (position: number) => {
      editor.travel(position);
      const { history } = editor.state.get();
      if (positionOf(history) !== position) return;
      announce(own('history.travelled', { act: words(history.past.at(-1)) || own('history.start') }));
    },
    [editor, announce, words, own],
  );
  return { undo, redo, travel };
}
