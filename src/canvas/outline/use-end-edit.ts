import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#core/workflow/commands.ts';
import { taskOf } from '#core/workflow/graph.ts';
import { useEditorServices } from '../editor-context.ts';
import { fieldAfter } from './next-field.ts';
import { useOutlineServices } from './outline-context.ts';
import type { AfterEdit } from './outline-store.ts';
import { taskRow } from './row-ids.ts';
import { type OutlineRow, taskOfRow } from './rows.ts';
import { useRowWords } from './use-row-words.ts';

/** Ways out of a field of the outline. */
export function useEndEdit(row: OutlineRow) {
  const { t } = useTranslation('outline');
  const { editor, announce } = useEditorServices();
  const { store } = useOutlineServices();
  const words = useRowWords();
  return useMemo(() => {
    /** `task` and `id` are those the row has now: a rename changes both. */
    const end = (after: AfterEdit = 'row', task = taskOfRow(row), id = row.id) => {
      const item = task === undefined ? undefined : taskOf(editor.state.get().document, task);
      const next = after === 'next' && item ? fieldAfter(item, editor.lookup(item.app_id), id) : undefined;
      if (item && next) store.edit(next.row, next.mode, [taskRow(item.task_name)]);
      else store.stopEditing(after !== 'away');
    };
    return {
      end,
      /** Gives the document the new text of the row, and says so when it is another one. */
      keep: (command: Command, text: string, after?: AfterEdit) => {
        const before = editor.state.get().document;
        editor.run(command);
        end(after);
        if (editor.state.get().document === before) return;
        const name = words.full(row);
        announce(text === '' ? t('announce.cleared', { name }) : t('announce.set', { name, value: text }));
      },
    };
  }, [editor, announce, store, words, row, t]);
}
