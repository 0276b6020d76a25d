import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#src/ui/button.tsx';
import { ArrangeMenu } from '../acts/arrange-menu.tsx';
import { FindTask } from '../acts/find-task.tsx';
import { focusCanvas } from '../acts/focus.ts';
import { HistoryMenu } from '../acts/history-menu.tsx';
import { useBench } from '../bench.ts';
import { type EditorState, mayRedo, mayUndo } from '../editor.ts';
import { useEditorServices, useEditorState } from '../editor-context.ts';
import { useOutlineServices } from './outline-context.ts';
import { type OutlineRow, taskOfRow } from './rows.ts';
import { useRowActs } from './use-row-acts.ts';

/** What the toolbar of the canvas has, where there is no room for it: the search, and the way through the history. */
export interface BarTools {
  finder: ComponentProps<typeof FindTask>['finder'];
  onTravel: (position: number) => void;
}

interface Props {
  /** The current row. */
  row: OutlineRow | undefined;
  tools: BarTools | undefined;
  onAdd: () => void;
  onNextProblem: () => void;
  onShift: (row: OutlineRow, step: 1 | -1) => void;
  /** A press on a row adds its task to the selection, or takes it out: for fingers, which have no Ctrl key. */
  several: boolean;
  onSeveral: (several: boolean) => void;
}

const countTasks = (state: EditorState) => state.selectedTasks.size;

/** Undo and redo, and what is done to tasks as a whole, where the canvas' tools are not there. */
function Tools({ row, onTravel, onShift }: Pick<Props, 'row' | 'onShift'> & Pick<BarTools, 'onTravel'>) {
  const { t } = useTranslation(['outline', 'canvas']);
  const { acts } = useBench();
  const rowActs = useRowActs();
  const undoable = useEditorState(mayUndo);
  const redoable = useEditorState(mayRedo);
  const selected = useEditorState(countTasks);
  const nothing = t('canvas:toolbar.nothingSelected');
  const task = row?.kind === 'task' ? row : undefined;
  const common = { kind: 'quiet', size: 'small' } as const;
  return (
    <>
      <Button
        {...common}
        icon="undo"
        label={t('act.undo')}
        disabledReason={!undoable && t('canvas:toolbar.nothingToUndo')}
        onClick={acts.undo.run}
      />
      <Button
        {...common}
        icon="redo"
        label={t('act.redo')}
        disabledReason={!redoable && t('canvas:toolbar.nothingToRedo')}
        onClick={acts.redo.run}
      />
      <HistoryMenu onTravel={onTravel} />
      <Button
        {...common}
        icon="copy"
        label={t('canvas:toolbar.duplicate')}
        disabledReason={selected === 0 && nothing}
        onClick={acts.duplicate.run}
      />
      <Button
        {...common}
        icon="trash"
        label={t('canvas:toolbar.remove')}
        disabledReason={!task && nothing}
        onClick={() => task && rowActs.remove(task)}
      />
      <Button
        {...common}
        icon="arrowUp"
        label={t('act.up')}
        disabledReason={!task && nothing}
        onClick={() => task && onShift(task, -1)}
      />
      <Button
        {...common}
        icon="arrowDown"
        label={t('act.down')}
        disabledReason={!task && nothing}
        onClick={() => task && onShift(task, 1)}
      />
      <ArrangeMenu />
    </>
  );
}

/** Acts of the outline for the pointer; the keys do the same. */
export function OutlineBar({ row, tools, onAdd, onNextProblem, onShift, several, onSeveral }: Props) {
  const { t } = useTranslation(['outline', 'canvas', 'gestures']);
  const { editable } = useEditorServices();
  const { acts } = useBench();
  const { onShowOnCanvas, onDetails } = useOutlineServices();
  const task = taskOfRow(row);
  const common = { kind: 'quiet', size: 'small' } as const;
  const without = task === undefined && t('canvas:toolbar.nothingSelected');
  return (
    <div className="ol-bar" role="toolbar" aria-label={t('title')}>
      {editable && (
        <Button {...common} icon="plus" onClick={onAdd}>
          {t('row.add')}
        </Button>
      )}
      {tools && (
        <Button
          {...common}
          icon="select"
          label={t('act.several')}
          pressed={several}
          onClick={() => onSeveral(!several)}
        />
      )}
      {editable && tools && <Tools row={row} onTravel={tools.onTravel} onShift={onShift} />}
      <Button {...common} icon="warning" label={t('act.nextProblem')} onClick={onNextProblem} />
      <Button
        {...common}
        icon="workflow"
        label={t('act.onCanvas')}
        disabledReason={without}
        onClick={() => task !== undefined && onShowOnCanvas(task)}
      />
      {onDetails && (
        <Button
          {...common}
          icon="settings"
          label={t('act.details')}
          disabledReason={without}
          onClick={() => task !== undefined && onDetails(task)}
        />
      )}
      {tools && (
        <>
          <Button {...common} icon="keyboard" label={t('gestures:act.shortcuts')} onClick={acts.shortcuts.run} />
          <FindTask finder={tools.finder} onLeave={focusCanvas} />
        </>
      )}
    </div>
  );
}
