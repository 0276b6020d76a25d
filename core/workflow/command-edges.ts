/** What the commands do to existing edges. Every function returns the same document when nothing changes. */
import { addTasks, moveTasks, setInput } from './command-tasks.ts';
import type { Point } from './commands.ts';
import { graphOf, hasEdge } from './graph.ts';
import { formatReference } from './references.ts';
import type { TaskDocument, WorkflowDocument, WorkflowEdge } from './types.ts';

/** Puts another value in the place of an edge's reference, or takes it out; the input's other values stay. */
function replaceReference(document: WorkflowDocument, edge: WorkflowEdge, by: string | undefined): WorkflowDocument {
  const before = formatReference({ task: edge.from, output: edge.output });
  return setInput(document, edge.to, edge.input, (values) =>
    values.flatMap((value) => (value === before ? (by ?? []) : value)),
  );
}

/** Moves an edge to other ends. */
export function reconnect(document: WorkflowDocument, edge: WorkflowEdge, to: WorkflowEdge): WorkflowDocument {
  const { tasks } = graphOf(document);
  if (!hasEdge(document, edge) || !tasks.has(to.from) || !tasks.has(to.to)) return document;
  const reference = formatReference({ task: to.from, output: to.output });
  const stays = edge.to === to.to && edge.input === to.input;
  const freed = stays ? document : replaceReference(document, edge, undefined);
  return setInput(freed, to.to, to.input, () => [reference]);
}

/** Adds a task that takes what the edge carries and feeds what the edge fed. */
export function insertTask(
  document: WorkflowDocument,
  task: TaskDocument,
  edge: WorkflowEdge,
  ports: { input: string; output: string },
): WorkflowDocument {
  if (!hasEdge(document, edge)) return document;
  const added = addTasks(document, [task]);
  if (added === document) return document;
  const carried = formatReference({ task: edge.from, output: edge.output });
  const fed = setInput(added, task.task_name, ports.input, () => [carried]);
  return replaceReference(fed, edge, formatReference({ task: task.task_name, output: ports.output }));
}

/** What is done to put a task that is there on an edge. */
export interface Splicing {
  task: string;
  edge: WorkflowEdge;
  input: string;
  output: string;
  /** Where it stands afterwards; absent leaves it where it is. */
  location?: Point;
}

/** Puts a task between the ends of an edge: it takes what the edge carries and feeds what the edge fed. */
export function spliceTask(document: WorkflowDocument, splicing: Splicing): WorkflowDocument {
  const { task, edge, input, output, location } = splicing;
  if (!hasEdge(document, edge) || !graphOf(document).tasks.has(task)) return document;
  const carried = formatReference({ task: edge.from, output: edge.output });
  const fed = setInput(document, task, input, (values) => (values.includes(carried) ? [...values] : [carried]));
  const spliced = replaceReference(fed, edge, formatReference({ task, output }));
  return location ? moveTasks(spliced, { [task]: location }) : spliced;
}
