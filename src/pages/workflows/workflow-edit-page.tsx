import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { positionOf } from '#core/workflow/history.ts';
import type { AppSignature } from '#core/workflow/types.ts';
import { appQuery, appsQuery } from '#src/api/apps.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { updateWorkflow, type Workflow, workflowQuery } from '#src/api/workflows.ts';
import { fromResponse, signatureOfApp, toRequest } from '#src/canvas/document.ts';
import { createEditor, type Editor, isDirty } from '#src/canvas/editor.ts';
import { WorkflowEditor } from '#src/canvas/workflow-editor.tsx';
import { paths } from '#src/lib/paths.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { useStore } from '#src/lib/use-store.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { useToast } from '#src/ui/toast.ts';
import { pathLoader } from '../path-loader.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { DetailsDrawer } from './details-drawer.tsx';
import { EditorHeader } from './editor-header.tsx';
import { NewVersionDialog } from './new-version-dialog.tsx';
import { saveWorkflow } from './save-workflow.ts';

/** Starts reading what the editor needs. */
export function prefetchWorkflowEdit({ projectId = '', workflowId = '' }: Record<string, string>) {
  void queryClient.prefetchQuery(workflowQuery(projectId, workflowId));
  void queryClient.prefetchQuery(appsQuery(projectId));
  void queryClient.prefetchQuery(projectQuery(projectId));
}

interface OpenProps {
  projectId: string;
  workflowId: string;
  workflow: Workflow;
}

/** Reads apps: one to add a task of, and those in use, for what the workflow's answer does not tell of them. */
function useApps(projectId: string, editor: Editor) {
  const client = useQueryClient();
  const loadApp = useCallback(
    async (appId: string): Promise<AppSignature> => {
      const signature = signatureOfApp(await client.fetchQuery(appQuery(projectId, appId)));
      if (!signature) throw new Error(`no app ${appId}`);
      return signature;
    },
    [client, projectId],
  );
  useEffect(() => {
    const used = new Set((editor.state.get().document.tasks ?? []).map((task) => task.app_id));
    // An app that cannot be read stays as the workflow describes it; the problems list says what is wrong.
    for (const appId of used)
      loadApp(appId).then(
        (app) => editor.learn([app]),
        () => undefined,
      );
  }, [editor, loadApp]);
  return loadApp;
}

/** Saving, and what happens when somebody else saved first. */
function useSave({ projectId, workflowId, workflow }: OpenProps, editor: Editor) {
  const { t } = useTranslation('workflows');
  const client = useQueryClient();
  const toast = useToast();
  const update = useApiMutation(updateWorkflow);
  const [base, setBase] = useState(workflow.update_time);
  const [theirs, setTheirs] = useState<Workflow>();
  const [error, setError] = useState<unknown>();
  const [saving, setSaving] = useState(false);
  const send = async (from: string | undefined) => {
    editor.settleTyping();
    const { history, document } = editor.state.get();
    const position = positionOf(history);
    setSaving(true);
    setError(undefined);
    try {
      const outcome = await saveWorkflow(
        {
          read: () => client.fetchQuery({ ...workflowQuery(projectId, workflowId), staleTime: 0 }),
          update: (body) => update.mutateAsync({ projectId, workflowId, body }),
        },
        toRequest(document, editor.kept),
        from,
      );
      if (outcome.kind === 'conflict') return setTheirs(outcome.theirs);
      editor.markSaved(position);
      setTheirs(undefined);
      setBase(outcome.updateTime);
      toast.done(t('editor.savedToast'));
    } catch (failed) {
      setTheirs(undefined);
      setError(failed);
    } finally {
      setSaving(false);
    }
  };
  return {
    saving,
    error,
    theirs,
    save: () => {
      if (!saving && isDirty(editor.state.get())) void send(base);
    },
    overwrite: () => void send(undefined),
    takeTheirs: () => {
      if (theirs) editor.load(fromResponse(theirs));
      setBase(theirs?.update_time);
      setTheirs(undefined);
    },
    close: () => setTheirs(undefined),
  };
}

function OpenWorkflow(props: OpenProps) {
  const { projectId, workflowId, workflow } = props;
  const { t } = useTranslation('workflows');
  const environment = useEnvironment();
  const narrow = useNarrow();
  const [search] = useSearchParams();
  const [editor] = useState(() => {
    const made = createEditor(fromResponse(workflow));
    const task = search.get('task');
    if (task) made.select([task]);
    return made;
  });
  const apps = useQuery(appsQuery(projectId));
  const project = useQuery(projectQuery(projectId));
  const loadApp = useApps(projectId, editor);
  const saving = useSave(props, editor);
  const [details, setDetails] = useState(false);
  const [newVersion, setNewVersion] = useState(false);
  const state = useStore(editor.state);
  environment.useLeaveGuard(isDirty(state));
  const folder = useMemo(() => pathLoader(projectId), [projectId]);
  const palette = useMemo(() => apps.data?.apps ?? [], [apps.data]);
  const develop = usePermission(projectId, 'develop');
  const run = usePermission(projectId, 'run');
  return (
    <div className="workflow-edit">
      <WorkflowEditor
        editor={editor}
        editable={develop.allowed}
        narrow={narrow}
        apps={palette}
        loadApp={loadApp}
        loadFolder={folder}
        onSave={saving.save}
        header={(problems) => (
          <EditorHeader
            editor={editor}
            projectId={projectId}
            projectName={project.data?.name ?? ''}
            workflowId={workflowId}
            problems={problems}
            readOnlyReason={develop.reason || (narrow && t('viewOnly'))}
            runReason={run.reason}
            saving={saving.saving}
            error={saving.error}
            onSave={saving.save}
            onDetails={() => setDetails(true)}
            onNewVersion={() => setNewVersion(true)}
          />
        )}
      />
      <DetailsDrawer editor={editor} open={details} onClose={() => setDetails(false)} />
      <NewVersionDialog
        editor={editor}
        projectId={projectId}
        open={newVersion}
        onClose={() => setNewVersion(false)}
        onSaved={(id) => environment.navigate(paths.workflowEdit(projectId, id))}
      />
      <ConflictDialog
        theirs={saving.theirs}
        mine={{ tasks: state.document.tasks?.length ?? 0 }}
        busy={saving.saving}
        onOverwrite={saving.overwrite}
        onTakeTheirs={saving.takeTheirs}
        onSaveAsNew={() => {
          saving.close();
          setNewVersion(true);
        }}
        onClose={saving.close}
      />
    </div>
  );
}

/** The editor of one workflow. */
export function WorkflowEditPage() {
  const { projectId = '', workflowId = '' } = useParams();
  const { t } = useTranslation('workflows');
  const workflow = useQuery(workflowQuery(projectId, workflowId));
  const name = workflow.data?.name;
  useEffect(() => {
    document.title = [name, t('title')].filter(Boolean).join(' · ');
  }, [name, t]);
  if (workflow.data) {
    // Later answers do not reach an open editor: what was typed must not be replaced behind the user's back.
    return (
      <OpenWorkflow
        key={`${projectId} ${workflowId}`}
        projectId={projectId}
        workflowId={workflowId}
        workflow={workflow.data}
      />
    );
  }
  if (workflow.error) return <ErrorState error={workflow.error} onRetry={() => void workflow.refetch()} />;
  return <Skeleton lines={6} />;
}
