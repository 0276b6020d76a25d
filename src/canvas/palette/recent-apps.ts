/** Names of the apps a user added last in a project, kept in this browser. */
import { readPreference, writePreference } from '#src/lib/local-preference.ts';

const MOST = 6;

const keyOf = (user: string, project: string) => `recent-apps.${user}.${project}`;

/** Newest first; none where nothing legible is kept. */
export function recentApps(user: string, project: string): string[] {
  try {
    const kept: unknown = JSON.parse(readPreference(keyOf(user, project)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Puts an app in front. */
export function rememberApp(user: string, project: string, name: string): void {
  const names = [name, ...recentApps(user, project).filter((other) => other !== name)].slice(0, MOST);
  writePreference(keyOf(user, project), JSON.stringify(names));
}
