/**
 * Apps of a workflow that travels: inside a project a task names its app by id, elsewhere only the address
 * `name::version::source project` (reference 4.5.4.5) tells which app is meant.
 */
import type { AppLookup, WorkflowDocument } from './types.ts';

/** What a list of apps tells of one. */
export interface AppName {
  id: string;
  name: string;
  version: string;
  /** Empty or absent: the project itself. */
  source_project_name?: string | undefined;
}

const SEPARATOR = '::';
const byVersion = new Intl.Collator('en', { numeric: true }).compare;

function addressOf(app: AppName, projectName: string): string {
  return [app.name, app.version, app.source_project_name || projectName].join(SEPARATOR);
}

/** The parts of an address; undefined for an id. */
export function parseAddress(appId: string): { name: string; version: string; source: string } | undefined {
  const [name, version, source, more] = appId.split(SEPARATOR);
  return name && version && source && more === undefined ? { name, version, source } : undefined;
}

/** The document with addresses in place of ids, for the apps that are known; for files and clipboards. */
export function withAddresses(document: WorkflowDocument, lookup: AppLookup, projectName: string): WorkflowDocument {
  return mapApps(document, (appId) => {
    const app = lookup(appId);
    return app && projectName !== '' ? addressOf(app, projectName) : appId;
  });
}

/** How sure a proposal is: the very app, one of the same name and version, or another version of it. */
export type AppMatch = 'same' | 'version' | 'name';

/** An app a document uses. */
export interface AppUse {
  appId: string;
  tasks: string[];
  /** Apps of the project it may mean, the likeliest first. */
  proposals: { app: AppName; match: AppMatch }[];
}

/** Every app a document uses, in the order of its tasks, with the apps of a project that fit. */
export function appUses(document: WorkflowDocument, apps: readonly AppName[], projectName: string): AppUse[] {
  const uses = new Map<string, AppUse>();
  for (const { app_id: appId, task_name } of document.tasks ?? []) {
    const known = uses.get(appId);
    if (known) known.tasks.push(task_name);
    else uses.set(appId, { appId, tasks: [task_name], proposals: proposalsFor(appId, apps, projectName) });
  }
  return [...uses.values()];
}

function proposalsFor(appId: string, apps: readonly AppName[], projectName: string): AppUse['proposals'] {
  const same = apps.find((app) => app.id === appId || addressOf(app, projectName) === appId);
  if (same) return [{ app: same, match: 'same' }];
  const address = parseAddress(appId);
  if (!address) return [];
  const named = apps.filter((app) => app.name === address.name);
  const rank = (app: AppName) => (app.version === address.version ? 0 : 1);
  return named
    .toSorted((a, b) => rank(a) - rank(b) || byVersion(b.version, a.version))
    .map((app) => ({ app, match: rank(app) === 0 ? 'version' : 'name' }));
}

/** The document with other apps behind its tasks; what the map does not name stays. */
export function withApps(document: WorkflowDocument, ids: ReadonlyMap<string, string>): WorkflowDocument {
  return mapApps(document, (appId) => ids.get(appId) ?? appId);
}

function mapApps(document: WorkflowDocument, map: (appId: string) => string): WorkflowDocument {
  let changed = false;
  const tasks = document.tasks?.map((task) => {
    const app_id = map(task.app_id);
    if (app_id === task.app_id) return task;
    changed = true;
    return { ...task, app_id };
  });
  return changed && tasks ? { ...document, tasks } : document;
}
