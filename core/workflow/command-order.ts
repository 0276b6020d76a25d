/** The order in which tasks stand in the document; what reads it from the top meets them so. */
import type { WorkflowDocument } from './types.ts';

/** The document with its tasks in this order; tasks that are not named follow, as they were. */
export function orderTasks(document: WorkflowDocument, order: readonly string[]): WorkflowDocument {
  const tasks = document.tasks ?? [];
  const places = new Map(order.map((name, place) => [name, place]));
  const place = (name: string) => places.get(name) ?? order.length;
  const next = [...tasks].sort((a, b) => place(a.task_name) - place(b.task_name));
  return next.every((task, at) => task === tasks[at]) ? document : { ...document, tasks: next };
}
