import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { diffDocuments, isEmptyDiff, type WorkflowDiff, withoutNames } from '#core/workflow/diff.ts';
import type { AppLookup, WorkflowDocument } from '#core/workflow/types.ts';
import { DiffGraph } from '#src/canvas/diff/diff-graph.tsx';
import { mergeDrawing } from '#src/canvas/diff/merge.ts';
import { diffGroups } from './diff-rows.ts';
import { DiffTable } from './diff-table.tsx';
import './diff.css';

/** A task that was chosen, by its name as drawn, and one to bring into view. */
export interface DiffSelection {
  selected: string | undefined;
  shown: { task: string } | undefined;
  select: (task: string | undefined) => void;
  show: (task: string) => void;
}

/** Selection shared by a table and its canvas. */
export function useDiffSelection(): DiffSelection {
  const [selected, select] = useState<string>();
  const [shown, setShown] = useState<{ task: string }>();
  const show = (task: string) => {
    select(task);
    setShown({ task });
  };
  return { selected, shown, select, show };
}

interface Documents {
  before: WorkflowDocument;
  after: WorkflowDocument;
  /** Knows the apps of both. */
  apps: AppLookup;
}

interface CanvasProps extends Documents {
  diff: WorkflowDiff;
  selection: DiffSelection;
  /** The fields, in words. */
  children: ReactNode;
}

/** A canvas of differences and the fields beside it; on narrow screens the fields come first. */
export function DiffPanes({ before, after, apps, diff, selection, children }: CanvasProps) {
  const { t } = useTranslation('versions');
  return (
    <div className="diff-view">
      <div className="diff-canvas">
        <DiffGraph
          before={before}
          after={after}
          diff={diff}
          apps={apps}
          selected={selection.selected}
          shown={selection.shown}
          onSelect={selection.select}
          label={t('diff.canvas')}
        />
      </div>
      <div className="diff-fields">{children}</div>
    </div>
  );
}

/** What differs between two documents, on a canvas and field by field. */
export function DiffView({ before, after, apps }: Documents) {
  const { t } = useTranslation('versions');
  const selection = useDiffSelection();
  const diff = useMemo(() => withoutNames(diffDocuments(before, after)), [before, after]);
  const groups = useMemo(
    () => diffGroups(before, after, diff, mergeDrawing(before, after, diff, apps).goneNames),
    [before, after, diff, apps],
  );
  return (
    <DiffPanes before={before} after={after} apps={apps} diff={diff} selection={selection}>
      {isEmptyDiff(diff) ? (
        <p className="diff-none muted">{t('diff.none')}</p>
      ) : (
        <DiffTable groups={groups} apps={apps} selected={selection.selected} onShow={selection.show} />
      )}
    </DiffPanes>
  );
}
