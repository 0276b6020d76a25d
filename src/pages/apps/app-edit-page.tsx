import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { type App, appQuery, createApp, updateApp } from '#src/api/apps.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { paths } from '#src/lib/paths.ts';
import { Button } from '#src/ui/button.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Page } from '#src/ui/page.tsx';
import { useToast } from '#src/ui/toast.ts';
import { appOf, draftOf, nextVersion } from './app-draft.ts';
import { AppForm } from './app-form.tsx';
import { useAppForm } from './use-app-form.ts';

export function prefetchAppEdit({ projectId = '', appId = '' }: Record<string, string>): void {
  void queryClient.prefetchQuery(projectQuery(projectId));
  void queryClient.prefetchQuery(appQuery(projectId, appId));
}

export function AppEditPage() {
  const { projectId = '', appId = '' } = useParams();
  const { t } = useTranslation(['apps', 'common']);
  const { data: project } = useQuery(projectQuery(projectId));
  const { data, error, refetch } = useQuery(appQuery(projectId, appId));
  return (
    <Page
      title={t('edit.title', { name: data?.name ?? '' })}
      crumbs={[
        { label: project?.name ?? '…', to: paths.project(projectId) },
        { label: t('title'), to: paths.apps(projectId) },
        { label: data ? `${data.name} ${data.version}` : '…', to: paths.app(projectId, appId) },
      ]}
    >
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {/* What one types must not be replaced when the app is read again. */}
      {data ? <EditForm key={appId} projectId={projectId} app={data} /> : error ? null : <Skeleton lines={6} />}
    </Page>
  );
}

/** Name and version of an app are fixed (01050005): with another version, saving makes a new app of it. */
function EditForm({ projectId, app }: { projectId: string; app: App }) {
  const { t } = useTranslation(['apps', 'common']);
  const toast = useToast();
  const environment = useEnvironment();
  const access = usePermission(projectId, 'develop');
  const create = useApiMutation(createApp);
  const update = useApiMutation(updateApp);
  const { id: appId = '', name = '', version = '' } = app;
  const form = useAppForm(draftOf(app), async (draft) => {
    const body = appOf(draft);
    if (draft.version === version) {
      await update.mutateAsync({ projectId, appId, body });
      toast.done(t('edit.done', { name, version }));
      return environment.navigate(paths.app(projectId, appId));
    }
    const { id } = await create.mutateAsync({ projectId, body });
    toast.done(t('new.done', { name, version: draft.version }));
    environment.navigate(id ? paths.app(projectId, id) : paths.apps(projectId));
  });
  const isNew = form.values.version !== version;
  return (
    <AppForm
      form={form}
      projectId={projectId}
      submitLabel={isNew ? t('edit.saveVersion', { version: form.values.version }) : t('common:action.save')}
      disabledReason={access.reason}
      nameFixed={t('edit.nameFixed')}
      versionHelp={isNew ? t('edit.versionNew', { version }) : t('edit.versionSame')}
      extra={
        isNew ? (
          <Button kind="quiet" onClick={() => form.set('version', version)}>
            {t('edit.keepVersion', { version })}
          </Button>
        ) : (
          <Button onClick={() => form.set('version', nextVersion(version))}>{t('edit.asVersion')}</Button>
        )
      }
      onCancel={() => environment.navigate(paths.app(projectId, appId))}
    />
  );
}
