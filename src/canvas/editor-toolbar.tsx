import { Select } from 'antd';
import { type RefObject, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { describeCommand } from '#core/workflow/commands.ts';
import type { Step } from '#core/workflow/history.ts';
import { Button } from '#src/ui/button.tsx';
import { type EditorState, mayRedo, mayUndo } from './editor.ts';
import { useEditorServices, useEditorState } from './editor-context.ts';
import { useUndo } from './use-undo.ts';

/** What a step of the history did, as words for the buttons. */
function useActWords() {
  const { t } = useTranslation('canvas');
  return useCallback(
    (step: Step | undefined): string => {
      const command = step?.commands[0];
      if (!command) return '';
      const { key, params } = describeCommand(command);
      return t(`command.${key}`, params);
    },
    [t],
  );
}

const historyOf = (state: EditorState) => state.history;
const countSelected = (state: EditorState) => state.selectedTasks.size + state.selectedEdges.size;
const countTasks = (state: EditorState) => state.selectedTasks.size;

interface Props {
  findRef: RefObject<HTMLDivElement | null>;
  layingOut: boolean;
  onLayout: () => void;
  onFind: (task: string) => void;
}

function FindTask({ findRef, onFind }: Pick<Props, 'findRef' | 'onFind'>) {
  const { t } = useTranslation('canvas');
  const document = useEditorState(useCallback((state) => state.document, []));
  return (
    <div ref={findRef}>
      <Select
        showSearch={{ optionFilterProp: 'search' }}
        size="small"
        className="we-find"
        value={null}
        placeholder={t('toolbar.find')}
        aria-label={t('toolbar.find')}
        popupMatchSelectWidth={false}
        options={(document.tasks ?? []).map((task) => ({
          value: task.task_name,
          label: task.display_name ? `${task.display_name} (${task.task_name})` : task.task_name,
          search: `${task.display_name ?? ''} ${task.task_name}`,
        }))}
        onSelect={(name: string | null) => name && onFind(name)}
      />
    </div>
  );
}

/** Undo, redo, layout, duplicate, remove, find. */
export function EditorToolbar({ findRef, layingOut, onLayout, onFind }: Props) {
  const { t } = useTranslation('canvas');
  const { editor, editable } = useEditorServices();
  const { undo, redo } = useUndo();
  const words = useActWords();
  const history = useEditorState(historyOf);
  const undoable = useEditorState(mayUndo);
  const redoable = useEditorState(mayRedo);
  const selected = useEditorState(countSelected);
  const selectedTasks = useEditorState(countTasks);
  const nothing = t('toolbar.nothingSelected');
  return (
    <div className="we-toolbar" role="toolbar" aria-label={t('toolbar.label')}>
      {editable && (
        <>
          <Button
            kind="quiet"
            size="small"
            icon="undo"
            label={t('toolbar.undo', { act: words(history.past.at(-1)) })}
            disabledReason={!undoable && t('toolbar.nothingToUndo')}
            onClick={undo}
          />
          <Button
            kind="quiet"
            size="small"
            icon="redo"
            label={t('toolbar.redo', { act: words(history.future[0]) })}
            disabledReason={!redoable && t('toolbar.nothingToRedo')}
            onClick={redo}
          />
          <Button
            kind="quiet"
            size="small"
            icon="layout"
            busy={layingOut}
            hint={t('toolbar.layoutHint')}
            onClick={onLayout}
          >
            {t('toolbar.layout')}
          </Button>
          <Button
            kind="quiet"
            size="small"
            icon="copy"
            label={t('toolbar.duplicate')}
            disabledReason={selectedTasks === 0 && nothing}
            onClick={editor.duplicateSelection}
          />
          <Button
            kind="quiet"
            size="small"
            icon="trash"
            label={t('toolbar.remove')}
            disabledReason={selected === 0 && nothing}
            onClick={editor.removeSelection}
          />
        </>
      )}
      <FindTask findRef={findRef} onFind={onFind} />
    </div>
  );
}
