import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { type WorkflowSummary, workflowQuery, workflowsQuery } from '#src/api/workflows.ts';
import { fromResponse } from '#src/canvas/drawing/document.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { Button } from '#src/ui/button.tsx';
import { DataTable } from '#src/ui/data-table.tsx';
import type { Column } from '#src/ui/data-table-types.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { FilterBar } from '#src/ui/filter-bar.tsx';
import { Link } from '#src/ui/link.tsx';
import { MenuButton, type MenuEntry } from '#src/ui/menu-button.tsx';
import { Page } from '#src/ui/page.tsx';
import { Tag, Time } from '#src/ui/values.tsx';
import { DeleteWorkflow } from './delete-workflow.tsx';
import { useDrafts } from './drafts/use-drafts.ts';
import { useExport } from './use-export.ts';
import { labelsOf, shownRows } from './workflow-rows.ts';
import './drafts/draft-bar.css';

const DEFAULTS = { q: '', label: '', sort: 'updated', dir: 'desc' };

/** Starts reading the list. */
export function prefetchWorkflows({ projectId = '' }: Record<string, string>) {
  void queryClient.prefetchQuery(workflowsQuery(projectId));
  void queryClient.prefetchQuery(projectQuery(projectId));
}

/** Where a workflow is opened: to be changed by those who may, else to be looked at. */
const opened = (projectId: string, row: WorkflowSummary, mayChange: boolean) =>
  (mayChange ? paths.workflowEdit : paths.workflow)(projectId, row.id ?? '');

/** Says that edits of a workflow are kept in this browser. */
function DraftMark() {
  const { t } = useTranslation('workflows');
  return (
    <span className="draft-mark">
      <span aria-hidden="true">○</span> {t('list.draft')}
    </span>
  );
}

function useColumns(projectId: string, mayChange: boolean): Column<WorkflowSummary>[] {
  const { t } = useTranslation('workflows');
  const drafts = useDrafts(projectId);
  const narrow = useNarrow();
  const drafted = useMemo(() => new Set(drafts?.map(({ workflow }) => workflow)), [drafts]);
  return useMemo(() => {
    const mark = ({ id = '' }: WorkflowSummary) => drafted.has(id) && <DraftMark />;
    // Narrow: beside the name is no room for it.
    const draft: Column<WorkflowSummary> = { key: 'draft', title: t('list.draft'), width: '120px', render: mark };
    return [
      {
        key: 'name',
        title: t('list.name'),
        width: 'minmax(200px, 2fr)',
        sortable: true,
        render: (row) => (
          <span className="row">
            <Link to={opened(projectId, row, mayChange)} className="ellipsis">
              {row.name}
            </Link>
            <Tag>{row.version ?? ''}</Tag>
            {!narrow && mark(row)}
          </span>
        ),
      },
      ...(narrow ? [draft] : []),
      {
        key: 'summary',
        title: t('list.summary'),
        width: 'minmax(160px, 3fr)',
        narrow: 'line',
        render: (row) => <span className="muted ellipsis">{row.summary}</span>,
      },
      {
        key: 'labels',
        title: t('list.labels'),
        width: 'minmax(120px, 1fr)',
        narrow: 'none',
        render: (row) => (
          <span className="row">
            {row.labels?.map((label) => (
              <Tag key={label}>{label}</Tag>
            ))}
          </span>
        ),
      },
      {
        key: 'user',
        title: t('list.user'),
        width: '120px',
        sortable: true,
        narrow: 'none',
        render: (row) => row.user_name,
      },
      {
        key: 'updated',
        title: t('list.updated'),
        width: '150px',
        sortable: true,
        narrow: 'aside',
        render: (row) => <Time at={row.update_time} />,
      },
    ];
  }, [t, projectId, mayChange, drafted, narrow]);
}

interface RowActionsProps {
  projectId: string;
  row: WorkflowSummary;
  developReason: string | false;
  runReason: string | false;
  onDelete: () => void;
}

