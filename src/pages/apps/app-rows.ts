/** Which apps a list shows, and in what order; the API does not page them, so the browser does. */
import type { AppSummary } from '#src/api/apps.ts';
import { compareNatural } from '#src/lib/format.ts';
import type { Sort } from '#src/ui/data-table-types.ts';

export interface AppFilter {
  q: string;
  label: string;
  /** Older versions too, instead of the newest of each name. */
  versions: boolean;
}

/** An app and how many other versions of its name there are. */
export interface AppRow extends AppSummary {
  others: number;
}

const text = (app: AppSummary, key: 'name' | 'user_name' | 'update_time') => app[key] ?? '';

type Compare = (a: AppSummary, b: AppSummary) => number;

const byVersion: Compare = (a, b) => compareNatural(a.version ?? '', b.version ?? '');
const ORDERS: Record<string, Compare> = {
  name: (a, b) => compareNatural(text(a, 'name'), text(b, 'name')),
  version: byVersion,
  user: (a, b) => compareNatural(text(a, 'user_name'), text(b, 'user_name')),
  updated: (a, b) => text(a, 'update_time').localeCompare(text(b, 'update_time')),
};

/** Versions of one app, newest first, by name of the version. */
export const versionsOf = (apps: readonly AppSummary[], name: string): AppSummary[] =>
  apps.filter((app) => app.name === name).sort((a, b) => byVersion(b, a));

/** Every label in use. */
export const labelsOf = (apps: readonly AppSummary[]): string[] =>
  [...new Set(apps.flatMap((app) => app.labels ?? []))].sort(compareNatural);

function newestOnly(apps: readonly AppRow[]): AppRow[] {
  const newest = new Map<string, AppRow>();
  for (const app of apps) {
    const known = newest.get(app.name ?? '');
    if (!known || byVersion(app, known) > 0) newest.set(app.name ?? '', app);
  }
  return [...newest.values()];
}

export function appRows(apps: readonly AppSummary[], { q, label, versions }: AppFilter, sort: Sort): AppRow[] {
  const counts = new Map<string, number>();
  for (const { name = '' } of apps) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rows = apps.map((app) => ({ ...app, others: (counts.get(app.name ?? '') ?? 1) - 1 }));
  const wanted = q.trim().toLowerCase();
  const matches = ({ name = '', version = '', summary = '', labels = [] }: AppSummary) =>
    [`${name} ${version}`, summary, ...labels].some((part) => part.toLowerCase().includes(wanted));
  const order = ORDERS[sort.key] ?? ORDERS.name;
  const direction = sort.dir === 'asc' ? 1 : -1;
  return (
    (versions ? rows : newestOnly(rows))
      .filter((app) => (label === '' || (app.labels ?? []).includes(label)) && matches(app))
      // Versions of a name stand together, newest first.
      .sort(
        (a, b) =>
          direction * (order?.(a, b) ?? 0) || compareNatural(text(a, 'name'), text(b, 'name')) || byVersion(b, a),
      )
  );
}
