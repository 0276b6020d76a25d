import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Store } from '#src/lib/store.ts';
import { useStore } from '#src/lib/use-store.ts';
import { Button } from '#src/ui/button.tsx';
import { ArrangeMenu } from './acts/arrange-menu.tsx';
import { FindTask, type useFinder } from './acts/find-task.tsx';
import { focusCanvas } from './acts/focus.ts';
import { HistoryMenu } from './acts/history-menu.tsx';
import { useStepWords } from './acts/use-step-words.ts';
import { useBench } from './bench.ts';
import { type EditorState, mayRedo, mayUndo } from './editor.ts';
import { useEditorServices, useEditorState, useEditorStateByFrame } from './editor-context.ts';

const countSelected = (state: EditorState) => state.selectedTasks.size + state.selectedEdges.size;
const countTasks = (state: EditorState) => state.selectedTasks.size;

interface Props {
  finder: ReturnType<typeof useFinder>;
  layingOut: Store<boolean>;
  onTravel: (position: number) => void;
}

/** Undo and redo say what they would take back or do again. */
function HistoryTools({ onTravel }: Pick<Props, 'onTravel'>) {
  const { t } = useTranslation('canvas');
  const { t: own } = useTranslation('gestures');
  const { acts } = useBench();
  const words = useStepWords();
  // The words, not the history: a task that is moved step by step leaves the buttons as they are.
  const last = useEditorStateByFrame(useCallback(({ history }) => words(history.past.at(-1)), [words]));
  const next = useEditorStateByFrame(useCallback(({ history }) => words(history.future[0]), [words]));
  const undoable = useEditorStateByFrame(mayUndo);
  const redoable = useEditorStateByFrame(mayRedo);
  return (
    <>
      <Button
        kind="quiet"
        size="small"
        icon="undo"
        label={undoable ? t('toolbar.undo', { act: last }) : own('act.undo')}
        disabledReason={!undoable && t('toolbar.nothingToUndo')}
        onClick={acts.undo.run}
      />
      <Button
        kind="quiet"
        size="small"
        icon="redo"
        label={redoable ? t('toolbar.redo', { act: next }) : own('act.redo')}
        disabledReason={!redoable && t('toolbar.nothingToRedo')}
        onClick={acts.redo.run}
      />
      <HistoryMenu onTravel={onTravel} />
    </>
  );
}

/** What the hand does: move the view or select; snap or not. */
function HandTools() {
  const { t } = useTranslation('gestures');
  const { bench, acts } = useBench();
  const habits = useStore(bench.habits);
  return (
    <>
      <Button
        kind="quiet"
        size="small"
        icon="hand"
        label={t('act.handTool')}
        pressed={habits.tool === 'hand'}
        onClick={acts.handTool.run}
      />
      <Button
        kind="quiet"
        size="small"
        icon="select"
        label={t('act.selectTool')}
        pressed={habits.tool === 'select'}
        onClick={acts.selectTool.run}
      />
      <Button
        kind="quiet"
        size="small"
        icon="magnet"
        label={t('act.snap')}
        pressed={habits.snap}
        onClick={acts.snap.run}
      />
    </>
  );
}

function LayoutButton({ layingOut }: Pick<Props, 'layingOut'>) {
  const { t } = useTranslation('canvas');
  const { acts } = useBench();
  return (
    <Button
      kind="quiet"
      size="small"
      icon="layout"
      busy={useStore(layingOut)}
      hint={t('toolbar.layoutHint')}
      onClick={acts.layoutRight.run}
    >
      {t('toolbar.layout')}
    </Button>
  );
}

/** Undo, redo, history, tools, order, duplicate, remove, keys, find. */
export function EditorToolbar({ finder, layingOut, onTravel }: Props) {
  const { t } = useTranslation('canvas');
  const { t: own } = useTranslation('gestures');
  const { editable } = useEditorServices();
  const { acts } = useBench();
  const selected = useEditorState(countSelected);
  const selectedTasks = useEditorState(countTasks);
  const nothing = t('toolbar.nothingSelected');
  return (
    <div className="we-toolbar" role="toolbar" aria-label={t('toolbar.label')}>
      {editable && (
        <>
          <HistoryTools onTravel={onTravel} />
          <HandTools />
          <LayoutButton layingOut={layingOut} />
          <ArrangeMenu />
          <Button
            kind="quiet"
            size="small"
            icon="copy"
            label={t('toolbar.duplicate')}
            disabledReason={selectedTasks === 0 && nothing}
            onClick={acts.duplicate.run}
          />
          <Button
            kind="quiet"
            size="small"
            icon="trash"
            label={t('toolbar.remove')}
            disabledReason={selected === 0 && nothing}
            onClick={acts.remove.run}
          />
        </>
      )}
      <Button kind="quiet" size="small" icon="keyboard" label={own('act.shortcuts')} onClick={acts.shortcuts.run} />
      <FindTask finder={finder} onLeave={focusCanvas} />
    </div>
  );
}