function RowActions({ projectId, row, developReason, runReason, onDelete }: RowActionsProps) {
  const { t } = useTranslation('workflows');
  const id = row.id ?? '';
  const exportEntries = useExport(async () => {
    const [workflow, project] = await Promise.all([
      queryClient.fetchQuery(workflowQuery(projectId, id)),
      queryClient.fetchQuery(projectQuery(projectId)),
    ]);
    const { document, apps } = fromResponse(workflow);
    return { document, lookup: (appId) => apps.get(appId), projectName: project.name ?? '' };
  });
  const entries: (MenuEntry | 'line')[] = [
    {
      key: 'open',
      label: t('edit'),
      icon: 'edit',
      disabledReason: developReason,
      to: paths.workflowEdit(projectId, id),
    },
    { key: 'view', label: t('view.open'), icon: 'eye', to: paths.workflow(projectId, id) },
    {
      key: 'start',
      label: t('startJob'),
      icon: 'play',
      disabledReason: runReason,
      to: withQuery(paths.jobNew(projectId), { workflow: id }),
    },
    {
      key: 'clone',
      label: t('clone'),
      icon: 'copy',
      disabledReason: developReason,
      to: withQuery(paths.workflowNew(projectId), { from: id }),
    },
    { key: 'export', label: t('export.title'), icon: 'download', entries: exportEntries },
    'line',
    {
      key: 'delete',
      label: t('delete'),
      icon: 'trash',
      danger: true,
      disabledReason: developReason,
      onSelect: onDelete,
    },
  ];
  return <MenuButton entries={entries} label={t('actionsOf', { name: `${row.name} ${row.version}` })} />;
}

/** The workflows of a project. */
export function WorkflowsPage() {
  const { t } = useTranslation('workflows');
  const { projectId = '' } = useParams();
  const environment = useEnvironment();
  const [state, setState] = useUrlState(DEFAULTS);
  const project = useQuery(projectQuery(projectId));
  const list = useQuery(workflowsQuery(projectId));
  const all = list.data?.workflows;
  const rows = useMemo(() => all && shownRows(all, state), [all, state]);
  const labels = useMemo(() => labelsOf(all ?? []), [all]);
  const [deleting, setDeleting] = useState<WorkflowSummary>();
  const { reason: developReason } = usePermission(projectId, 'develop');
  const columns = useColumns(projectId, !developReason);
  const { reason: runReason } = usePermission(projectId, 'run');
  const create = (
    <Button
      kind="primary"
      icon="plus"
      disabledReason={developReason}
      onClick={() => environment.navigate(paths.workflowNew(projectId))}
    >
      {t('create')}
    </Button>
  );
  return (
    <Page
      title={t('title')}
      crumbs={[{ label: project.data?.name ?? '', to: paths.project(projectId) }]}
      actions={
        <>
          <Button
            icon="upload"
            disabledReason={developReason}
            onClick={() => environment.navigate(paths.workflowImport(projectId))}
          >
            {t('import')}
          </Button>
          {create}
        </>
      }
      fill
    >
      <FilterBar
        search={{ value: state.q, placeholder: t('list.search'), onChange: (q) => setState({ q }) }}
        choices={[
          {
            key: 'label',
            label: t('list.labels'),
            value: state.label,
            choices: labels.map((label) => ({ value: label, label })),
            onChange: (label) => setState({ label }),
          },
        ]}
        {...(rows ? { count: rows.length } : {})}
      />
      <DataTable<WorkflowSummary>
        label={t('title')}
        storageKey="workflows"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id ?? ''}
        rowName={(row) => `${row.name} ${row.version}`}
        empty={<EmptyState icon="workflow" title={t('list.emptyTitle')} text={t('list.emptyText')} action={create} />}
        filtered={state.q !== '' || state.label !== ''}
        onClearFilters={() => setState({ q: '', label: '' })}
        error={list.error}
        onRetry={() => void list.refetch()}
        sort={{ key: state.sort, dir: state.dir === 'asc' ? 'asc' : 'desc' }}
        onSort={({ key, dir }) => setState({ sort: key, dir })}
        onOpen={(row) => environment.navigate(opened(projectId, row, !developReason))}
        rowActions={(row) => (
          <RowActions
            projectId={projectId}
            row={row}
            developReason={developReason}
            runReason={runReason}
            onDelete={() => setDeleting(row)}
          />
        )}
      />
      <DeleteWorkflow projectId={projectId} workflow={deleting} onClose={() => setDeleting(undefined)} />
    </Page>
  );
}
