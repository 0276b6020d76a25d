/** Projects what a drag, a move or a selection touched; all else keeps its object. */
import type { TaskDocument } from '#core/workflow/types.ts';
import type { GraphModel, Labels, TaskEdge, TaskNode } from './graph.ts';
import { savedPlace } from './placement.ts';
import { type Last, projectEdge, sameItems } from './project-whole.ts';
import { sameButPlace } from './same-but-place.ts';

/** What a drag, a step of the history that only moves, and a selection leave as it is. */
const STILL = [
  'apps',
  'edges',
  'problems',
  'fanOut',
  'run',
  'roles',
  'expanded',
] as const satisfies readonly (keyof GraphModel)[];

/** Names of tasks that became others by nothing but their place; undefined when more changed. */
function movedTasks(before: readonly TaskDocument[], now: readonly TaskDocument[]): string[] | undefined {
  if (before === now) return [];
  if (before.length !== now.length) return undefined;
  const moved: string[] = [];
  for (const [at, task] of now.entries()) {
    const old = before[at];
    if (old === task) continue;
    if (!old || !savedPlace(old) || !savedPlace(task) || !sameButPlace(old, task)) return undefined;
    moved.push(task.task_name);
  }
  return moved;
}

const difference = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] =>
  a === b ? [] : [...[...a].filter((item) => !b.has(item)), ...[...b].filter((item) => !a.has(item))];

/** Projects what a drag, a move and a selection touch; undefined when more than that changed. */
export function projectTouched(model: GraphModel, labels: Labels, last: Last): Last | undefined {
  const before = last.model;
  if (labels !== last.labels || STILL.some((key) => before[key] !== model[key])) return undefined;
  const moved = movedTasks(before.tasks, model.tasks);
  if (!moved) return undefined;
  const chosen = difference(before.selectedTasks, model.selectedTasks);
  const moves =
    before.moving === model.moving ? [] : [...(before.moving?.keys() ?? []), ...(model.moving?.keys() ?? [])];
  const nodes = touchNodes(model, last, new Set([...moved, ...chosen, ...moves]));
  const edges = touchEdges(model, labels, last, chosen);
  return (
    nodes && {
      ...last,
      model,
      graph: nodes === last.graph.nodes && edges === last.graph.edges ? last.graph : { nodes, edges },
    }
  );
}

function touchNodes(model: GraphModel, { graph, nodeAt }: Last, names: ReadonlySet<string>): TaskNode[] | undefined {
  if (names.size === 0) return graph.nodes;
  const nodes = graph.nodes.slice();
  for (const name of names) {
    const index = nodeAt.get(name) ?? -1;
    const old = nodes[index];
    const task = model.tasks[index];
    if (!old || task?.task_name !== name) return undefined;
    const moving = model.moving?.get(name);
    const position = moving ?? savedPlace(task);
    // Without a place of its own it stands where all the others leave room.
    if (!position) return undefined;
    const data = old.data.task === task ? old.data : { ...old.data, task };
    nodes[index] = { ...old, data, position, selected: model.selectedTasks.has(name), dragging: moving !== undefined };
  }
  return nodes;
}

function touchEdges(model: GraphModel, labels: Labels, last: Last, chosen: readonly string[]): TaskEdge[] {
  const own = difference(last.model.selectedEdges, model.selectedEdges);
  if (own.length === 0 && chosen.length === 0) return last.graph.edges;
  const tasks = new Set(chosen);
  const ids = new Set(own);
  const edges = last.graph.edges.map((old) => {
    const edge = old.data?.edge;
    if (!edge || !(ids.has(old.id) || tasks.has(edge.from) || tasks.has(edge.to))) return old;
    return projectEdge(model, labels, edge, old.id, old);
  });
  return sameItems(edges, last.graph.edges) ? last.graph.edges : edges;
}
