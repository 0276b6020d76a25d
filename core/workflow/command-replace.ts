/** Taking over another document as a whole: an older version, a draft, what somebody else saved. */
import type { TaskDocument, WorkflowDocument } from './types.ts';

/**
 * The other document under the name and version of this one, which are fixed once saved. Tasks that say the same stay
 * the same objects, so that the step in the history is as small as the difference.
 */
export function replaceDocument(document: WorkflowDocument, other: WorkflowDocument): WorkflowDocument {
  const known = new Map((document.tasks ?? []).map((task) => [JSON.stringify(task), task]));
  const tasks = other.tasks?.map((task): TaskDocument => known.get(JSON.stringify(task)) ?? task);
  const next: WorkflowDocument = { ...other, name: document.name, version: document.version };
  if (tasks) next.tasks = tasks;
  return JSON.stringify(next) === JSON.stringify(document) ? document : next;
}
