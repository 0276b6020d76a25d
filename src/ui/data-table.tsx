import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { Button } from './button.tsx';
import { TableHeader } from './data-table-header.tsx';
import { type RowActs, TableRow } from './data-table-row.tsx';
import type { DataTableProps } from './data-table-types.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { Late } from './late.tsx';
import { useRowKeys } from './use-row-keys.ts';
import { useTableDisplay } from './use-table-display.ts';
import './data-table.css';

const HEIGHTS = { dense: 36, roomy: 48, narrow: 60 };
/** Rows take the focus and keys, so this table is a grid. */
const GRID = { role: 'grid' } as const;
const SELECTABLE_GRID = { role: 'grid', 'aria-multiselectable': true } as const;
const SKELETON_ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Keys of the selection after one row is switched. */
function switched(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Pixels below which the columns would be cut: then the table scrolls sideways as a whole. */
const leastWidth = (tracks: string) => [...tracks.matchAll(/(\d+)px/g)].reduce((sum, [, px]) => sum + Number(px), 0);

/** The same object for ever, whose functions are those of the last drawing. */
function useLasting(acts: RowActs): RowActs {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  return useMemo(
    () => ({
      open: (index) => latest.current.open(index),
      toggle: (index) => latest.current.toggle(index),
      focus: (index) => latest.current.focus(index),
      keyDown: (event) => latest.current.keyDown(event),
    }),
    [],
  );
}

/**
 * The table of the house. It draws only what is in sight, so its length does not matter. It neither sorts nor
 * filters: rows come in the order in which they are shown.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, rowKey, selection, onOpen, onPeek, onMove, onRange } = props;
  const narrow = useNarrow();
  const display = useTableDisplay(props.storageKey, props.columns);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = narrow ? HEIGHTS.narrow : display.dense ? HEIGHTS.dense : HEIGHTS.roomy;
  const count = rows?.length ?? 0;
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useEffect(() => {
    if (rowHeight > 0) virtualizer.measure();
  }, [virtualizer, rowHeight]);

  const keyAt = (index: number) => {
    const row = rows?.[index];
    return row === undefined ? undefined : rowKey(row);
  };
  const toggle = (index: number) => {
    const row = rows?.[index];
    if (row !== undefined) selection?.onChange(switched(selection.keys, rowKey(row)));
  };
  const tell = (listener: ((row: Row) => void) | undefined) => (index: number) => {
    const row = rows?.[index];
    if (row !== undefined) listener?.(row);
  };
  const keys = useRowKeys({
    count,
    scroller,
    virtualizer,
    pageSize: 10,
    onOpen: tell(onOpen),
    onToggle: toggle,
    onPeek: onPeek && tell(onPeek),
    onMove: tell(onMove),
  });

  const acts = useLasting({
    open: tell(onOpen),
    toggle,
    focus: keys.onFocusRow,
    keyDown: keys.onKeyDown,
  });

  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (count > 0) onRange?.(first, last);
  }, [onRange, first, last, count]);

  const body = bodyInstead(props);
  const template = [
    selection ? '40px' : '',
    ...display.visible.map(
      (column, index) => column.width ?? (index === 0 ? 'minmax(180px, 2fr)' : 'minmax(90px, 1fr)'),
    ),
    // For the menus: of the row, and in the header of the columns.
    '44px',
  ]
    .filter(Boolean)
    .join(' ');

  return (
    <div
      className={`table card${narrow ? ' table-narrow' : ''}`}
      style={{ '--tracks': template } as Record<string, string>}
    >
      <div ref={scroller} className="table-scroll">
        <table
          {...(selection ? SELECTABLE_GRID : GRID)}
          aria-label={props.label}
          aria-rowcount={count + 1}
          style={narrow ? undefined : { minWidth: leastWidth(template) }}
        >
          <TableHeader {...props} columns={display.visible} allColumns={props.columns} display={display} />
          <tbody className="table-body" style={{ height: body ? 0 : virtualizer.getTotalSize() }}>
            {items.map((item) => (
              <TableRow
                key={item.key}
                columns={display.visible}
                row={rows?.[item.index]}
                rowName={props.rowName}
                rowActions={props.rowActions}
                index={item.index}
                top={item.start}
                height={item.size}
                narrow={narrow}
                tabbable={item.index === keys.active}
                openable={onOpen !== undefined}
                open={props.openKey !== undefined && keyAt(item.index) === props.openKey}
                selected={selection?.keys.has(keyAt(item.index) ?? '')}
                acts={acts}
              />
            ))}
          </tbody>
        </table>
        {body}
      </div>
    </div>
  );
}

/** What stands in place of rows: an error, the skeleton, or a word about nothing. */
function bodyInstead<Row>(props: DataTableProps<Row>): ReactNode {
  if (props.error !== undefined && props.error !== null && !props.rows)
    return <ErrorState error={props.error} onRetry={props.onRetry} />;
  if (!props.rows) return <TableSkeleton />;
  if (props.rows.length > 0) return undefined;
  return props.filtered ? <NoMatch onClear={props.onClearFilters} /> : props.empty;
}

function TableSkeleton() {
  return (
    <Late>
      {SKELETON_ROWS.map((row) => (
        <div key={row} className="table-skeleton">
          <span className="skeleton" style={{ width: `${38 - row * 2}%` }} />
        </div>
      ))}
    </Late>
  );
}

function NoMatch({ onClear }: { onClear?: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon="search"
      title={t('table.noMatch')}
      action={onClear ? <Button onClick={onClear}>{t('table.clearFilters')}</Button> : undefined}
    />
  );
}
