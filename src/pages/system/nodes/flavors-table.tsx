import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readFlavor } from '#core/nodes/kinds.ts';
import { flavorsQuery, type NodeFlavor } from '#src/api/nodes.ts';
import { DataTable } from '#src/ui/data-table.tsx';
import type { Column } from '#src/ui/data-table-types.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { memoryText } from './capacity.tsx';
import type { NodeRow } from './node-rows.ts';

/** Kinds of nodes there are: the largest is the most a task can ask for. */
export function FlavorsTable({ rows }: { rows: readonly NodeRow[] | undefined }) {
  const { t } = useTranslation('system');
  const { data, error, refetch } = useQuery(flavorsQuery());
  const columns: Column<NodeFlavor>[] = [
    { key: 'name', title: t('nodes.column.flavor'), width: 'minmax(180px, 2fr)', render: ({ name }) => name },
    { key: 'arch', title: t('nodes.column.arch'), width: '110px', render: ({ cpu_arch }) => cpu_arch ?? '–' },
    {
      key: 'cpu',
      title: t('nodes.column.cpu'),
      width: '90px',
      align: 'end',
      render: ({ vcpus }) => `${vcpus ?? '–'}C`,
    },
    {
      key: 'memory',
      title: t('nodes.column.memory'),
      width: '110px',
      align: 'end',
      render: (flavor) => {
        const kind = readFlavor(flavor);
        return kind ? memoryText(kind.memoryBytes) : '–';
      },
    },
    {
      key: 'gpu',
      title: t('nodes.column.gpu'),
      width: 'minmax(120px, 1fr)',
      render: ({ gpu_info }) => gpu_info ?? t('nodes.none'),
    },
    {
      key: 'nodes',
      title: t('nodes.column.nodes'),
      width: '90px',
      align: 'end',
      narrow: 'aside',
      render: ({ code }) => rows?.filter(({ node }) => node.spec?.code === code).length ?? '–',
    },
  ];
  return (
    <DataTable
      label={t('nodes.tab.flavors')}
      storageKey="flavors"
      columns={columns}
      rows={data?.flavors}
      rowKey={({ code = '' }) => code}
      rowName={({ name = '' }) => name}
      error={error}
      onRetry={() => void refetch()}
      empty={<EmptyState icon="settings" title={t('nodes.flavorsEmpty.title')} text={t('nodes.flavorsEmpty.text')} />}
    />
  );
}
