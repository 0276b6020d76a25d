import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { positionOf } from '#core/workflow/history.ts';
import { errorsOf } from '#core/workflow/problems.ts';
import type { Problem } from '#core/workflow/types.ts';
import { projectQuery } from '#src/api/projects.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { useNodeKinds } from '#src/api/use-nodes.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { createWorkflow } from '#src/api/workflows.ts';
import { type LoadedWorkflow, toRequest } from '#src/canvas/drawing/document.ts';
import { createEditor, type Editor, isDirty } from '#src/canvas/editor.ts';
import { WorkflowEditor } from '#src/canvas/workflow-editor.tsx';
import { paths } from '#src/lib/paths.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { useStoreFact } from '#src/lib/use-store.ts';
import { Button } from '#src/ui/button.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { InlineError } from '#src/ui/error-state.tsx';
import { Link } from '#src/ui/link.tsx';
import { useToast } from '#src/ui/toast.ts';
import { pathLoader } from '../../path-loader.ts';
import { DetailsDrawer } from '../details-drawer.tsx';
import { SaveState } from '../editor-header.tsx';
import { ExportButton } from '../export-button.tsx';
import { useApps } from '../use-apps.ts';
import { usePaletteApps } from '../use-palette-apps.ts';
import '../editor-header.css';

interface HeaderProps {
  editor: Editor;
  projectId: string;
  projectName: string;
  problems: readonly Problem[];
  /** Why it cannot be changed here; on a narrow screen it can be saved all the same. */
  readOnlyReason: string | false;
  saveReason: string | false;
  saving: boolean;
  error: unknown;
  onSave: () => void;
  onDetails: () => void;
}

/** The header of a workflow the server does not have yet: the first save creates it. */
function ImportedHeader(props: HeaderProps) {
  const { t } = useTranslation('workflows');
  const { editor, projectId, problems, readOnlyReason, error } = props;
  const name = useStoreFact(editor.state, (state) => state.document.name);
  const version = useStoreFact(editor.state, (state) => state.document.version);
  const errors = errorsOf(problems).length;
  const saveReason = props.saveReason || (errors > 0 && t('editor.fixFirst', { count: errors }));
  return (
    <header className="wh">
      <nav className="wh-crumbs" aria-label={t('title')}>
        <Link to={paths.project(projectId)}>{props.projectName}</Link>
        <span aria-hidden="true"> / </span>
        <Link to={paths.workflows(projectId)}>{t('title')}</Link>
        <span aria-hidden="true"> / </span>
      </nav>
      <h1>
        {name} <span className="muted">{version}</span>
      </h1>
      <SaveState problems={problems} dirty />
      <div className="wh-actions">
        <Button kind="quiet" icon="settings" disabledReason={readOnlyReason} onClick={props.onDetails}>
          {t('details.title')}
        </Button>
        <ExportButton editor={editor} projectName={props.projectName} />
        <Button kind="primary" icon="save" busy={props.saving} disabledReason={saveReason} onClick={props.onSave}>
          {t('editor.save')}
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

interface Props {
  projectId: string;
  workflow: LoadedWorkflow;
}

/** Creates the workflow on the first save, and goes on in the editor of saved ones. */
function useCreate(projectId: string, editor: Editor) {
  const { t } = useTranslation('workflows');
  const environment = useEnvironment();
  const toast = useToast();
  const create = useApiMutation(createWorkflow);
  const save = () => {
    if (create.isPending) return;
    editor.settleTyping();
    const { history, document } = editor.state.get();
    const position = positionOf(history);
    create.mutate(
      { projectId, body: toRequest(document, editor.kept) },
      {
        onSuccess: ({ id }) => {
          // What is on the server must not be asked about when this page is left.
          editor.markSaved(position);
          toast.done(t('editor.savedToast'));
          environment.navigate(id ? paths.workflowEdit(projectId, id) : paths.workflows(projectId));
        },
      },
    );
  };
  return { save, saving: create.isPending, error: create.error ?? undefined };
}

/** The editor of a workflow that was imported and is not saved. */
export function ImportedEditor({ projectId, workflow }: Props) {
  const environment = useEnvironment();
  const narrow = useNarrow();
  const [editor] = useState(() => createEditor(workflow, false));
  const [details, setDetails] = useState(false);
  const palette = usePaletteApps(projectId);
  const project = useQuery(projectQuery(projectId));
  const nodes = useNodeKinds();
  const loadApp = useApps(projectId, editor);
  const { save, saving, error } = useCreate(projectId, editor);
  environment.useLeaveGuard(useStoreFact(editor.state, isDirty));
  const folder = useMemo(() => pathLoader(projectId), [projectId]);
  const develop = usePermission(projectId, 'develop');
  const projectName = project.data?.name ?? '';
  return (
    <div className="workflow-edit">
      <WorkflowEditor
        projectId={projectId}
        editor={editor}
        projectName={projectName}
        editable={develop.allowed}
        narrow={narrow}
        {...palette}
        loadApp={loadApp}
        loadFolder={folder}
        nodes={nodes}
        onSave={save}
        onDetails={develop.allowed ? () => setDetails(true) : undefined}
        header={(problems) => (
          <ImportedHeader
            editor={editor}
            projectId={projectId}
            projectName={projectName}
            problems={problems}
            readOnlyReason={develop.reason}
            saveReason={develop.reason}
            saving={saving}
            error={error}
            onSave={save}
            onDetails={() => setDetails(true)}
          />
        )}
      />
      <DetailsDrawer editor={editor} open={details} onClose={() => setDetails(false)} unsaved />
    </div>
  );
}
