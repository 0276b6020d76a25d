import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { type App, appQuery, appsQuery } from '#src/api/apps.ts';
import { configQuery } from '#src/api/console.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { Button } from '#src/ui/button.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { Page, Section } from '#src/ui/page.tsx';
import { CopyText, Tag, Time } from '#src/ui/values.tsx';
import { AppActions } from './app-actions.tsx';
import { AppIcon } from './app-icon.tsx';
import { versionsOf } from './app-rows.ts';
import { AppUses } from './app-uses.tsx';
import { CommandsText } from './commands-field.tsx';
import { ParameterTable } from './parameter-table.tsx';
import { useKnownNames } from './use-known-names.ts';
import './apps.css';

export function prefetchApp({ projectId = '', appId = '' }: Record<string, string>): void {
  void queryClient.prefetchQuery(appQuery(projectId, appId));
  void queryClient.prefetchQuery(projectQuery(projectId));
}

export function AppPage() {
  const { projectId = '', appId = '' } = useParams();
  const { t } = useTranslation(['apps', 'common']);
  const environment = useEnvironment();
  const { data: project } = useQuery(projectQuery(projectId));
  const { data: app, error, refetch } = useQuery(appQuery(projectId, appId));
  const develop = usePermission(projectId, 'develop');
  const crumbs = [
    { label: project?.name ?? '…', to: paths.project(projectId) },
    { label: t('title'), to: paths.apps(projectId) },
  ];
  if (!app)
    return (
      <Page title={t('title')} crumbs={crumbs}>
        {error ? <ErrorState error={error} onRetry={refetch} /> : <Skeleton lines={6} />}
      </Page>
    );
  const open = (to: string) => () => environment.navigate(to);
  return (
    <Page
      title={app.name ?? ''}
      crumbs={crumbs}
      facts={
        <>
          <Versions projectId={projectId} app={app} />
          {(app.labels ?? []).map((label) => (
            <Tag key={label}>{label}</Tag>
          ))}
        </>
      }
      actions={
        <>
          <Button
            icon="workflow"
            disabledReason={develop.reason}
            onClick={open(withQuery(paths.workflowNew(projectId), { app: appId }))}
          >
            {t('action.workflow')}
          </Button>
          <Button
            kind="primary"
            icon="edit"
            disabledReason={develop.reason}
            onClick={open(paths.appEdit(projectId, appId))}
          >
            {t('common:action.edit')}
          </Button>
          <AppActions projectId={projectId} app={app} develop={develop} onDeleted={open(paths.apps(projectId))} />
        </>
      }
    >
      <AppContent projectId={projectId} app={app} />
    </Page>
  );
}

/** The version, and the way to the others of the same name. */
function Versions({ projectId, app }: { projectId: string; app: App }) {
  const { t } = useTranslation('apps');
  const { data } = useQuery(appsQuery(projectId));
  const versions = versionsOf(data?.apps ?? [], app.name ?? '');
  if (versions.length < 2) return <Tag tone="brand">{app.version ?? ''}</Tag>;
  return (
    <MenuButton
      trigger={
        <button type="button" className="bare-button" aria-label={t('versions')}>
          <Tag tone="brand">{app.version ?? ''}</Tag>
          <span className="muted">{t('others', { count: versions.length - 1 })}</span>
        </button>
      }
      entries={versions.map(({ id = '', version = '' }) => ({
        key: id,
        label: version,
        checked: id === app.id,
        to: paths.app(projectId, id),
      }))}
    />
  );
}

function AppContent({ projectId, app }: { projectId: string; app: App }) {
  const { t } = useTranslation('apps');
  const names = useKnownNames(app.inputs, app.outputs);
  return (
    <div className="app-view">
      <div className="app-main">
        <Section title={t('section.commands')}>
          <div className="app-fields">
            <CommandsText commands={app.commands ?? []} names={names} />
          </div>
        </Section>
        <Section title={t('section.inputs')}>
          <ParameterTable kind="inputs" parameters={app.inputs ?? []} />
        </Section>
        <Section title={t('section.outputs')}>
          <ParameterTable kind="outputs" parameters={app.outputs ?? []} />
        </Section>
      </div>
      <div className="app-side">
        <Section title={t('section.about')}>
          <AppFacts app={app} />
        </Section>
        <Section title={t('section.uses')}>
          <div className="app-fields">
            <AppUses projectId={projectId} app={app} />
          </div>
        </Section>
      </div>
    </div>
  );
}

function AppFacts({ app }: { app: App }) {
  const { t } = useTranslation('apps');
  const { data: config } = useQuery(configQuery());
  const { cpu, memory, gpu_type, gpu, cpu_type } = app.resources ?? {};
  const accelerator = gpu_type ? `${gpu || 0} × ${gpu_type}` : '';
  const facts: [string, React.ReactNode][] = [
    [t('field.image'), <CopyText key="image" text={app.image ?? ''} length={36} />],
    [t('section.resources'), [cpu_type, cpu, memory, accelerator].filter(Boolean).join(' · ') || t('default')],
    [t('field.nodeLabel'), app.node_labels?.[0] ?? '–'],
    [t('column.user'), app.user_name ?? '–'],
    [t('column.created'), <Time key="created" at={app.create_time} />],
    [t('column.updated'), <Time key="updated" at={app.update_time} />],
    [t('field.id'), <CopyText key="id" text={app.id ?? ''} />],
  ];
  return (
    <div className="app-fields">
      <div className="row">
        <AppIcon name={app.name ?? ''} icon={app.icon} size={32} />
        <strong>{app.summary || app.name}</strong>
      </div>
      {app.description ? <p className="app-description">{app.description}</p> : null}
      <dl className="app-facts">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {config?.executor.images_used === false ? <p className="muted">{t('imageRecorded')}</p> : null}
    </div>
  );
}
