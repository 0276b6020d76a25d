/** Which workflows a list shows, and in what order; the API does not page them, so the browser does. */
import type { WorkflowSummary } from '#src/api/workflows.ts';
import { compareNatural } from '#src/lib/format.ts';

export interface RowState {
  q: string;
  label: string;
  sort: string;
  dir: string;
}

const nameOf = (row: WorkflowSummary) => `${row.name ?? ''} ${row.version ?? ''}`;

const COMPARE: Record<string, (a: WorkflowSummary, b: WorkflowSummary) => number> = {
  name: (a, b) => compareNatural(nameOf(a), nameOf(b)),
  user: (a, b) => compareNatural(a.user_name ?? '', b.user_name ?? ''),
  updated: (a, b) => (a.update_time ?? '').localeCompare(b.update_time ?? ''),
};

/** Every label in use, by name. */
export const labelsOf = (rows: readonly WorkflowSummary[]): string[] =>
  [...new Set(rows.flatMap((row) => row.labels ?? []))].sort(compareNatural);

export function shownRows(rows: readonly WorkflowSummary[], { q, label, sort, dir }: RowState): WorkflowSummary[] {
  const wanted = q.trim().toLowerCase();
  const compare = COMPARE[sort] ?? COMPARE.updated;
  const sign = dir === 'asc' ? 1 : -1;
  return rows
    .filter((row) => label === '' || row.labels?.includes(label))
    .filter((row) => `${nameOf(row)} ${row.summary ?? ''}`.toLowerCase().includes(wanted))
    .sort((a, b) => sign * (compare?.(a, b) ?? 0));
}
