/** What goes with a deletion: named before and after, so that nobody wonders where a connection went. */
import type { Command } from '#core/workflow/commands.ts';
import { graphOf } from '#core/workflow/graph.ts';
import type { WorkflowDocument, WorkflowEdge } from '#core/workflow/types.ts';
import { edgeId } from '../drawing/graph.ts';

export interface Removal {
  commands: Command[];
  tasks: string[];
  /** Connections that are lost: those selected, and those between a deleted task and one that stays. */
  edges: WorkflowEdge[];
}

export interface Selected {
  document: WorkflowDocument;
  selectedTasks: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
}

/** Commands that take the selection out, as one step, and what they take along. */
export function removalOf({ document, selectedTasks, selectedEdges }: Selected, as?: 'cut'): Removal {
  const graph = graphOf(document);
  const tasks = graph.names.filter((name) => selectedTasks.has(name));
  const cut = graph.edges.filter((edge) => selectedEdges.has(edgeId(edge)) && !selectedTasks.has(edge.to));
  const commands: Command[] = cut.map((edge) => ({ type: 'disconnect', to: edge.to, input: edge.input }));
  if (tasks.length > 0) commands.push({ type: 'removeTasks', tasks, ...(as && { as }) });
  const edges = graph.edges.filter(
    (edge) => cut.includes(edge) || selectedTasks.has(edge.from) !== selectedTasks.has(edge.to),
  );
  return { commands, tasks, edges };
}
