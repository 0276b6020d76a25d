/**
 * Copy this page to make another. Every resource page is: `prefetch…` for the router, URL state, queries,
 * columns, one `Page` with a filter bar and a `DataTable`, and drawers or dialogs whose opening is in the URL.
 * Pure parts (rows, columns) stand in files beside it and have the tests.
 */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { projectsQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { paths } from '#src/lib/paths.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { Button } from '#src/ui/button.tsx';
import { DataTable } from '#src/ui/data-table.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { FilterBar } from '#src/ui/filter-bar.tsx';
import { Page } from '#src/ui/page.tsx';
import { ProjectActions } from './project-actions.tsx';
import { projectColumns } from './project-columns.tsx';
import { ProjectDrawer } from './project-drawer.tsx';
import { projectRows } from './project-rows.ts';
import './projects.css';

const URL_STATE = { q: '', status: '', sort: 'updated', dir: 'desc', edit: '' };
const STATES = ['ACTIVE', 'INACTIVE', 'TO_BE_DELETED'] as const;
/** Value of `edit` for a project that does not exist yet. */
const NEW = 'new';

export function prefetchProjects(): void {
  void queryClient.prefetchQuery(projectsQuery());
}

export function ProjectsPage() {
  const { t } = useTranslation(['projects', 'common']);
  const environment = useEnvironment();
  const [url, setUrl] = useUrlState(URL_STATE);
  const { data, error, refetch } = useQuery(projectsQuery());
  const columns = useMemo(() => projectColumns(t), [t]);
  const sort = { key: url.sort, dir: url.dir === 'asc' ? ('asc' as const) : ('desc' as const) };
  const projects = data?.projects;
  const rows = useMemo(
    () => projects && projectRows(projects, { q: url.q, status: url.status }, { key: sort.key, dir: sort.dir }),
    [projects, url.q, url.status, sort.key, sort.dir],
  );
  const create = (
    <Button kind="primary" icon="plus" onClick={() => setUrl({ edit: NEW }, { push: true })}>
      {t('create')}
    </Button>
  );

  return (
    <Page title={t('title')} actions={create} fill>
      <FilterBar
        search={{ value: url.q, placeholder: t('search'), onChange: (q) => setUrl({ q }) }}
        choices={[
          {
            key: 'status',
            label: t('status.label'),
            value: url.status,
            choices: STATES.map((value) => ({ value, label: t(`status.${value}`) })),
            onChange: (status) => setUrl({ status }),
          },
        ]}
        count={rows?.length}
      />
      <DataTable
        label={t('title')}
        storageKey="projects"
        columns={columns}
        rows={rows}
        rowKey={({ id = '' }) => id}
        rowName={({ name = '' }) => name}
        error={error}
        onRetry={refetch}
        sort={sort}
        onSort={({ key, dir }) => setUrl({ sort: key, dir })}
        filtered={Boolean(url.q || url.status)}
        onClearFilters={() => setUrl({ q: '', status: '' })}
        onOpen={({ id = '' }) => environment.navigate(paths.project(id))}
        openKey={url.edit}
        rowActions={(project) => (
          <ProjectActions project={project} onEdit={() => setUrl({ edit: project.id ?? '' }, { push: true })} />
        )}
        empty={<EmptyState icon="project" title={t('empty.title')} text={t('empty.text')} action={create} />}
      />
      <ProjectDrawer
        projectId={url.edit === NEW ? undefined : url.edit}
        open={url.edit !== ''}
        onClose={() => setUrl({ edit: '' })}
      />
    </Page>
  );
}
