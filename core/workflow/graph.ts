/** The graph of a workflow, derived from the references of its document; nothing about edges is stored twice. */
import { taskReferences } from './references.ts';
import type { TaskDocument, TaskInput, WorkflowDocument, WorkflowEdge } from './types.ts';

export interface WorkflowGraph {
  /** Task names in document order, each once. */
  names: readonly string[];
  tasks: ReadonlyMap<string, TaskDocument>;
  /** Edges between existing tasks, by document order of the target; a self reference is an edge too. */
  edges: readonly WorkflowEdge[];
  incoming: ReadonlyMap<string, readonly WorkflowEdge[]>;
  outgoing: ReadonlyMap<string, readonly WorkflowEdge[]>;
  /** References to tasks that do not exist. */
  dangling: readonly WorkflowEdge[];
}

const graphs = new WeakMap<WorkflowDocument, WorkflowGraph>();
const edgesByInputs = new WeakMap<readonly TaskInput[], { name: string; edges: readonly WorkflowEdge[] }>();

function edgesInto(task: TaskDocument): readonly WorkflowEdge[] {
  const { inputs, task_name: name } = task;
  if (!inputs || inputs.length === 0) return [];
  // A task that is moved is another object with the same inputs.
  const known = edgesByInputs.get(inputs);
  if (known?.name === name) return known.edges;
  const edges = taskReferences(task).map((reference) => ({
    from: reference.task,
    output: reference.output,
    to: name,
    input: reference.input,
  }));
  edgesByInputs.set(inputs, { name, edges });
  return edges;
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

/** The graph of a document, built once per document object (documents are never changed in place). */
export function graphOf(document: WorkflowDocument): WorkflowGraph {
  const known = graphs.get(document);
  if (known) return known;
  const tasks = new Map<string, TaskDocument>();
  for (const task of document.tasks ?? []) if (!tasks.has(task.task_name)) tasks.set(task.task_name, task);
  const edges: WorkflowEdge[] = [];
  const dangling: WorkflowEdge[] = [];
  const incoming = new Map<string, WorkflowEdge[]>();
  const outgoing = new Map<string, WorkflowEdge[]>();
  for (const task of tasks.values()) {
    for (const edge of edgesInto(task)) {
      if (!tasks.has(edge.from)) {
        dangling.push(edge);
        continue;
      }
      edges.push(edge);
      append(incoming, edge.to, edge);
      append(outgoing, edge.from, edge);
    }
  }
  const graph: WorkflowGraph = { names: [...tasks.keys()], tasks, edges, incoming, outgoing, dangling };
  graphs.set(document, graph);
  return graph;
}

export function edgesOf(document: WorkflowDocument): readonly WorkflowEdge[] {
  return graphOf(document).edges;
}

export function taskOf(document: WorkflowDocument, name: string): TaskDocument | undefined {
  return graphOf(document).tasks.get(name);
}

export const hasEdge = (document: WorkflowDocument, edge: WorkflowEdge): boolean =>
  (graphOf(document).incoming.get(edge.to) ?? []).some(
    (one) => one.from === edge.from && one.output === edge.output && one.input === edge.input,
  );

interface Walk {
  /** Tasks with every upstream before its downstream; tasks of a cycle stand somewhere. */
  order: string[];
  /** The first cycle met, in the direction of the data: each feeds the next, the last feeds the first. */
  cycle?: string[];
}

/** Depth first against the data flow, without recursion: a chain may be as long as the document. */
function walkUpstream(graph: WorkflowGraph): Walk {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  let cycle: string[] | undefined;
  for (const start of graph.names) {
    if (state.has(start)) continue;
    const path = [{ name: start, next: 0 }];
    state.set(start, 'open');
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const edge = graph.incoming.get(top.name)?.[top.next];
      if (!edge) {
        state.set(top.name, 'done');
        order.push(top.name);
        path.pop();
        continue;
      }
      top.next += 1;
      const seen = state.get(edge.from);
      if (seen === 'open' && !cycle) {
        const from = path.findIndex((entry) => entry.name === edge.from);
        cycle = path
          .slice(from)
          .map((entry) => entry.name)
          .reverse();
      } else if (!seen) {
        state.set(edge.from, 'open');
        path.push({ name: edge.from, next: 0 });
      }
    }
  }
  return { order, cycle };
}

const walks = new WeakMap<WorkflowGraph, Walk>();

function walkOf(document: WorkflowDocument): Walk {
  const graph = graphOf(document);
  const known = walks.get(graph);
  if (known) return known;
  const walk = walkUpstream(graph);
  walks.set(graph, walk);
  return walk;
}

/** The tasks of one cycle, each feeding the next and the last the first; undefined when there is none. */
export function findCycle(document: WorkflowDocument): string[] | undefined {
  return walkOf(document).cycle;
}

/**
 * Task names with every task after all its upstreams; undefined when there is a cycle. Stable: a document that is
 * in such an order already keeps it.
 */
export function topologicalOrder(document: WorkflowDocument): string[] | undefined {
  const walk = walkOf(document);
  return walk.cycle ? undefined : walk.order;
}

function reach(
  edges: ReadonlyMap<string, readonly WorkflowEdge[]>,
  start: string,
  end: 'from' | 'to',
  stop?: string,
): Set<string> {
  const found = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const edge of edges.get(name) ?? []) {
      const next = edge[end];
      if (found.has(next)) continue;
      found.add(next);
      if (next === stop) return found;
      open.push(next);
    }
  }
  return found;
}

/** All tasks whose data reach the task, directly or not; holds the task itself only in a cycle. */
export function upstreamOf(document: WorkflowDocument, task: string): Set<string> {
  return reach(graphOf(document).incoming, task, 'from');
}

/** All tasks the task's data reach, directly or not; holds the task itself only in a cycle. */
export function downstreamOf(document: WorkflowDocument, task: string): Set<string> {
  return reach(graphOf(document).outgoing, task, 'to');
}

/** Whether an edge `from → to` would close a cycle; a self reference does. */
export function wouldCreateCycle(document: WorkflowDocument, from: string, to: string): boolean {
  return from === to || reach(graphOf(document).outgoing, to, 'to', from).has(from);
}

/** Tasks by longest distance from a source, each layer in document order; undefined when there is a cycle. */
export function layersOf(document: WorkflowDocument): string[][] | undefined {
  const order = topologicalOrder(document);
  if (!order) return undefined;
  const graph = graphOf(document);
  const depth = new Map<string, number>();
  for (const name of order) {
    let level = 0;
    for (const edge of graph.incoming.get(name) ?? []) level = Math.max(level, (depth.get(edge.from) ?? 0) + 1);
    depth.set(name, level);
  }
  const layers: string[][] = [];
  for (const name of graph.names) {
    const level = depth.get(name) ?? 0;
    while (layers.length <= level) layers.push([]);
    layers[level]?.push(name);
  }
  return layers;
}
