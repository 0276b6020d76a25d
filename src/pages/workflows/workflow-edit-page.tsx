import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { appsQuery } from '#src/api/apps.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { workflowQuery } from '#src/api/workflows.ts';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { DraftsOfDeleted } from './drafts/drafts-of-deleted.tsx';
import { OpenWorkflow } from './open-workflow.tsx';
import { isMissingWorkflow } from './save-workflow.ts';

/** Starts reading what the editor needs. */
export function prefetchWorkflowEdit({ projectId = '', workflowId = '' }: Record<string, string>) {
  void queryClient.prefetchQuery(workflowQuery(projectId, workflowId));
  void queryClient.prefetchQuery(appsQuery(projectId));
  void queryClient.prefetchQuery(projectQuery(projectId));
}

/** The editor of one workflow. */
export function WorkflowEditPage() {
  const { projectId = '', workflowId = '' } = useParams();
  const { t } = useTranslation('workflows');
  const workflow = useQuery(workflowQuery(projectId, workflowId));
  // What the caller may do comes with the project: an editor that refuses until it is there misses the first key.
  const project = useQuery(projectQuery(projectId));
  const name = workflow.data?.name;
  useEffect(() => {
    document.title = [name, t('title')].filter(Boolean).join(' · ');
  }, [name, t]);
  if (workflow.data && !project.isPending) {
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
  if (!workflow.error) return <Skeleton lines={6} />;
  return (
    <>
      <ErrorState error={workflow.error} onRetry={() => void workflow.refetch()} />
      {isMissingWorkflow(workflow.error) && <DraftsOfDeleted projectId={projectId} workflowId={workflowId} />}
    </>
  );
}
