/**
 * The projection: document and session → React Flow's nodes and edges. Whatever did not change keeps its object, so
 * that React Flow and the memoised node components skip it; a selection of one task draws one node again.
 */
import { type Edge, type Node, Position } from '@xyflow/react';
import type { AppSignature, EdgeKind, Problem, TaskDocument, WorkflowEdge } from '#core/workflow/types.ts';
import { HANDLE_SIZE, inputHandle, nodeSize, outputHandle, placeHandles } from './geometry.ts';
import { type Point, placeTasks } from './placement.ts';
import type { RunByTask, TaskRun } from './run.ts';

/** `count` is absent while the number of values is not known before the job starts. */
export interface FanOut {
  count?: number;
}

export interface TaskNodeData extends Record<string, unknown> {
  task: TaskDocument;
  app: AppSignature | undefined;
  /** Names of inputs with an edge, joined by a blank. */
  linked: string;
  fanOut: FanOut | undefined;
  severity: Problem['severity'] | undefined;
  problems: number;
  run: TaskRun | undefined;
}

export type TaskNode = Node<TaskNodeData, 'task'>;
export type TaskEdge = Edge<{ edge: WorkflowEdge }, 'default'>;

/** An edge with what is drawn differently. */
export interface DrawnEdge extends WorkflowEdge {
  kind: EdgeKind;
}

/** Words for assistive technology; given by the view, because this module knows no language. */
export interface Labels {
  task: (data: TaskNodeData) => string;
  edge: (edge: DrawnEdge) => string;
}

export interface GraphModel {
  tasks: readonly TaskDocument[];
  apps: (appId: string) => AppSignature | undefined;
  edges: readonly DrawnEdge[];
  problems?: readonly Problem[];
  fanOut?: (task: TaskDocument) => FanOut | undefined;
  run?: RunByTask;
  /** Positions of a drag that has not ended; they win over saved ones. */
  moving?: ReadonlyMap<string, Point>;
  selectedTasks: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
}

export interface Graph {
  nodes: TaskNode[];
  edges: TaskEdge[];
}

export const edgeId = (edge: WorkflowEdge): string => `${edge.from}.${edge.output}→${edge.to}.${edge.input}`;

type Facts = readonly unknown[];
interface Remembered<T> {
  facts: Facts;
  value: T;
}

const sameFacts = (a: Facts, b: Facts): boolean => a.length === b.length && a.every((fact, at) => fact === b[at]);

/** Remembers one value per key together with the facts it was made of. */
function createMemory<T>() {
  let before = new Map<string, Remembered<T>>();
  let list: T[] = [];
  return (entries: readonly { key: string; facts: Facts; make: () => T }[]): T[] => {
    const now = new Map<string, Remembered<T>>();
    const values = entries.map(({ key, facts, make }) => {
      const old = before.get(key);
      const kept = old && sameFacts(old.facts, facts) ? old : { facts, value: make() };
      now.set(key, kept);
      return kept.value;
    });
    before = now;
    if (values.length !== list.length || values.some((value, at) => value !== list[at])) list = values;
    return list;
  };
}

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

function makeNode(data: TaskNodeData, at: Point, selected: boolean, dragging: boolean, label: string): TaskNode {
  const size = nodeSize(data.app, data.run !== undefined);
  return {
    id: data.task.task_name,
    type: 'task',
    position: at,
    data,
    selected,
    dragging,
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

function makeEdge(edge: DrawnEdge, selected: boolean, emphasised: boolean, label: string): TaskEdge {
  return {
    id: edgeId(edge),
    type: 'default',
    source: edge.from,
    target: edge.to,
    sourceHandle: outputHandle(edge.output),
    targetHandle: inputHandle(edge.input),
    data: { edge },
    selected,
    ariaLabel: label,
    className: `cv-edge cv-edge-${edge.kind}${emphasised ? ' cv-edge-strong' : ''}`,
  };
}

/** A projector keeps the last result; one per drawn canvas. A new `labels` object (another language) draws all again. */
export function createProjector(): (model: GraphModel, labels: Labels) => Graph {
  const rememberNodes = createMemory<TaskNode>();
  const rememberEdges = createMemory<TaskEdge>();
  return (model, labels) => {
    const incoming = groupBy(model.edges, (edge) => edge.to);
    const problems = groupBy(model.problems ?? [], (problem) => problem.task);
    const places = placeTasks(model.tasks, model.edges, (task) =>
      nodeSize(model.apps(task.app_id), model.run?.has(task.task_name) ?? false),
    );
    const nodes = rememberNodes(
      model.tasks.map((task) => {
        const name = task.task_name;
        const moving = model.moving?.get(name);
        const at = moving ?? places.get(name) ?? { x: 0, y: 0 };
        const own = problems.get(name) ?? [];
        const severity = own.some((one) => one.severity === 'error') ? 'error' : own.length ? 'warning' : undefined;
        const fanOut = model.fanOut?.(task);
        const data: TaskNodeData = {
          task,
          app: model.apps(task.app_id),
          linked: (incoming.get(name) ?? []).map((edge) => edge.input).join(' '),
          fanOut,
          severity,
          problems: own.length,
          run: model.run?.get(name),
        };
        const selected = model.selectedTasks.has(name);
        const { app, linked, run } = data;
        return {
          key: name,
          facts: [
            task,
            app,
            linked,
            fanOut !== undefined,
            fanOut?.count,
            severity,
            own.length,
            run,
            selected,
            moving !== undefined,
            at.x,
            at.y,
            labels,
          ],
          make: () => makeNode(data, at, selected, moving !== undefined, labels.task(data)),
        };
      }),
    );
    const edges = rememberEdges(
      model.edges.map((edge) => {
        const id = edgeId(edge);
        const selected = model.selectedEdges.has(id);
        const emphasised = model.selectedTasks.has(edge.from) || model.selectedTasks.has(edge.to);
        return {
          key: id,
          facts: [edge.kind, selected, emphasised, labels],
          make: () => makeEdge(edge, selected, emphasised, labels.edge(edge)),
        };
      }),
    );
    return { nodes, edges };
  };
}
