import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '#core/workflow/commands.ts';
import { useBench } from '../bench.ts';
import type { Editor } from '../editor.ts';
import { useEditorServices } from '../editor-context.ts';
import { inputToFill } from './moves.ts';
import { useOutlineServices } from './outline-context.ts';
import type { EditMode, OutlineStore } from './outline-store.ts';
import { ADD_ROW, inputRow, taskRow } from './row-ids.ts';
import type { OutlineRow, RowOf } from './rows.ts';
import { tasksMeant } from './tasks-meant.ts';
import { type RowWords, useRowWords } from './use-row-words.ts';

/** Whether Enter at a row opens a field there. */
export function hasField(row: OutlineRow): boolean {
  switch (row.kind) {
    case 'input':
      return row.definition !== undefined;
    case 'resources':
      return false;
    default:
      return true;
  }
}

export interface RowActs {
  /** What Enter does: edit, or for rows that hold others go on to what is to be edited. */
  open: (row: OutlineRow) => void;
  edit: (row: OutlineRow, mode?: EditMode) => void;
  rename: (row: OutlineRow) => void;
  /** Opens the row that adds a task. */
  add: () => void;
  /** Takes out what the row stands for: a task, a connection, a value. */
  remove: (row: OutlineRow) => void;
}

/** Goes to what is to be filled in at a task. */
function openTask(editor: Editor, store: OutlineStore, { id, item, app }: RowOf<'task'>) {
  const input = app && inputToFill(item, app);
  if (input === undefined) return store.setExpanded(id, !store.get().expanded.has(id));
  store.reveal({ id: inputRow(item.task_name, input), parents: [taskRow(item.task_name)] });
  editor.select([item.task_name]);
}

/** The command that clears a row's value; undefined for rows without one. */
function clearing(row: OutlineRow): Command | undefined {
  switch (row.kind) {
    case 'input': {
      const { task_name } = row.item;
      if (!row.definition) return { type: 'dropInput', task: task_name, input: row.name };
      if (row.reference) return { type: 'disconnect', to: task_name, input: row.name };
      return { type: 'setInputValues', task: task_name, input: row.name, values: [] };
    }
    case 'use':
      return { type: 'disconnect', to: row.edge.to, input: row.edge.input };
    case 'folder':
      return { type: 'setOutputDir', task: row.item.task_name, output_dir: '' };
    case 'displayName':
      return { type: 'setDisplayName', task: row.item.task_name, display_name: '' };
    case 'resource':
      return { type: 'setResources', task: row.item.task_name, resources: { [row.field]: '' } };
    default:
      return undefined;
  }
}

function useClearedWords(words: RowWords) {
  const { t } = useTranslation('outline');
  return useMemo(
    () => (row: OutlineRow) => {
      if (row.kind === 'use') return t('announce.disconnected', { ...row.edge });
      if (row.kind === 'input' && row.reference) {
        const { task: from, output } = row.reference;
        return t('announce.disconnected', { from, output, to: row.item.task_name, input: row.name });
      }
      return t(row.kind === 'resource' ? 'announce.inherits' : 'announce.cleared', { name: words.full(row) });
    },
    [t, words],
  );
}

/** What can be done with a row; each change is said aloud. */
export function useRowActs(): RowActs {
  const { t } = useTranslation('outline');
  const { editor, editable, announce } = useEditorServices();
  const { store } = useOutlineServices();
  const words = useRowWords();
  const { acts } = useBench();
  const clearedWords = useClearedWords(words);
  return useMemo(() => {
    const edit: RowActs['edit'] = (row, mode = 'own') => {
      if (!editable || !hasField(row)) return announce(t('announce.notEditable'));
      store.edit(row.id, mode);
    };
    const removeTasks = (task: string) => {
      editor.select(tasksMeant(editor, task));
      acts.remove.run();
      store.wantFocus();
    };
    return {
      edit,
      add: () => editable && store.edit(ADD_ROW, 'own'),
      rename: (row) => {
        if (row.kind === 'add' || !editable) return;
        store.edit(taskRow(row.item.task_name), 'own');
      },
      open: (row) => {
        if (row.kind === 'task') return openTask(editor, store, row);
        if (row.kind === 'resources') return store.setExpanded(row.id, !row.expanded);
        if (row.kind === 'use') {
          const { to, input } = row.edge;
          return store.reveal({ id: inputRow(to, input), parents: [taskRow(to)] });
        }
        edit(row, row.kind === 'input' && row.reference ? 'reference' : 'own');
      },
      remove: (row) => {
        if (!editable) return;
        if (row.kind === 'task') return removeTasks(row.item.task_name);
        const command = clearing(row);
        if (!command) return announce(t('announce.notEditable'));
        const before = editor.state.get().document;
        editor.run(command);
        if (editor.state.get().document !== before) announce(clearedWords(row));
      },
    };
  }, [editor, editable, announce, store, acts, t, clearedWords]);
}
