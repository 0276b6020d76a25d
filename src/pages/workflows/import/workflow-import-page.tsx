import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { appsQuery } from '#src/api/apps.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { workflowsQuery } from '#src/api/workflows.ts';
import { type LoadedWorkflow, NOTHING_KEPT } from '#src/canvas/drawing/document.ts';
import { paths } from '#src/lib/paths.ts';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Page } from '#src/ui/page.tsx';
import type { WorkflowName } from './import-model.ts';
import { ImportNameForm } from './import-name-form.tsx';
import { ImportPreview } from './import-preview.tsx';
import { ImportSource } from './import-source.tsx';
import { ImportedEditor } from './imported-editor.tsx';
import { RefusedText } from './refused-text.tsx';
import { type Import, type ImportState, useImport } from './use-import.ts';

/** Starts reading what an import is compared with. */
export function prefetchWorkflowImport({ projectId = '' }: Record<string, string>) {
  void queryClient.prefetchQuery(projectQuery(projectId));
  void queryClient.prefetchQuery(appsQuery(projectId));
  void queryClient.prefetchQuery(workflowsQuery(projectId));
}

interface FoundProps {
  projectId: string;
  found: Import;
  state: ImportState;
  onOpen: (name: WorkflowName) => void;
}

function Found({ projectId, found, state, onOpen }: FoundProps) {
  const { t } = useTranslation('imports');
  const workflows = useQuery(workflowsQuery(projectId));
  const { reason } = usePermission(projectId, 'develop');
  const { document, given, problems } = found;
  if (workflows.error) return <ErrorState error={workflows.error} onRetry={() => void workflows.refetch()} />;
  if (!workflows.data) return <Skeleton lines={5} />;
  return (
    <>
      <p className="muted">{given.name ? t('from.file', { name: given.name }) : t('from.text')}</p>
      <ImportPreview found={found} onChoose={state.choose} />
      <ImportNameForm
        wanted={document}
        taken={workflows.data.workflows ?? []}
        disabledReason={reason || (!problems && t('reading'))}
        onOpen={onOpen}
        onCancel={state.reset}
      />
    </>
  );
}

/** Brings a workflow in from a file or a text: choose, look at what it is, open it in the editor unsaved. */
export function WorkflowImportPage() {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation('workflows');
  const { projectId = '' } = useParams();
  const project = useQuery(projectQuery(projectId));
  const state = useImport(projectId);
  const [opened, setOpened] = useState<LoadedWorkflow>();
  const { found, refused, error } = state;
  if (opened) return <ImportedEditor projectId={projectId} workflow={opened} />;
  return (
    <Page
      title={t('title')}
      crumbs={[
        { label: project.data?.name ?? '', to: paths.project(projectId) },
        { label: words('title'), to: paths.workflows(projectId) },
      ]}
    >
      {error ? (
        <ErrorState error={error} onRetry={state.retry} />
      ) : found ? (
        <Found
          projectId={projectId}
          found={found}
          state={state}
          onOpen={(name) =>
            setOpened({ document: { ...found.document, ...name }, apps: found.signatures, kept: NOTHING_KEPT })
          }
        />
      ) : state.reading ? (
        <Skeleton lines={5} />
      ) : (
        <>
          <ImportSource onGive={state.give} />
          {refused && <RefusedText {...refused} />}
        </>
      )}
    </Page>
  );
}
