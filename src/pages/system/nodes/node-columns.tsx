import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#src/ui/data-table-types.ts';
import { Tag } from '#src/ui/values.tsx';
import { Capacity, memoryText } from './capacity.tsx';
import type { NodeRow } from './node-rows.ts';
import { NodeStateTag } from './node-state.tsx';

/** So many labels of a node stand in its row; the rest is a number. */
const LABELS = 3;

export function useNodeColumns(): Column<NodeRow>[] {
  const { t } = useTranslation('system');
  return useMemo<Column<NodeRow>[]>(
    () => [
      {
        key: 'name',
        title: t('nodes.column.name'),
        width: 'minmax(140px, 1.2fr)',
        sortable: true,
        render: ({ name }) => name,
      },
      {
        key: 'state',
        title: t('nodes.column.state'),
        width: '110px',
        narrow: 'aside',
        render: (row) => <NodeStateTag row={row} />,
      },
      {
        key: 'cpu',
        title: t('nodes.column.cpu'),
        width: 'minmax(150px, 1fr)',
        sortable: true,
        render: ({ cpu }) => <Capacity amount={cpu} words={(value) => `${value}C`} />,
      },
      {
        key: 'memory',
        title: t('nodes.column.memory'),
        width: 'minmax(170px, 1fr)',
        sortable: true,
        render: ({ memory }) => <Capacity amount={memory} words={memoryText} />,
      },
      {
        key: 'gpu',
        title: t('nodes.column.gpu'),
        width: 'minmax(110px, 1fr)',
        sortable: true,
        narrow: 'none',
        render: ({ gpu }) => <Capacity amount={gpu} words={String} />,
      },
      {
        key: 'labels',
        title: t('nodes.column.labels'),
        width: 'minmax(160px, 1.5fr)',
        narrow: 'none',
        render: ({ node: { node_labels: labels = [] } }) => (
          <span className="node-labels" title={labels.join(', ')}>
            {labels.slice(0, LABELS).map((label) => (
              <Tag key={label}>{label}</Tag>
            ))}
            {labels.length > LABELS ? <span className="muted">+{labels.length - LABELS}</span> : null}
            {labels.length === 0 ? <span className="muted">{t('nodes.noLabels')}</span> : null}
          </span>
        ),
      },
      {
        key: 'flavor',
        title: t('nodes.column.flavor'),
        width: 'minmax(130px, 1fr)',
        hidden: true,
        narrow: 'none',
        render: ({ node }) => node.spec?.name ?? '–',
      },
    ],
    [t],
  );
}
