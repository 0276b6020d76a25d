import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { projectQuery } from '#src/api/projects.ts';
import { useNodeKinds } from '#src/api/use-nodes.ts';
import { usePermission } from '#src/api/use-permission.ts';
import type { Workflow } from '#src/api/workflows.ts';
import type { Draft } from '#src/canvas/drafts/draft.ts';
import { fromResponse } from '#src/canvas/drawing/document.ts';
import { createEditor, type Editor, isDirty } from '#src/canvas/editor.ts';
import { WorkflowEditor } from '#src/canvas/workflow-editor.tsx';
import { paths } from '#src/lib/paths.ts';
import { createStore } from '#src/lib/store.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { useStore, useStoreFact } from '#src/lib/use-store.ts';
import { sessionStore } from '#src/session/session.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { pathLoader } from '../path-loader.ts';
import { ConflictScreen, DeletedScreen } from './conflict/conflict-screen.tsx';
import { DetailsDrawer } from './details-drawer.tsx';
import { DraftBar, FollowOffers } from './drafts/draft-bar.tsx';
import { DraftNotices } from './drafts/draft-notices.tsx';
import { type Keeping, useKeeping } from './drafts/use-keeping.ts';
import { EditorHeader } from './editor-header.tsx';
import { NewVersionDialog } from './new-version-dialog.tsx';
import { useApps } from './use-apps.ts';
import { usePaletteApps } from './use-palette-apps.ts';
import { baseOf, type Saving, useSave } from './use-save.ts';
import { useAskedTakeOver, useTakeOver } from './use-take-over.ts';
import { useTaskInAddress } from './use-task-in-address.ts';
import { VersionsDrawer } from './versions/versions-drawer.tsx';

/** Brings YAML along, which few need. */
const ImportDialog = lazy(async () => ({ default: (await import('./import/import-dialog.tsx')).ImportDialog }));

interface OpenProps {
  projectId: string;
  workflowId: string;
  /** As it was read last; the editor starts from the first. */
  workflow: Workflow;
}

interface ConflictProps {
  editor: Editor;
  saving: Saving;
  keeping: Keeping;
  onNewVersion: () => void;
  onDrop: () => void;
}

/** The screen of a conflict, over the editor, which goes on underneath. */
function ConflictOf({ editor, saving, keeping, onNewVersion, onDrop }: ConflictProps) {
  const { t } = useTranslation('versions');
  const { document } = useStore(editor.state);
  const problem = useStore(keeping.keeper.problem);
  const { conflict } = saving;
  if (!conflict) return null;
  if (conflict.kind === 'deleted')
    return <DeletedScreen onNewVersion={onNewVersion} onBack={saving.close} onDrop={onDrop} />;
  return (
    <ConflictScreen
      conflict={conflict}
      base={saving.base.document}
      mine={document}
      apps={editor.lookup}
      busy={saving.saving}
      error={saving.error}
      notKept={problem !== undefined && t(`drafts.${problem}`)}
      onMine={saving.overwrite}
      onTheirs={saving.takeTheirs}
      onNewVersion={onNewVersion}
      onBack={saving.close}
    />
  );
}

/** Asks who leaves unsaved work. On its own, so that the first change does not draw the whole editor again. */
function LeaveGuard({ editor, keeping }: { editor: Editor; keeping: Keeping }) {
  const { t } = useTranslation('versions');
  const environment = useEnvironment();
  const notKept = useStore(keeping.keeper.problem);
  environment.useLeaveGuard(useStoreFact(editor.state, isDirty), notKept ? undefined : t('drafts.leave'));
  return null;
}

