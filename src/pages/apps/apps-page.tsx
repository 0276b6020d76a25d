import { useQuery } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { appsQuery } from '#src/api/apps.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { paths } from '#src/lib/paths.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { Button } from '#src/ui/button.tsx';
import { DataTable } from '#src/ui/data-table.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { FilterBar } from '#src/ui/filter-bar.tsx';
import { Page } from '#src/ui/page.tsx';
import { AppActions } from './app-actions.tsx';
import { appColumns } from './app-columns.tsx';
import { appRows, labelsOf } from './app-rows.ts';
import './apps.css';

const URL_STATE = { q: '', label: '', versions: false, sort: 'name', dir: 'asc' };

export function prefetchApps({ projectId = '' }: Record<string, string>): void {
  void queryClient.prefetchQuery(projectQuery(projectId));
  void queryClient.prefetchQuery(appsQuery(projectId));
}

export function AppsPage() {
  const { projectId = '' } = useParams();
  const { t } = useTranslation(['apps', 'common']);
  const environment = useEnvironment();
  const [url, setUrl] = useUrlState(URL_STATE);
  const { data, error, refetch } = useQuery(appsQuery(projectId));
  const develop = usePermission(projectId, 'develop');
  const sort = { key: url.sort, dir: url.dir === 'desc' ? ('desc' as const) : ('asc' as const) };
  const apps = data?.apps;
  const { q, label, versions } = url;
  const rows = useMemo(
    () => apps && appRows(apps, { q, label, versions }, { key: sort.key, dir: sort.dir }),
    [apps, q, label, versions, sort.key, sort.dir],
  );
  const columns = useMemo(() => appColumns(t, projectId), [t, projectId]);
  const create = (
    <Button
      kind="primary"
      icon="plus"
      disabledReason={develop.reason}
      onClick={() => environment.navigate(paths.appNew(projectId))}
    >
      {t('create')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={create} fill>
      <FilterBar
        search={{ value: q, placeholder: t('search'), onChange: (text) => setUrl({ q: text }) }}
        choices={[
          {
            key: 'label',
            label: t('field.label'),
            value: label,
            choices: labelsOf(apps ?? []).map((value) => ({ value, label: value })),
            onChange: (value) => setUrl({ label: value }),
          },
        ]}
        extra={
          <span className="row">
            <Switch
              size="small"
              checked={versions}
              aria-label={t('allVersions')}
              onChange={(on) => setUrl({ versions: on })}
            />
            <span>{t('allVersions')}</span>
          </span>
        }
        count={rows?.length}
      />
      <DataTable
        label={t('title')}
        storageKey="apps"
        columns={columns}
        rows={rows}
        rowKey={({ id = '' }) => id}
        rowName={({ name = '', version = '' }) => `${name} ${version}`}
        error={error}
        onRetry={refetch}
        sort={sort}
        onSort={({ key, dir }) => setUrl({ sort: key, dir })}
        filtered={Boolean(q || label)}
        onClearFilters={() => setUrl({ q: '', label: '' })}
        onOpen={({ id = '' }) => environment.navigate(paths.app(projectId, id))}
        rowActions={(app) => <AppActions projectId={projectId} app={app} develop={develop} />}
        empty={<EmptyState icon="app" title={t('empty.title')} text={t('empty.text')} action={create} />}
      />
    </Page>
  );
}
