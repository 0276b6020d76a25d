/** Which apps the palette shows. */
import type { AppSummary } from '#src/api/apps.ts';
import { compareNatural } from '#src/lib/format.ts';

/** Name and version. */
export const appTitle = (app: AppSummary) => `${app.name ?? ''} ${app.version ?? ''}`;

/** Apps whose name, version or summary has the text, and that bear all labels, by name. */
export function filterApps(apps: readonly AppSummary[], text: string, labels: readonly string[]): AppSummary[] {
  const wanted = text.trim().toLowerCase();
  return apps
    .filter((app) => labels.every((label) => app.labels?.includes(label)))
    .filter((app) => `${appTitle(app)} ${app.summary ?? ''}`.toLowerCase().includes(wanted))
    .sort((a, b) => compareNatural(appTitle(a), appTitle(b)));
}
