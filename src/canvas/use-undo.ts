import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { mayRedo, mayUndo } from './editor.ts';
import { useEditorServices } from './editor-context.ts';

/** Undo and redo, said aloud. */
export function useUndo() {
  const { t } = useTranslation('canvas');
  const { editor, announce } = useEditorServices();
  const undo = useCallback(() => {
    if (!mayUndo(editor.state.get())) return announce(t('toolbar.nothingToUndo'));
    editor.undo();
    announce(t('announce.undone'));
  }, [editor, announce, t]);
  const redo = useCallback(() => {
    if (!mayRedo(editor.state.get())) return announce(t('toolbar.nothingToRedo'));
    editor.redo();
    announce(t('announce.redone'));
  }, [editor, announce, t]);
  return { undo, redo };
}
