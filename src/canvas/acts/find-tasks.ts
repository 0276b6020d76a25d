/** Which tasks a text means: by task name, display name or app. */
import { graphOf } from '#core/workflow/graph.ts';
import type { AppLookup, WorkflowDocument } from '#core/workflow/types.ts';

export interface FoundTask {
  name: string;
  /** What the task is called on the canvas. */
  title: string;
  /** App and version; empty when the app is not known. */
  app: string;
}

/** Lower is better; undefined is no match. */
function rank({ name, title, app }: FoundTask, wanted: string): number | undefined {
  const [byName, byTitle, byApp] = [name, title, app].map((text) => text.toLowerCase().indexOf(wanted));
  if (byTitle === 0 || byName === 0) return 0;
  if ((byTitle ?? -1) > 0 || (byName ?? -1) > 0) return 1;
  return (byApp ?? -1) >= 0 ? 2 : undefined;
}

/** Tasks that match, beginnings of names first, otherwise in document order; all tasks for an empty text. */
export function findTasks(document: WorkflowDocument, lookup: AppLookup, text: string): FoundTask[] {
  const wanted = text.trim().toLowerCase();
  const found: { task: FoundTask; rank: number }[] = [];
  for (const [name, task] of graphOf(document).tasks) {
    const app = lookup(task.app_id);
    const entry = { name, title: task.display_name || name, app: app ? `${app.name} ${app.version}` : '' };
    const at = rank(entry, wanted);
    if (at !== undefined) found.push({ task: entry, rank: at });
  }
  return found.toSorted((a, b) => a.rank - b.rank).map(({ task }) => task);
}
