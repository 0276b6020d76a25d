import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStepWords } from '../acts/use-step-words.ts';
import { useEditorServices } from '../editor-context.ts';
import { historyChange } from './history-change.ts';

/**
 * Says every change of the document, wherever it was made. An act that says more about itself does so afterwards, and
 * then only that is heard.
 */
export function useChangeAnnouncements(): void {
  const { t } = useTranslation('outline');
  const { editor, announce } = useEditorServices();
  const words = useStepWords();
  useEffect(() => {
    let before = editor.state.get().history;
    return editor.state.subscribe(() => {
      const now = editor.state.get().history;
      const change = now === before ? undefined : historyChange(before, now);
      before = now;
      if (change) announce(t(`announce.${change.how}`, { act: words(change.step) }));
    });
  }, [editor, announce, words, t]);
}
