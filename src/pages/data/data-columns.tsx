import type { TFunction } from 'i18next';
import { parentPath } from '#core/data-path.ts';
import type { DataItem } from '#src/api/data.ts';
import { isFolder, pathOf } from '#src/api/data-paths.ts';
import type { Column } from '#src/ui/data-table-types.ts';
import { Icon } from '#src/ui/icon.tsx';
import { Size, Time } from '#src/ui/values.tsx';
import { fileIcon } from './file-kind.ts';

interface ColumnOptions {
  /** The folder is known whole, so that any column can order it. */
  whole: boolean;
  /** Rows come from a search below the folder: each says where it lies. */
  searching: boolean;
}

/** Ending of a file as its type: `fastq.gz`. */
function typeOf(item: DataItem, t: TFunction<'data'>): string {
  if (isFolder(item)) return t('type.folder');
  const found = /\.([A-Za-z0-9]{1,8}(?:\.b?gz)?)$/.exec(item.name ?? '');
  return found?.[1]?.toLowerCase() ?? t('type.file');
}

export function dataColumns(t: TFunction<'data'>, { whole, searching }: ColumnOptions): Column<DataItem>[] {
  return [
    {
      key: 'name',
      title: t('column.name'),
      width: 'minmax(220px, 3fr)',
      sortable: true,
      render: (item) => (
        <span className="data-name" title={item.name}>
          <Icon
            name={isFolder(item) ? 'folder' : fileIcon(item.name ?? '')}
            className={isFolder(item) ? 'is-folder' : ''}
          />
          <span className="ellipsis">{item.name}</span>
          {searching ? <span className="muted mono ellipsis">{parentPath(pathOf(item))}</span> : null}
        </span>
      ),
    },
    {
      key: 'type',
      title: t('column.type'),
      width: '110px',
      narrow: 'none',
      render: (item) => <span className="muted">{typeOf(item, t)}</span>,
    },
    {
      key: 'size',
      title: t('column.size'),
      width: '110px',
      align: 'end',
      sortable: whole,
      render: (item) => (isFolder(item) ? <span className="muted">–</span> : <Size bytes={item.size} />),
    },
    {
      key: 'created',
      title: t('column.created'),
      width: '170px',
      sortable: true,
      render: (item) => <Time at={item.create_time} />,
    },
  ];
}
