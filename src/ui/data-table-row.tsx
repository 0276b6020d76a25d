import { Checkbox } from 'antd';
import { Fragment, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, DataTableProps } from './data-table-types.ts';

interface RowProps<Row> {
  table: DataTableProps<Row>;
  columns: readonly Column<Row>[];
  row: Row | undefined;
  index: number;
  top: number;
  height: number;
  narrow: boolean;
  tabbable: boolean;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  onFocus(): void;
  onOpen(): void;
  onToggle(): void;
}

/** A click on something in the row that acts by itself does not open the row. */
const isOnControl = (event: MouseEvent) =>
  event.target instanceof Element && event.target.closest('a, button, input, label, [role="menu"]') !== null;

export function TableRow<Row>(props: RowProps<Row>) {
  const { table, row, index, narrow } = props;
  const { t } = useTranslation();
  const key = row === undefined ? undefined : table.rowKey(row);
  const selected = key !== undefined && (table.selection?.keys.has(key) ?? false);
  const openable = table.onOpen !== undefined;
  const classes = [
    'table-row',
    selected ? 'table-selected' : '',
    key !== undefined && key === table.openKey ? 'table-open' : '',
    openable ? 'table-openable' : '',
  ];
  return (
    <tr
      data-row={index}
      aria-rowindex={index + 2}
      aria-selected={table.selection ? selected : undefined}
      aria-busy={row === undefined || undefined}
      className={classes.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      tabIndex={props.tabbable ? 0 : -1}
      onKeyDown={props.onKeyDown}
      onFocus={props.onFocus}
      onClick={(event) => {
        if (!isOnControl(event)) props.onOpen();
      }}
    >
      {table.selection ? (
        <td className="table-check">
          {row === undefined ? null : (
            <Checkbox
              checked={selected}
              aria-label={t('table.select', { name: table.rowName(row) })}
              tabIndex={-1}
              onChange={props.onToggle}
            />
          )}
        </td>
      ) : null}
      {narrow ? <NarrowCells {...props} /> : <WideCells {...props} />}
      {table.rowActions ? <td className="table-actions">{row === undefined ? null : table.rowActions(row)}</td> : null}
    </tr>
  );
}

function WideCells<Row>({ columns, row }: RowProps<Row>) {
  return columns.map((column) => (
    <td key={column.key} className={`table-cell${column.align === 'end' ? ' table-end' : ''}`}>
      {row === undefined ? <span className="skeleton" style={{ width: '60%' }} /> : column.render(row)}
    </td>
  ));
}

/** Two lines: name and its aside above, the rest below. */
function NarrowCells<Row>({ columns, row }: RowProps<Row>) {
  const [title, ...others] = columns;
  if (row === undefined || !title)
    return (
      <td className="table-lines">
        <span className="skeleton" style={{ width: '60%' }} />
      </td>
    );
  const aside = others.filter((column) => column.narrow === 'aside');
  const line = others.filter((column) => (column.narrow ?? 'line') === 'line');
  return (
    <td className="table-lines">
      <div className="table-line-1">
        <div className="grow ellipsis">{title.render(row)}</div>
        {aside.map((column) => (
          <Fragment key={column.key}>{column.render(row)}</Fragment>
        ))}
      </div>
      <div className="table-line-2">
        {line.map((column) => (
          <span key={column.key} className="ellipsis">
            {column.render(row)}
          </span>
        ))}
      </div>
    </td>
  );
}
