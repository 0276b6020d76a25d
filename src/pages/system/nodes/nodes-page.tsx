import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { flavorsQuery, nodeQuotaQuery, nodeStatisticsQuery, nodesQuery } from '#src/api/nodes.ts';
import { pollWhile } from '#src/api/query.ts';
import { queryClient } from '#src/api/query-client.ts';
import { useOffered, usePlatformAdmin } from '#src/api/use-permission.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { Button } from '#src/ui/button.tsx';
import { DataTable } from '#src/ui/data-table.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { FilterBar } from '#src/ui/filter-bar.tsx';
import { Page } from '#src/ui/page.tsx';
import { Tabs } from '#src/ui/tabs.tsx';
import { SystemPlaces } from '../system-places.tsx';
import { FlavorsTable } from './flavors-table.tsx';
import { NodeActions } from './node-actions.tsx';
import { useNodeColumns } from './node-columns.tsx';
import { NodeDrawer } from './node-drawer.tsx';
import { makeRows, NODE_STATES, type NodeRow, shownRows } from './node-rows.ts';

const URL_STATE = { tab: 'nodes', q: '', state: '', sort: 'name', dir: 'asc', node: '' };

/** Starts reading what the page shows first. */
export function prefetchNodes(): void {
  void queryClient.prefetchQuery(nodesQuery());
  void queryClient.prefetchQuery(flavorsQuery());
  void queryClient.prefetchQuery(nodeQuotaQuery());
}

/** Nodes with what is allocated on them; undefined until they are read. */
function useNodeRows() {
  const nodes = useQuery(nodesQuery());
  const flavors = useQuery(flavorsQuery());
  const list = nodes.data?.resources;
  const ids = useMemo(() => (list ?? []).map(({ id = '' }) => id), [list]);
  const offered = useOffered('eihealth', 'batchDownloadResourceStatData');
  const statistics = useQuery({
    ...nodeStatisticsQuery(ids),
    enabled: ids.length > 0 && offered.allowed,
    // What is allocated changes with every instance, whoever looks.
    refetchInterval: pollWhile(true),
    placeholderData: (before) => before,
  });
  const rows = useMemo(
    () => list && makeRows(list, flavors.data?.flavors ?? [], statistics.data ?? []),
    [list, flavors.data, statistics.data],
  );
  return { rows, error: nodes.error, refetch: () => void nodes.refetch() };
}

/** Compute resources: the nodes, what they take, and their kinds. */
export function NodesPage() {
  const { t } = useTranslation('system');
  const [url, setUrl] = useUrlState(URL_STATE);
  const { rows, error, refetch } = useNodeRows();
  const admin = usePlatformAdmin();
  const open = ({ id }: NodeRow) => setUrl({ node: id }, { push: true });
  const sort = { key: url.sort, dir: url.dir === 'desc' ? ('desc' as const) : ('asc' as const) };
  const shown = rows && shownRows(rows, url, sort);
  const columns = useNodeColumns();
  const table = () => (
    <>
      <FilterBar
        search={{ value: url.q, placeholder: t('nodes.search'), onChange: (q) => setUrl({ q }) }}
        choices={[
          {
            key: 'state',
            label: t('nodes.column.state'),
            value: url.state,
            choices: NODE_STATES.map((value) => ({ value, label: t(`nodes.state.${value}`) })),
            onChange: (state) => setUrl({ state }),
          },
        ]}
        count={shown?.length}
      />
      <DataTable
        label={t('nodes.tab.nodes')}
        storageKey="nodes"
        columns={columns}
        rows={shown}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        error={error}
        onRetry={refetch}
        sort={sort}
        onSort={({ key, dir }) => setUrl({ sort: key, dir })}
        filtered={Boolean(url.q || url.state)}
        onClearFilters={() => setUrl({ q: '', state: '' })}
        onOpen={open}
        openKey={url.node}
        rowActions={(row) => <NodeActions row={row} admin={admin} onEdit={() => open(row)} />}
        empty={<EmptyState icon="settings" title={t('nodes.empty.title')} text={t('nodes.empty.text')} />}
      />
    </>
  );
  return (
    <Page
      title={t('nodes.title')}
      facts={<Quota />}
      actions={
        <>
          <Button disabledReason={admin.reason || t('nodes.elsewhere')}>{t('nodes.scaling')}</Button>
          <Button icon="plus" disabledReason={admin.reason || t('nodes.elsewhere')}>
            {t('nodes.buy')}
          </Button>
        </>
      }
      fill
    >
      <SystemPlaces />
      <div className="tabs-fill">
        <Tabs
          active={url.tab === 'flavors' ? 'flavors' : 'nodes'}
          onChange={(tab) => setUrl({ tab })}
          tabs={[
            { key: 'nodes', label: t('nodes.tab.nodes'), content: table() },
            { key: 'flavors', label: t('nodes.tab.flavors'), content: <FlavorsTable rows={rows} /> },
          ]}
        />
      </div>
      <NodeDrawer
        open={url.node !== ''}
        nodeId={url.node}
        rows={rows}
        error={error}
        onRetry={refetch}
        admin={admin}
        onClose={() => setUrl({ node: '' })}
      />
    </Page>
  );
}

/** What is still free, as the platform counts it. */
function Quota() {
  const { t } = useTranslation('system');
  const { data } = useQuery(nodeQuotaQuery());
  if (!data) return null;
  const { cpu = 0, ram = 0, quantity = 0 } = data;
  return (
    <span className="muted">
      {t('nodes.quota', { cpu, ram: `${Math.floor((ram / 1024) * 10) / 10}G` })}
      {quantity > 0 ? ` · ${t('nodes.quotaNodes', { count: quantity })}` : null}
    </span>
  );
}
