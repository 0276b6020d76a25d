import { Fragment, type KeyboardEvent, type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, DataTableProps } from './data-table-types.ts';
import { TickBox } from './tick-box.tsx';

/** What a row tells its table. One object for the life of the table, so that rows need not be drawn again for it. */
export interface RowActs {
  open(index: number): void;
  toggle(index: number): void;
  focus(index: number): void;
  keyDown(event: KeyboardEvent<HTMLElement>): void;
}

interface RowProps<Row> extends Pick<DataTableProps<Row>, 'rowName' | 'rowActions'> {
  columns: readonly Column<Row>[];
  row: Row | undefined;
  index: number;
  top: number;
  height: number;
  narrow: boolean;
  tabbable: boolean;
  openable: boolean;
  /** The row is the one whose detail is open. */
  open: boolean;
  /** Undefined in a table without selection. */
  selected: boolean | undefined;
  acts: RowActs;
}

/** A click on something in the row that acts by itself does not open the row. */
const isOnControl = (event: MouseEvent) =>
  event.target instanceof Element && event.target.closest('a, button, input, label, [role="menu"]') !== null;

function PlainRow<Row>(props: RowProps<Row>) {
  const { row, index, narrow, selected, acts, rowActions } = props;
  const { t } = useTranslation();
  const classes = [
    'table-row',
    selected ? 'table-selected' : '',
    props.open ? 'table-open' : '',
    props.openable ? 'table-openable' : '',
  ];
  return (
    <tr
      data-row={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={row === undefined || undefined}
      className={classes.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      tabIndex={props.tabbable ? 0 : -1}
      onKeyDown={acts.keyDown}
      onFocus={() => acts.focus(index)}
      onClick={(event) => {
        if (!isOnControl(event)) acts.open(index);
      }}
    >
      {selected === undefined ? null : (
        <td className="table-check">
          {row === undefined ? null : (
            <TickBox
              checked={selected}
              label={t('table.select', { name: props.rowName(row) })}
              tabIndex={-1}
              onToggle={() => acts.toggle(index)}
            />
          )}
        </td>
      )}
      {narrow ? <NarrowCells columns={props.columns} row={row} /> : <WideCells columns={props.columns} row={row} />}
      {rowActions ? <td className="table-actions">{row === undefined ? null : rowActions(row)}</td> : null}
    </tr>
  );
}

/** Drawn again only when something of this row changed, not because others came into sight. */
export const TableRow = memo(PlainRow) as typeof PlainRow;

interface CellsProps<Row> {
  columns: readonly Column<Row>[];
  row: Row | undefined;
}

function WideCells<Row>({ columns, row }: CellsProps<Row>) {
  return columns.map((column) => (
    <td key={column.key} className={`table-cell${column.align === 'end' ? ' table-end' : ''}`}>
      {row === undefined ? <span className="skeleton" style={{ width: '60%' }} /> : column.render(row)}
    </td>
  ));
}

/** Two lines: name and its aside above, the rest below. */
function NarrowCells<Row>({ columns, row }: CellsProps<Row>) {
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