/** The editor of one workflow that was read: its header, drafts, versions, and what happens when it is saved. */
export function OpenWorkflow({ projectId, workflowId, workflow }: OpenProps) {
  const environment = useEnvironment();
  const narrow = useNarrow();
  // As it was at the beginning: at the end of the session the page goes after the session does.
  const [user] = useState(() => sessionStore.get()?.user.id ?? '');
  const [search] = useSearchParams();
  const [base] = useState(() => baseOf(workflow));
  const [editor] = useState(() => {
    const made = createEditor(fromResponse(workflow));
    const task = search.get('task');
    if (task) made.select([task]);
    return made;
  });
  const palette = usePaletteApps(projectId);
  const project = useQuery(projectQuery(projectId));
  const nodes = useNodeKinds();
  const loadApp = useApps(projectId, editor);
  const keeping = useKeeping(editor, { user, project: projectId, workflow: workflowId }, base);
  const [offers] = useState(() => createStore<readonly Draft[]>([]));
  const saving = useSave(projectId, workflowId, base, editor, keeping);
  const takeOver = useTakeOver({ projectId, user, editor, keeping, saving });
  const [shown, setShown] = useState<'details' | 'new-version' | 'versions' | 'import'>();
  const close = () => setShown(undefined);
  useTaskInAddress(editor);
  const folder = useMemo(() => pathLoader(projectId), [projectId]);
  const develop = usePermission(projectId, 'develop');
  const run = usePermission(projectId, 'run');
  const readOnlyReason = develop.reason;
  useAskedTakeOver(!readOnlyReason, takeOver);

  const header = (problems: Parameters<typeof EditorHeader>[0]['problems']): ReactNode => (
    <>
      <EditorHeader
        editor={editor}
        projectId={projectId}
        projectName={project.data?.name ?? ''}
        workflowId={workflowId}
        problems={problems}
        readOnlyReason={readOnlyReason}
        runReason={run.reason}
        saving={saving.saving}
        error={saving.error}
        onSave={saving.save}
        onDetails={() => setShown('details')}
        onVersions={() => setShown('versions')}
        onNewVersion={() => setShown('new-version')}
        onImport={() => setShown('import')}
      />
      <DraftBar
        offers={offers}
        updateTime={workflow.update_time}
        reason={readOnlyReason}
        onContinue={({ id }) => void takeOver.resume(id)}
      />
      <DraftNotices {...keeping} />
    </>
  );

  return (
    <div className="workflow-edit">
      <LeaveGuard editor={editor} keeping={keeping} />
      <FollowOffers projectId={projectId} workflowId={workflowId} keeping={keeping} offers={offers} />
      {saving.conflict ? (
        <ConflictOf
          editor={editor}
          saving={saving}
          keeping={keeping}
          onNewVersion={() => setShown('new-version')}
          onDrop={() => environment.navigate(paths.workflows(projectId))}
        />
      ) : (
        <WorkflowEditor
          projectId={projectId}
          editor={editor}
          projectName={project.data?.name ?? ''}
          editable={develop.allowed}
          narrow={narrow}
          {...palette}
          loadApp={loadApp}
          loadFolder={folder}
          nodes={nodes}
          onSave={saving.save}
          onDetails={develop.allowed ? () => setShown('details') : undefined}
          header={header}
        />
      )}
      {shown === 'import' && (
        <Suspense>
          <ImportDialog editor={editor} projectId={projectId} open onClose={close} />
        </Suspense>
      )}
      <DetailsDrawer editor={editor} open={shown === 'details'} onClose={close} />
      <VersionsDrawer
        projectId={projectId}
        workflowId={workflowId}
        name={workflow.name ?? ''}
        open={shown === 'versions'}
        readOnlyReason={readOnlyReason}
        addressOf={paths.workflowEdit}
        onClose={close}
        onRestore={({ id = '' }, save) => {
          close();
          void takeOver.restore(id, save);
        }}
      />
      <NewVersionDialog
        editor={editor}
        projectId={projectId}
        open={shown === 'new-version'}
        sameVersion={saving.conflict?.kind === 'deleted'}
        onClose={close}
        onSaved={(id) => environment.navigate(paths.workflowEdit(projectId, id))}
      />
    </div>
  );
}
