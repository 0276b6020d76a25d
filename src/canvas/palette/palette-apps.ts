/** Which apps the palette shows: versions folded, grouped by label, found by every word they are known by. */
import type { AppSummary } from '#src/api/apps.ts';
import { compareNatural } from '#src/lib/format.ts';

/** Name and version. */
export const appTitle = (app: AppSummary) => `${app.name ?? ''} ${app.version ?? ''}`;

/** An app with all its versions, newest first. */
export interface PaletteApp {
  name: string;
  versions: readonly AppSummary[];
}

export type PaletteRow =
  | { kind: 'group'; key: string; group: { label: string } | 'recent' | 'other' }
  | { kind: 'app'; key: string; app: PaletteApp };

/** Folds the versions of each name, by name. */
export function foldVersions(apps: readonly AppSummary[]): PaletteApp[] {
  const byName = new Map<string, AppSummary[]>();
  for (const app of apps) {
    const versions = byName.get(app.name ?? '');
    if (versions) versions.push(app);
    else byName.set(app.name ?? '', [app]);
  }
  return [...byName]
    .sort(([a], [b]) => compareNatural(a, b))
    .map(([name, versions]) => ({
      name,
      versions: versions.sort((a, b) => compareNatural(b.version ?? '', a.version ?? '')),
    }));
}

/** All words of the search are somewhere in the name, the version, the summary, the description or a label. */
export function matchesSearch(app: AppSummary, search: string): boolean {
  const text = [app.name, app.version, app.summary, app.description, ...(app.labels ?? [])].join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const labelsOf = (app: PaletteApp) => new Set(app.versions.flatMap(({ labels }) => labels ?? []));

/**
 * The rows of the palette: what was used last, then every label with its apps (an app stands under each of its
 * labels), then apps without one. A search shows what it finds, without groups. Groups that say nothing are left out.
 */
export function paletteRows(apps: readonly PaletteApp[], search: string, recent: readonly string[]): PaletteRow[] {
  const row =
    (group: string) =>
    (app: PaletteApp): PaletteRow => ({ kind: 'app', key: `${group}/${app.name}`, app });
  if (search.trim())
    return apps.filter(({ versions }) => versions.some((app) => matchesSearch(app, search))).map(row(''));
  const rows: PaletteRow[] = [];
  const used = recent.flatMap((name) => apps.find((app) => app.name === name) ?? []);
  if (used.length > 0) rows.push({ kind: 'group', key: 'recent', group: 'recent' }, ...used.map(row('recent')));
  const labels = [...new Set(apps.flatMap((app) => [...labelsOf(app)]))].sort(compareNatural);
  for (const label of labels) {
    rows.push({ kind: 'group', key: `label/${label}`, group: { label } });
    rows.push(...apps.filter((app) => labelsOf(app).has(label)).map(row(`label/${label}`)));
  }
  const others = apps.filter((app) => labelsOf(app).size === 0);
  if (others.length > 0 && rows.length > 0) rows.push({ kind: 'group', key: 'other', group: 'other' });
  return [...rows, ...others.map(row('other'))];
}
