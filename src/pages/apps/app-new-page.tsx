import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { type App, appQuery, createApp } from '#src/api/apps.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { paths } from '#src/lib/paths.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Page } from '#src/ui/page.tsx';
import { useToast } from '#src/ui/toast.ts';
import { appOf, draftOf, emptyDraft, nextVersion } from './app-draft.ts';
import { AppForm } from './app-form.tsx';
import { useAppForm } from './use-app-form.ts';

/** `from`: app to start with; `as`: a `copy` under another name, or a new `version` of the same. */
const URL_STATE = { from: '', as: 'copy' };

export function prefetchAppNew({ projectId = '' }: Record<string, string>, request: Request): void {
  const from = new URL(request.url).searchParams.get('from');
  void queryClient.prefetchQuery(projectQuery(projectId));
  if (from) void queryClient.prefetchQuery(appQuery(projectId, from));
}

export function AppNewPage() {
  const { projectId = '' } = useParams();
  const { t } = useTranslation('apps');
  const [{ from, as }] = useUrlState(URL_STATE);
  const { data: project } = useQuery(projectQuery(projectId));
  const { data, error, refetch } = useQuery({ ...appQuery(projectId, from), enabled: from !== '' });
  const isVersion = from !== '' && as === 'version';
  return (
    <Page
      title={isVersion ? t('new.versionTitle', { name: data?.name ?? '' }) : t('new.title')}
      crumbs={[
        { label: project?.name ?? '…', to: paths.project(projectId) },
        { label: t('title'), to: paths.apps(projectId) },
      ]}
    >
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {from && !data && !error ? <Skeleton lines={6} /> : null}
      {!from || data ? <NewForm key={from + as} projectId={projectId} source={data} isVersion={isVersion} /> : null}
    </Page>
  );
}

interface NewFormProps {
  projectId: string;
  source: App | undefined;
  isVersion: boolean;
}

function firstDraft(source: App | undefined, isVersion: boolean) {
  if (!source) return emptyDraft();
  const draft = draftOf(source);
  return isVersion ? { ...draft, version: nextVersion(draft.version) } : { ...draft, name: `${draft.name}-copy` };
}

function NewForm({ projectId, source, isVersion }: NewFormProps) {
  const { t } = useTranslation('apps');
  const toast = useToast();
  const environment = useEnvironment();
  const access = usePermission(projectId, 'develop');
  const create = useApiMutation(createApp);
  const form = useAppForm(firstDraft(source, isVersion), async (draft) => {
    const { id } = await create.mutateAsync({ projectId, body: appOf(draft) });
    toast.done(t('new.done', { name: draft.name, version: draft.version }));
    environment.navigate(id ? paths.app(projectId, id) : paths.apps(projectId));
  });
  return (
    <AppForm
      form={form}
      projectId={projectId}
      submitLabel={isVersion ? t('new.versionSubmit') : t('new.submit')}
      disabledReason={access.reason}
      nameFixed={isVersion && t('new.versionName')}
      versionHelp={t('field.versionHelp')}
      onCancel={() => environment.navigate(source?.id ? paths.app(projectId, source.id) : paths.apps(projectId))}
    />
  );
}
