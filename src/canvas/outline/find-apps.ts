/** Apps that fit what was typed, in the order in which they are meant. */
import type { AppSummary } from '#src/api/apps.ts';
import { compareNatural } from '#src/lib/format.ts';
import { matchesSearch } from '../palette/palette-apps.ts';

/** Those whose name begins with the text come first; of one app the newest version does. */
export function findApps(apps: readonly AppSummary[], text: string): AppSummary[] {
  const wanted = text.trim().toLowerCase();
  const rank = (app: AppSummary) => {
    const name = (app.name ?? '').toLowerCase();
    return name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2;
  };
  return apps
    .filter((app) => matchesSearch(app, text))
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        compareNatural(a.name ?? '', b.name ?? '') ||
        compareNatural(b.version ?? '', a.version ?? ''),
    );
}
