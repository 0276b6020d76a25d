import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { addTask, applyCommand } from '#core/workflow/commands.ts';
import type { AppSignature, WorkflowDocument } from '#core/workflow/types.ts';
import { appQuery } from '#src/api/apps.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { createWorkflow, workflowQuery } from '#src/api/workflows.ts';
import { browserDrafts } from '#src/canvas/drafts/browser-drafts.ts';
import type { Draft } from '#src/canvas/drafts/draft.ts';
import { fromResponse, type LoadedWorkflow, signatureOfApp, toRequest } from '#src/canvas/drawing/document.ts';
import { paths } from '#src/lib/paths.ts';
import { Button } from '#src/ui/button.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Form } from '#src/ui/form.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Page } from '#src/ui/page.tsx';
import { useDrafts } from './drafts/use-drafts.ts';
import { requestOf, useWorkflowForm, valuesOf, WorkflowFields } from './workflow-form.tsx';

/** Starts reading the workflow a new version is made of, or the app its first task runs. */
export function prefetchWorkflowNew({ projectId = '' }: Record<string, string>, request: Request) {
  const search = new URL(request.url).searchParams;
  const [from, app] = [search.get('from'), search.get('app')];
  void queryClient.prefetchQuery(projectQuery(projectId));
  if (from) void queryClient.prefetchQuery(workflowQuery(projectId, from));
  if (app) void queryClient.prefetchQuery(appQuery(projectId, app));
}

interface FormProps {
  projectId: string;
  /** The workflow that is copied; absent for an empty one. */
  source?: LoadedWorkflow;
  /** The app of the first task of an empty one. */
  app?: AppSignature;
  /** The draft the source comes from; done with once the workflow exists. */
  draftId?: string;
}

const loadedFrom = (draft: Draft): LoadedWorkflow => ({
  document: draft.document,
  kept: draft.kept,
  apps: new Map(draft.apps.map((app) => [app.id, app])),
});

/** What a workflow starts with: the tasks of its source, a task of the app, or none. */
function firstDocument(
  { source, app }: Pick<FormProps, 'source' | 'app'>,
  details: WorkflowDocument,
): WorkflowDocument {
  const document = { ...details, tasks: source?.document.tasks ?? [] };
  return app ? applyCommand(document, addTask(document, app, { x: 0, y: 0 })) : document;
}

/** A copy needs a version of its own; edits of a workflow that was deleted may have theirs. */
const newVersion = (source: LoadedWorkflow | undefined, draftId: string | undefined): string =>
  draftId ? (source?.document.version ?? '') : source ? '' : '1.0.0';

function NewWorkflowForm({ projectId, source, app, draftId }: FormProps) {
  const { t } = useTranslation('workflows');
  const navigate = useNavigate();
  const create = useApiMutation(createWorkflow);
  const { reason } = usePermission(projectId, 'develop');
  const initial = { ...valuesOf(source?.document ?? {}), version: newVersion(source, draftId) };
  const form = useWorkflowForm(initial, async (values) => {
    const document = firstDocument({ source, app }, requestOf(values));
    const { id } = await create.mutateAsync({ projectId, body: toRequest(document, source?.kept) });
    if (draftId) await browserDrafts().remove(draftId);
    await navigate(id ? paths.workflowEdit(projectId, id) : paths.workflows(projectId));
  });
  return (
    <Form
      form={form}
      submitLabel={t(source ? 'new.submitClone' : 'new.submit')}
      disabledReason={reason}
      onCancel={() => void navigate(paths.workflows(projectId))}
    >
      <WorkflowFields form={form} />
    </Form>
  );
}

/** Creates a workflow, empty or from another version, and goes on to the editor. */
export function WorkflowNewPage() {
  const { t } = useTranslation('workflows');
  const { projectId = '' } = useParams();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const from = search.get('from') ?? '';
  const project = useQuery(projectQuery(projectId));
  const appId = search.get('app') ?? '';
  const source = useQuery({ ...workflowQuery(projectId, from), enabled: from !== '' });
  const app = useQuery({ ...appQuery(projectId, appId), enabled: appId !== '' });
  const draftId = search.get('draft') ?? '';
  const drafts = useDrafts(draftId ? projectId : '');
  const draft = drafts?.find(({ id }) => id === draftId);
  const failed = [source, app].find(({ error }) => error);
  const crumbs = [
    { label: project.data?.name ?? '', to: paths.project(projectId) },
    { label: t('title'), to: paths.workflows(projectId) },
  ];
  const name = `${source.data?.name ?? ''} ${source.data?.version ?? ''}`;
  return (
    <Page
      title={from ? t('new.titleClone', { name }) : t('new.title')}
      crumbs={crumbs}
      actions={
        from || appId ? undefined : (
          <Button icon="upload" onClick={() => void navigate(paths.workflowImport(projectId))}>
            {t('import')}
          </Button>
        )
      }
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (from && !source.data) || (appId && !app.data) || (draftId && !drafts) ? (
        <Skeleton lines={5} />
      ) : (
        <NewWorkflowForm
          key={`${from} ${appId} ${draft?.id ?? ''}`}
          projectId={projectId}
          {...(source.data ? { source: fromResponse(source.data) } : {})}
          {...(draft ? { source: loadedFrom(draft), draftId: draft.id } : {})}
          {...(app.data ? { app: signatureOfApp(app.data) } : {})}
        />
      )}
    </Page>
  );
}
