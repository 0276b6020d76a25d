import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import type { Column, DataTableProps } from './data-table-types.ts';
import { Icon } from './icon.tsx';
import { MenuButton } from './menu-button.tsx';
import { TickBox } from './tick-box.tsx';

interface Display<Row> {
  dense: boolean;
  setDense(dense: boolean): void;
  isShown(column: Column<Row>): boolean;
  toggle(key: string): void;
}

function presentKeys<Row>({ rows = [], rowKey }: Pick<DataTableProps<Row>, 'rows' | 'rowKey'>): string[] {
  return rows.flatMap((row) => (row === undefined ? [] : [rowKey(row)]));
}

interface HeaderProps<Row> extends DataTableProps<Row> {
  allColumns: readonly Column<Row>[];
  display: Display<Row>;
}

/** Column titles, or the bar of bulk actions while something is selected. */
export function TableHeader<Row>(props: HeaderProps<Row>) {
  const { selection } = props;
  const selected = selection?.keys.size ?? 0;
  return (
    <thead className="table-head">
      <tr className="table-row table-titles">
        {selection ? <SelectAll {...props} /> : null}
        {selection && selected > 0 ? (
          <BulkBar count={selected} onClear={() => selection.onChange(new Set())}>
            {selection.bulk}
          </BulkBar>
        ) : (
          props.columns.map((column) => <Title key={column.key} column={column} table={props} />)
        )}
        <th className="table-display">
          <DisplayMenu columns={props.allColumns} display={props.display} />
        </th>
      </tr>
    </thead>
  );
}

function SelectAll<Row>(props: DataTableProps<Row>) {
  const { t } = useTranslation();
  const { selection } = props;
  const none = (props.rows?.length ?? 0) === 0;
  const selected = selection?.keys.size ?? 0;
  // A list may be very long and this is drawn at every scroll: rows are gone through only when it matters.
  const all = selected > 0 && selected >= presentKeys(props).length;
  return (
    <th className="table-check">
      <TickBox
        label={t('table.selectAll')}
        disabled={none}
        checked={all}
        mixed={selected > 0 && !all}
        onToggle={() => selection?.onChange(new Set(all ? [] : presentKeys(props)))}
      />
    </th>
  );
}

function BulkBar({ count, onClear, children }: { count: number; onClear(): void; children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <th className="table-bulk">
      <strong>{t('table.selected', { count })}</strong>
      {children}
      <Button kind="quiet" size="small" onClick={onClear}>
        {t('table.clearSelection')}
      </Button>
    </th>
  );
}

function Title<Row>({ column, table }: { column: Column<Row>; table: DataTableProps<Row> }) {
  const { t } = useTranslation();
  const sorted = table.sort?.key === column.key ? table.sort.dir : undefined;
  const sortable = column.sortable && table.onSort;
  const ariaSort = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined;
  return (
    <th aria-sort={ariaSort} className={`table-cell${column.align === 'end' ? ' table-end' : ''}`}>
      {sortable ? (
        <button
          type="button"
          className="table-sort"
          title={t('table.sortBy', { column: column.title })}
          onClick={() => table.onSort?.({ key: column.key, dir: sorted === 'asc' ? 'desc' : 'asc' })}
        >
          {column.title}
          {sorted ? <Icon name={sorted === 'asc' ? 'arrowUp' : 'arrowDown'} size={12} /> : null}
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

/** Which columns are shown, and how high the rows are. */
function DisplayMenu<Row>({ columns, display }: { columns: readonly Column<Row>[]; display: Display<Row> }) {
  const { t } = useTranslation();
  return (
    <MenuButton
      trigger={
        <button type="button" className="bare-button" aria-label={t('table.display')} title={t('table.display')}>
          <Icon name="columns" size={14} />
        </button>
      }
      entries={[
        ...columns.slice(1).map((column) => ({
          key: column.key,
          label: column.title,
          checked: display.isShown(column),
          icon: undefined,
          onSelect: () => display.toggle(column.key),
        })),
        'line',
        { key: 'dense', label: t('table.dense'), checked: display.dense, onSelect: () => display.setDense(true) },
        { key: 'roomy', label: t('table.roomy'), checked: !display.dense, onSelect: () => display.setDense(false) },
      ]}
    />
  );
}
