import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '#core/workflow/types.ts';
import { useStructure } from '#src/canvas/drawing/use-structure.ts';
import { type Editor, type EditorState, isDirty } from '#src/canvas/editor.ts';
import { useEditorState } from '#src/canvas/editor-context.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { Button } from '#src/ui/button.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { InlineError } from '#src/ui/error-state.tsx';
import { Link } from '#src/ui/link.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { ExportButton } from './export-button.tsx';
import './editor-header.css';

interface Props {
  editor: Editor;
  projectId: string;
  projectName: string;
  workflowId: string;
  problems: readonly Problem[];
  /** Why it cannot be changed; false when it can. */
  readOnlyReason: string | false;
  /** Why no job can be started here at all; false when one can. */
  runReason: string | false;
  saving: boolean;
  error: unknown;
  onSave: () => void;
  onDetails: () => void;
  onVersions: () => void;
  onNewVersion: () => void;
  onImport: () => void;
}

/** Whether everything is saved, and how many problems there are. */
export function SaveState({ problems, dirty }: { problems: readonly Problem[]; dirty: boolean }) {
  const { t } = useTranslation('workflows');
  return (
    <span className="wh-state" aria-live="polite">
      <span className={dirty ? 'wh-dirty' : 'wh-saved'}>
        {dirty ? '○' : '●'} {t(dirty ? 'editor.unsaved' : 'editor.saved')}
      </span>
      {problems.length > 0 && <span>· {t('editor.problems', { count: problems.length })}</span>}
    </span>
  );
}

/** Why no job can be started from what is on the screen. */
function useStartReason(dirty: boolean, tasks: number, runReason: string | false): string | false {
  const { t } = useTranslation('workflows');
  if (runReason) return runReason;
  if (tasks === 0) return t('editor.noTasks');
  return dirty && t('editor.saveFirst');
}

/** Name, version and state of the open workflow, and what can be done with it. */
export function EditorHeader(props: Props) {
  const { t } = useTranslation(['workflows', 'versions']);
  const { projectId, workflowId, problems, readOnlyReason, saving, error } = props;
  const environment = useEnvironment();
  const document = useStructure();
  const dirty = useEditorState(useCallback((state: EditorState) => isDirty(state), []));
  const startReason = useStartReason(dirty, document.tasks?.length ?? 0, props.runReason);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const blocked: ReactNode = errors > 0 && t('editor.fixFirst', { count: errors });
  const saveReason = readOnlyReason || (typeof blocked === 'string' ? blocked : !dirty && t('editor.nothingToSave'));
  return (
    <header className="wh">
      <nav className="wh-crumbs" aria-label={t('title')}>
        <Link to={paths.project(projectId)}>{props.projectName}</Link>
        <span aria-hidden="true"> / </span>
        <Link to={paths.workflows(projectId)}>{t('title')}</Link>
        <span aria-hidden="true"> / </span>
      </nav>
      <h1>
        {document.name} <span className="muted">{document.version}</span>
      </h1>
      <SaveState problems={problems} dirty={dirty} />
      <div className="wh-actions">
        <Button kind="quiet" icon="settings" disabledReason={readOnlyReason} onClick={props.onDetails}>
          {t('details.title')}
        </Button>
        <Button kind="quiet" icon="columns" onClick={props.onVersions}>
          {t('versions:versions.title')}
        </Button>
        <ExportButton editor={props.editor} projectName={props.projectName} />
        <MenuButton
          entries={[
            {
              key: 'new-version',
              label: t('newVersion.title'),
              icon: 'copy',
              disabledReason: readOnlyReason,
              onSelect: props.onNewVersion,
            },
            {
              key: 'import',
              label: t('import'),
              icon: 'upload',
              disabledReason: readOnlyReason,
              onSelect: props.onImport,
            },
          ]}
        />
        <Button icon="save" busy={saving} disabledReason={saveReason} onClick={props.onSave}>
          {t('editor.save')}
        </Button>
        <Button
          kind="primary"
          icon="play"
          disabledReason={startReason}
          onClick={() => environment.navigate(withQuery(paths.jobNew(projectId), { workflow: workflowId }))}
        >
          {t('startJob')}
        </Button>
      </div>
      {error !== undefined && (
        <div className="wh-error">
          <InlineError error={error} />
        </div>
      )}
    </header>
  );
}
