/** Inputs an output may feed: what can be connected from an output's row. */
import { graphOf, upstreamOf } from '#core/workflow/graph.ts';
import type { AppLookup, WorkflowDocument, WorkflowEdge } from '#core/workflow/types.ts';
import { judge } from '../connect/connection.ts';

/** Edges from the output that may be made and are not there, in document order. */
export function targetsFor(
  document: WorkflowDocument,
  lookup: AppLookup,
  from: { task: string; output: string },
): WorkflowEdge[] {
  const graph = graphOf(document);
  const closed = upstreamOf(document, from.task).add(from.task);
  const made = new Set(
    (graph.outgoing.get(from.task) ?? [])
      .filter((edge) => edge.output === from.output)
      .map((edge) => `${edge.to}.${edge.input}`),
  );
  return [...graph.tasks].flatMap(([to, task]) => {
    if (closed.has(to)) return [];
    return (lookup(task.app_id)?.inputs ?? []).flatMap((input): WorkflowEdge[] => {
      if (made.has(`${to}.${input.name}`)) return [];
      const edge = { from: from.task, output: from.output, to, input: input.name };
      return judge(document, lookup, edge).ok ? [edge] : [];
    });
  });
}
