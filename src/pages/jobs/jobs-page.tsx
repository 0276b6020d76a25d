import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { type JobSummary, jobsQuery } from '#src/api/jobs.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { workflowsQuery } from '#src/api/workflows.ts';
import { paths } from '#src/lib/paths.ts';
import { readUrlState } from '#src/lib/url-state.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { Button } from '#src/ui/button.tsx';
import { DataTable } from '#src/ui/data-table.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { FilterBar } from '#src/ui/filter-bar.tsx';
import { Page } from '#src/ui/page.tsx';
import { ActOnJobs, type ActRequest } from './act-on-jobs.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { useActAccess } from './job-acts.ts';
import { jobColumns } from './job-columns.tsx';
import { JobDrawer } from './job-drawer.tsx';
import { JobFilterMenu, useFilterChips } from './job-filter-menu.tsx';
import { isFiltered, LIST_URL, listQuery, NO_FILTERS } from './job-filters.ts';
import { JobRowActions } from './job-row-actions.tsx';
import { jobStatus, STATUS_FILTERS } from './job-status.ts';
import { FIRST_PAGE, useJobPages } from './use-job-pages.ts';
import './jobs.css';

/** Starts reading the first page of the list, with the filters of the address. */
export function prefetchJobs({ projectId = '' }: Record<string, string>, request: Request): void {
  const filter = listQuery(readUrlState(new URL(request.url).searchParams, LIST_URL));
  void queryClient.prefetchQuery(jobsQuery(projectId, { ...filter, ...FIRST_PAGE }));
  void queryClient.prefetchQuery(projectQuery(projectId));
}

/** Selected jobs by id, with what was known of them when they were chosen. */
function useSelection(rows: readonly (JobSummary | undefined)[] | undefined) {
  const [selected, setSelected] = useState<ReadonlyMap<string, JobSummary>>(new Map());
  const known = useRef(new Map<string, JobSummary>());
  const keys = useMemo(() => new Set(selected.keys()), [selected]);
  const learn = () => {
    for (const row of rows ?? []) if (row?.id) known.current.set(row.id, row);
  };
  return {
    keys,
    /** As the jobs are now, as far as the rows in sight tell. */
    jobs: () => {
      learn();
      return [...selected].map(([id, job]) => known.current.get(id) ?? job);
    },
    change: (next: ReadonlySet<string>) => {
      learn();
      setSelected(
        new Map([...next].flatMap((id) => (known.current.has(id) ? [[id, known.current.get(id) as JobSummary]] : []))),
      );
    },
    choose: (jobs: readonly JobSummary[]) => {
      for (const job of jobs) if (job.id) known.current.set(job.id, job);
      setSelected(new Map(jobs.map((job) => [job.id ?? '', job])));
    },
    clear: () => setSelected(new Map()),
  };
}

/** The jobs of a project. */
export function JobsPage() {
  const { t } = useTranslation(['jobs', 'common']);
  const { projectId = '' } = useParams();
  const environment = useEnvironment();
  const [url, setUrl] = useUrlState(LIST_URL);
  const filter = useMemo(() => listQuery(url), [url]);
  const project = useQuery(projectQuery(projectId));
  const workflows = useQuery(workflowsQuery(projectId));
  const list = useJobPages(projectId, filter);
  const columns = useMemo(() => jobColumns(projectId, t), [projectId, t]);
  const access = useActAccess(projectId);
  const start = usePermission(projectId, 'run');
  const selection = useSelection(list.rows);
  const [request, setRequest] = useState<ActRequest>();
  const chips = useFilterChips(url, setUrl);
  const tools = useMemo(
    () => [...new Set((workflows.data?.workflows ?? []).map(({ name = '' }) => name))].sort(),
    [workflows.data],
  );
  const clear = () => setUrl(NO_FILTERS);
  const create = (
    <Button
      kind="primary"
      icon="play"
      disabledReason={start.reason}
      onClick={() => environment.navigate(paths.jobNew(projectId))}
    >
      {t('start')}
    </Button>
  );

  return (
    <Page
      title={t('title')}
      crumbs={[{ label: project.data?.name ?? '', to: paths.project(projectId) }]}
      actions={create}
      fill
    >
      <FilterBar
        search={{ value: url.q, placeholder: t('search'), onChange: (q) => setUrl({ q }) }}
        choices={[
          {
            key: 'status',
            label: t('column.status'),
            value: url.status,
            choices: STATUS_FILTERS.map((value) => ({ value, label: t(`state.${jobStatus(value)}`) })),
            onChange: (status) => setUrl({ status }),
          },
        ]}
        extra={<JobFilterMenu url={url} workflows={tools} onChange={setUrl} />}
        chips={chips}
        {...(list.rows ? { count: list.rows.length } : {})}
      />
      <DataTable
        label={t('title')}
        storageKey="jobs"
        columns={columns}
        rows={list.rows}
        rowKey={({ id = '' }) => id}
        rowName={({ name = '' }) => name}
        error={list.error}
        onRetry={() => void queryClient.refetchQueries({ queryKey: ['listJob'] })}
        sort={{ key: url.sort, dir: url.dir === 'asc' ? 'asc' : 'desc' }}
        onSort={({ key, dir }) => setUrl({ sort: key, dir })}
        filtered={isFiltered(url)}
        onClearFilters={clear}
        onRange={list.onRange}
        onOpen={({ id = '' }) => setUrl({ open: id }, { push: true })}
        openKey={url.open}
        selection={{
          keys: selection.keys,
          onChange: selection.change,
          bulk: (
            <BulkBar
              projectId={projectId}
              filter={filter}
              matching={list.rows?.length ?? 0}
              selected={selection.keys.size}
              access={access}
              onSelectAll={selection.choose}
              onAct={(act) => setRequest({ act, jobs: selection.jobs() })}
            />
          ),
        }}
        rowActions={(job) => (
          <JobRowActions
            projectId={projectId}
            job={job}
            access={access}
            startReason={start.reason}
            onAct={(act) => setRequest({ act, jobs: [job] })}
          />
        )}
        empty={<EmptyState icon="job" title={t('empty.title')} text={t('empty.text')} action={create} />}
      />
      <JobDrawer projectId={projectId} jobId={url.open} onClose={() => setUrl({ open: '' })} />
      <ActOnJobs
        projectId={projectId}
        request={request}
        onClose={() => setRequest(undefined)}
        onDone={() => selection.clear()}
      />
    </Page>
  );
}
