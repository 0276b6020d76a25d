import type { ReactNode } from 'react';

export interface Column<Row> {
  key: string;
  title: string;
  render(row: Row): ReactNode;
  /** CSS grid track: `120px`, `2fr`, `minmax(160px, 1fr)`. */
  width?: string;
  sortable?: boolean;
  align?: 'start' | 'end';
  /** Not shown until chosen. */
  hidden?: boolean;
  /** On narrow screens: on the first line at its end, on the second line, or nowhere. The first column is the title. */
  narrow?: 'aside' | 'line' | 'none';
}

export interface Sort {
  key: string;
  dir: 'asc' | 'desc';
}

/** Selected rows by key, and what can be done with them. */
export interface Selection {
  keys: ReadonlySet<string>;
  onChange(keys: ReadonlySet<string>): void;
  /** Buttons shown in place of the header while something is selected. */
  bulk: ReactNode;
}

export interface DataTableProps<Row> {
  /** What the rows are, for screen readers: "Jobs". */
  label: string;
  columns: readonly Column<Row>[];
  /** Undefined while the first answer is awaited; a hole is a row that is still being read. */
  rows: readonly (Row | undefined)[] | undefined;
  rowKey(row: Row): string;
  /** A few words that name a row, for its checkbox. */
  rowName(row: Row): string;
  empty: ReactNode;
  /** True when filters are on: then "nothing" means "nothing matches". */
  filtered?: boolean;
  onClearFilters?(): void;
  error?: unknown;
  onRetry?(): void;
  sort?: Sort;
  onSort?(sort: Sort): void;
  selection?: Selection;
  /** Enter, or a click on the row. */
  onOpen?(row: Row): void;
  /** Space looks at a row instead of selecting it; Ctrl/⌘+Space then selects. */
  onPeek?(row: Row): void;
  /** The row the arrow keys moved to, for a detail beside the table that follows them. */
  onMove?(row: Row): void;
  /** The row whose detail is open beside the table. */
  openKey?: string;
  /** Which rows are in sight, so that a long list can read them. */
  onRange?(first: number, last: number): void;
  /** Under this name the chosen columns and density are remembered. */
  storageKey: string;
  /** Menu at the end of a row. */
  rowActions?(row: Row): ReactNode;
}
