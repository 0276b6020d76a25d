import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { diffDocuments, withoutNames } from '#core/workflow/diff.ts';
import { threeWayRows } from '#core/workflow/diff-three.ts';
import type { AppLookup, WorkflowDocument } from '#core/workflow/types.ts';
import { fromResponse } from '#src/canvas/drawing/document.ts';
import { Button } from '#src/ui/button.tsx';
import { InlineError } from '#src/ui/error-state.tsx';
import { Time } from '#src/ui/values.tsx';
import { DiffPanes, useDiffSelection } from '../diff/diff-view.tsx';
import type { Conflict } from '../save-workflow.ts';
import { ThreeWayTable } from './three-way-table.tsx';
import './conflict-screen.css';

export interface ConflictChoices {
  onMine: () => void;
  onTheirs: () => void;
  onNewVersion: () => void;
  onBack: () => void;
}

interface Props extends ConflictChoices {
  conflict: Conflict & { kind: 'changed' };
  base: WorkflowDocument;
  mine: WorkflowDocument;
  /** Knows the apps of the editor. */
  apps: AppLookup;
  busy: boolean;
  error: unknown;
  /** Why what is replaced would not be kept, in words; false when it is kept. */
  notKept: string | false;
}

type View = 'mine' | 'theirs' | 'both';

/** Somebody else saved first: all three documents, and the choice. Nothing is decided or lost by going back. */
export function ConflictScreen(props: Props) {
  const { conflict, base, mine, busy, error, notKept } = props;
  const { t } = useTranslation('versions');
  const [view, setView] = useState<View>('both');
  const selection = useDiffSelection();
  const loaded = useMemo(() => fromResponse(conflict.theirs), [conflict]);
  const theirs = loaded.document;
  const { apps } = props;
  const lookup = useMemo<AppLookup>(() => (appId) => apps(appId) ?? loaded.apps.get(appId), [apps, loaded]);
  const rows = useMemo(() => threeWayRows(base, mine, theirs), [base, mine, theirs]);
  const [before, after] = { mine: [base, mine], theirs: [base, theirs], both: [theirs, mine] }[view] as [
    WorkflowDocument,
    WorkflowDocument,
  ];
  const diff = useMemo(() => withoutNames(diffDocuments(before, after)), [before, after]);
  const torn = rows.filter((row) => row.by === 'both').length;
  return (
    <section className="conflict" aria-labelledby="conflict-title">
      <header className="conflict-head">
        <h1 id="conflict-title" tabIndex={-1} ref={focusOnce}>
          {t('conflict.title')}
        </h1>
        <p>
          {t('conflict.text')} <Time at={conflict.theirs.update_time} seconds />
        </p>
        <p>
          {torn > 0 ? t('conflict.torn', { count: torn }) : t('conflict.tornNone')} {notKept || t('conflict.keep')}
        </p>
        <div className="conflict-choices">
          <Button kind="primary" onClick={props.onNewVersion} hint={t('conflict.newHelp')}>
            {t('conflict.new')}
          </Button>
          <Button onClick={props.onTheirs} hint={t('conflict.theirsHelp')}>
            {t('conflict.theirs')}
          </Button>
          <Button kind="danger" busy={busy} onClick={props.onMine} hint={t('conflict.mineHelp')}>
            {t('conflict.mine')}
          </Button>
          <Button kind="quiet" onClick={props.onBack}>
            {t('conflict.back')}
          </Button>
        </div>
        {error === undefined ? null : <InlineError error={error} />}
        <p className="muted">{t('conflict.race')}</p>
        <Segmented<View>
          aria-label={t('conflict.view')}
          value={view}
          onChange={setView}
          options={[
            { value: 'both', label: t('conflict.viewBoth') },
            { value: 'mine', label: t('conflict.viewMine') },
            { value: 'theirs', label: t('conflict.viewTheirs') },
          ]}
        />
      </header>
      <DiffPanes before={before} after={after} apps={lookup} diff={diff} selection={selection}>
        <ThreeWayTable rows={rows} apps={lookup} selected={selection.selected} onShow={selection.show} />
      </DiffPanes>
    </section>
  );
}

/** What the screen is about is read out first. */
function focusOnce(heading: HTMLElement | null): void {
  heading?.focus();
}

/** Somebody deleted it: the edits are all there is of it now. */
export function DeletedScreen({
  onNewVersion,
  onDrop,
  onBack,
}: Pick<ConflictChoices, 'onNewVersion' | 'onBack'> & { onDrop: () => void }) {
  const { t } = useTranslation('versions');
  return (
    <section className="conflict" aria-labelledby="conflict-title">
      <header className="conflict-head">
        <h1 id="conflict-title" tabIndex={-1} ref={focusOnce}>
          {t('conflict.titleDeleted')}
        </h1>
        <p>{t('conflict.textDeleted')}</p>
        <div className="conflict-choices">
          <Button kind="primary" onClick={onNewVersion}>
            {t('conflict.newDeleted')}
          </Button>
          <Button onClick={onDrop}>{t('conflict.drop')}</Button>
          <Button kind="quiet" onClick={onBack}>
            {t('conflict.back')}
          </Button>
        </div>
      </header>
    </section>
  );
}
