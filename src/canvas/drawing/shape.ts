/** How a workflow fans out, as far as the document tells: edges with their kind, tasks with their count. */
import { graphOf } from '#core/workflow/graph.ts';
import { fanOutsOf } from '#core/workflow/lint.ts';
import type { AppLookup, TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';
import type { DrawnEdge, FanOut } from './graph.ts';

export interface Shape {
  edges: DrawnEdge[];
  fanOut: (task: TaskDocument) => FanOut | undefined;
}

/** Works for documents with a cycle too (another client may save one): then nothing is known of the fan-out. */
export function shapeOf(document: WorkflowDocument, lookup: AppLookup): Shape {
  const fanOuts = fanOutsOf(document, lookup, 'save');
  const counts = new Map<string, FanOut>();
  for (const [name, { fansOut, instances }] of fanOuts ?? [])
    if (fansOut) counts.set(name, instances === undefined ? {} : { count: instances });
  return {
    edges: graphOf(document).edges.map((edge) => ({
      ...edge,
      kind: fanOuts?.get(edge.to)?.edges.get(edge.input) ?? 'whole',
    })),
    fanOut: (task) => counts.get(task.task_name),
  };
}
