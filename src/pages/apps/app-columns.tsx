import type { TFunction } from 'i18next';
import { paths } from '#src/lib/paths.ts';
import type { Column } from '#src/ui/data-table-types.ts';
import { Link } from '#src/ui/link.tsx';
import { Tag, Time } from '#src/ui/values.tsx';
import { AppIcon } from './app-icon.tsx';
import type { AppRow } from './app-rows.ts';

export function appColumns(t: TFunction<'apps'>, projectId: string): Column<AppRow>[] {
  return [
    {
      key: 'name',
      title: t('column.name'),
      width: 'minmax(220px, 2fr)',
      sortable: true,
      render: ({ id = '', name = '', icon }) => (
        <span className="app-name">
          <AppIcon name={name} icon={icon} />
          <Link to={paths.app(projectId, id)} tabIndex={-1}>
            {name}
          </Link>
        </span>
      ),
    },
    {
      key: 'version',
      title: t('column.version'),
      width: '170px',
      sortable: true,
      narrow: 'aside',
      render: ({ version, others }) => (
        <>
          <span className="mono">{version}</span>
          {others > 0 ? <span className="muted"> {t('others', { count: others })}</span> : null}
        </>
      ),
    },
    {
      key: 'summary',
      title: t('column.summary'),
      width: 'minmax(160px, 3fr)',
      render: ({ summary }) => <span title={summary}>{summary}</span>,
    },
    {
      key: 'labels',
      title: t('column.labels'),
      width: 'minmax(160px, 1.2fr)',
      narrow: 'none',
      render: ({ labels = [] }) => (
        <span className="app-labels">
          {labels.map((label) => (
            <Tag key={label}>{label}</Tag>
          ))}
        </span>
      ),
    },
    {
      key: 'user',
      title: t('column.user'),
      width: '120px',
      sortable: true,
      narrow: 'none',
      render: ({ user_name }) => user_name,
    },
    {
      key: 'updated',
      title: t('column.updated'),
      width: '150px',
      sortable: true,
      render: ({ update_time }) => <Time at={update_time} />,
    },
  ];
}
