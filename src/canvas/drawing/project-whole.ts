/** Projects everything. What is as before keeps its object. */
import { Position } from '@xyflow/react';
import type { Problem, TaskDocument } from '#core/workflow/types.ts';
import { edgeRole, type RunRole } from '../run/run-roles.ts';
import { HANDLE_SIZE, inputHandle, nodeSize, outputHandle, placeHandles } from './geometry.ts';
import {
  type DrawnEdge,
  edgeId,
  type Graph,
  type GraphModel,
  type Labels,
  type TaskEdge,
  type TaskNode,
  type TaskNodeData,
} from './graph.ts';
import { type Point, placeTasks } from './placement.ts';

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** What is shown of a task when it is too small for anything but a colour. */
function classOf({ severity, run, role }: TaskNodeData): string {
  return [severity && `cv-is-${severity}`, run && `cv-is-${run.status}`, role && `cv-is-${role}`]
    .filter(Boolean)
    .join(' ');
}

function makeNode(data: TaskNodeData, at: Point, selected: boolean, dragging: boolean, label: string): TaskNode {
  const size = nodeSize(data.app, data.run !== undefined);
  return {
    id: data.task.task_name,
    type: 'task',
    position: at,
    data,
    selected,
    dragging,
    className: classOf(data),
    ariaLabel: label,
    ...size,
    measured: size,
    handles: placeHandles(data.app, data.run !== undefined).map((handle) => ({
      ...handle,
      width: HANDLE_SIZE,
      height: HANDLE_SIZE,
      position: handle.type === 'target' ? Position.Left : Position.Right,
    })),
  };
}

const edgeClass = ({ kind }: DrawnEdge, strong: boolean, role: RunRole | undefined): string =>
  `cv-edge cv-edge-${kind}${strong ? ' cv-edge-strong' : ''}${role ? ` cv-edge-${role}` : ''}`;

function makeEdge(edge: DrawnEdge, id: string, selected: boolean, className: string, label: string): TaskEdge {
  return {
    id,
    type: 'default',
    source: edge.from,
    target: edge.to,
    sourceHandle: outputHandle(edge.output),
    targetHandle: inputHandle(edge.input),
    data: { edge },
    selected,
    ariaLabel: label,
    className,
  };
}

const NO_ROLES: ReadonlyMap<string, RunRole> = new Map();

function dataOf(model: GraphModel, linked: string, own: readonly Problem[], task: TaskDocument): TaskNodeData {
  const name = task.task_name;
  return {
    task,
    app: model.apps(task.app_id),
    linked,
    fanOut: model.fanOut?.(task),
    severity: own.some((one) => one.severity === 'error') ? 'error' : own.length ? 'warning' : undefined,
    problems: own.length,
    run: model.run?.get(name),
    role: model.roles?.get(name),
    expanded: model.expanded === name,
  };
}

const NO_PROBLEMS: readonly Problem[] = [];

/** Inputs with an edge per task, joined by a blank. */
function linkedInputs(edges: readonly DrawnEdge[]): Map<string, string> {
  const linked = new Map<string, string>();
  for (const { to, input } of edges) {
    const before = linked.get(to);
    linked.set(to, before === undefined ? input : `${before} ${input}`);
  }
  return linked;
}

function sameData(a: TaskNodeData, b: TaskNodeData): boolean {
  return (
    a.task === b.task &&
    a.app === b.app &&
    a.linked === b.linked &&
    (a.fanOut !== undefined) === (b.fanOut !== undefined) &&
    a.fanOut?.count === b.fanOut?.count &&
    a.severity === b.severity &&
    a.problems === b.problems &&
    a.run === b.run &&
    a.role === b.role &&
    a.expanded === b.expanded
  );
}

/** What a projector knows of the last projection. */
export interface Last {
  model: GraphModel;
  labels: Labels;
  graph: Graph;
  /** Place of each node and edge in its list. */
  nodeAt: Map<string, number>;
  edgeAt: Map<string, number>;
}

export const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, at) => item === b[at]);

function wholeNodes(model: GraphModel, labels: Labels, last: Last | undefined): TaskNode[] {
  const linked = linkedInputs(model.edges);
  const problems = groupBy(model.problems ?? NO_PROBLEMS, (problem) => problem.task);
  const places = placeTasks(model.tasks, model.edges, (task) =>
    nodeSize(model.apps(task.app_id), model.run?.has(task.task_name) ?? false),
  );
  return model.tasks.map((task) => {
    const name = task.task_name;
    const moving = model.moving?.get(name);
    const at = moving ?? places.get(name) ?? { x: 0, y: 0 };
    const data = dataOf(model, linked.get(name) ?? '', problems.get(name) ?? NO_PROBLEMS, task);
    const selected = model.selectedTasks.has(name);
    const old = last?.graph.nodes[last.nodeAt.get(name) ?? -1];
    const kept =
      old !== undefined &&
      old.selected === selected &&
      old.dragging === (moving !== undefined) &&
      old.position.x === at.x &&
      old.position.y === at.y &&
      sameData(old.data, data);
    return kept ? old : makeNode(data, at, selected, moving !== undefined, labels.task(data));
  });
}

export function projectEdge(model: GraphModel, labels: Labels, edge: DrawnEdge, id: string, old: TaskEdge | undefined) {
  const role = edgeRole(edge, model.roles ?? NO_ROLES);
  const selected = model.selectedEdges.has(id);
  const className = edgeClass(edge, model.selectedTasks.has(edge.from) || model.selectedTasks.has(edge.to), role);
  if (old && old.selected === selected && old.className === className) return old;
  return makeEdge(edge, id, selected, className, labels.edge(edge, role));
}

/** Projects everything; what is as before keeps its object. */
export function projectWhole(model: GraphModel, labels: Labels, before: Last | undefined): Last {
  // With other words nothing is as before.
  const last = before?.labels === labels ? before : undefined;
  let nodes = wholeNodes(model, labels, last);
  let edges = model.edges.map((edge) => {
    const id = edgeId(edge);
    return projectEdge(model, labels, edge, id, last?.graph.edges[last.edgeAt.get(id) ?? -1]);
  });
  if (last && sameItems(nodes, last.graph.nodes)) nodes = last.graph.nodes;
  if (last && sameItems(edges, last.graph.edges)) edges = last.graph.edges;
  const nodeAt = new Map(nodes.map(({ id }, at) => [id, at]));
  const edgeAt = new Map(edges.map(({ id }, at) => [id, at]));
  return { model, labels, graph: { nodes, edges }, nodeAt, edgeAt };
}
