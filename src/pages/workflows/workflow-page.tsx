import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { AppSignature } from '#core/workflow/types.ts';
import { appQuery, appsQuery } from '#src/api/apps.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { useNodeKinds } from '#src/api/use-nodes.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { type Workflow, workflowQuery } from '#src/api/workflows.ts';
import { fromResponse, signatureOfApp } from '#src/canvas/drawing/document.ts';
import { createEditor, type Editor } from '#src/canvas/editor.ts';
import { WorkflowEditor } from '#src/canvas/workflow-editor.tsx';
import { paths, withQuery } from '#src/lib/paths.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { Button } from '#src/ui/button.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Link } from '#src/ui/link.tsx';
import { Tag } from '#src/ui/values.tsx';
import { pathLoader } from '../path-loader.ts';
import { ExportButton } from './export-button.tsx';
import { useTaskInAddress } from './use-task-in-address.ts';
import { VersionsDrawer } from './versions/versions-drawer.tsx';
import './editor-header.css';

/** Starts reading what the page shows. */
export function prefetchWorkflow({ projectId = '', workflowId = '' }: Record<string, string>) {
  void queryClient.prefetchQuery(workflowQuery(projectId, workflowId));
  void queryClient.prefetchQuery(projectQuery(projectId));
}

interface ViewProps {
  projectId: string;
  workflow: Workflow;
}

function ViewHeader({ projectId, workflow, editor }: ViewProps & { editor: Editor }) {
  const { t } = useTranslation(['workflows', 'versions']);
  const environment = useEnvironment();
  const [versions, setVersions] = useState(false);
  const project = useQuery(projectQuery(projectId));
  const develop = usePermission(projectId, 'develop');
  const run = usePermission(projectId, 'run');
  const id = workflow.id ?? '';
  const empty = (workflow.tasks ?? []).length === 0;
  return (
    <header className="wh">
      <nav className="wh-crumbs" aria-label={t('title')}>
        <Link to={paths.project(projectId)}>{project.data?.name ?? ''}</Link>
        <span aria-hidden="true"> / </span>
        <Link to={paths.workflows(projectId)}>{t('title')}</Link>
        <span aria-hidden="true"> / </span>
      </nav>
      <h1>
        {workflow.name} <span className="muted">{workflow.version}</span>
      </h1>
      <Tag>{t('view.readOnly')}</Tag>
      <div className="wh-actions">
        <Button kind="quiet" icon="columns" onClick={() => setVersions(true)}>
          {t('versions:versions.title')}
        </Button>
        <ExportButton editor={editor} projectName={project.data?.name ?? ''} />
        <Button
          icon="edit"
          disabledReason={develop.reason}
          onClick={() => environment.navigate(paths.workflowEdit(projectId, id))}
        >
          {t('view.edit')}
        </Button>
        <Button
          kind="primary"
          icon="play"
          disabledReason={run.reason || (empty && t('editor.noTasks'))}
          onClick={() => environment.navigate(withQuery(paths.jobNew(projectId), { workflow: id }))}
        >
          {t('startJob')}
        </Button>
      </div>
      <VersionsDrawer
        projectId={projectId}
        workflowId={id}
        name={workflow.name ?? ''}
        open={versions}
        readOnlyReason={develop.reason}
        addressOf={paths.workflow}
        onClose={() => setVersions(false)}
        onRestore={(version, save) =>
          environment.navigate(
            withQuery(paths.workflowEdit(projectId, id), { restore: version.id, save: save ? '1' : undefined }),
          )
        }
      />
    </header>
  );
}

function ViewedWorkflow({ projectId, workflow }: ViewProps) {
  const client = useQueryClient();
  const narrow = useNarrow();
  const nodes = useNodeKinds();
  const [search] = useSearchParams();
  const [editor] = useState(() => {
    const made = createEditor(fromResponse(workflow));
    const task = search.get('task');
    if (task) made.select([task]);
    return made;
  });
  useTaskInAddress(editor);
  const apps = useQuery(appsQuery(projectId));
  const project = useQuery(projectQuery(projectId));
  const folder = useMemo(() => pathLoader(projectId), [projectId]);
  const loadApp = useCallback(
    async (appId: string): Promise<AppSignature> => {
      const signature = signatureOfApp(await client.fetchQuery(appQuery(projectId, appId)));
      if (!signature) throw new Error(`no app ${appId}`);
      return signature;
    },
    [client, projectId],
  );
  return (
    <div className="workflow-edit">
      <WorkflowEditor
        projectId={projectId}
        editor={editor}
        projectName={project.data?.name ?? ''}
        editable={false}
        narrow={narrow}
        apps={apps.data?.apps ?? []}
        loadApp={loadApp}
        loadFolder={folder}
        nodes={nodes}
        onSave={nothing}
        header={() => <ViewHeader projectId={projectId} workflow={workflow} editor={editor} />}
      />
    </div>
  );
}

/** Nothing can be changed here, so there is nothing to save. */
const nothing = () => undefined;

/** One workflow, looked at: the same canvas and panel as in the editor, without anything that changes it. */
export function WorkflowPage() {
  const { projectId = '', workflowId = '' } = useParams();
  const { t } = useTranslation('workflows');
  const workflow = useQuery(workflowQuery(projectId, workflowId));
  const name = workflow.data?.name;
  useEffect(() => {
    document.title = [name, t('title')].filter(Boolean).join(' · ');
  }, [name, t]);
  if (workflow.data)
    return (
      <ViewedWorkflow
        // What somebody else saves meanwhile is shown: nothing of one's own can be lost.
        key={`${projectId} ${workflowId} ${workflow.data.update_time}`}
        projectId={projectId}
        workflow={workflow.data}
      />
    );
  if (workflow.error) return <ErrorState error={workflow.error} onRetry={() => void workflow.refetch()} />;
  return <Skeleton lines={6} />;
}
