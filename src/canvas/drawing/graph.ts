/** What is drawn, and what it is drawn from. */
import type { Edge, Node } from '@xyflow/react';
import type { AppSignature, EdgeKind, Problem, TaskDocument, WorkflowEdge } from '#core/workflow/types.ts';
import type { ShownMark } from '../diff/diff-marks.tsx';
import type { RunByTask, TaskRun } from '../run/run.ts';
import type { RunRole } from '../run/run-roles.ts';
import type { Point } from './placement.ts';

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
  /** What a failure of the run made of it. */
  role: RunRole | undefined;
  /** Its instances are listed beside it. */
  expanded: boolean;
  /** What differs from another document; only where two are compared. */
  marks?: readonly ShownMark[];
}

export type TaskNode = Node<TaskNodeData, 'task'>;
export type TaskEdge = Edge<{ edge: DrawnEdge }, 'default'>;

/** An edge with what is drawn differently. */
export interface DrawnEdge extends WorkflowEdge {
  kind: EdgeKind;
}

/** Words for assistive technology; given by the view, because this module knows no language. */
export interface Labels {
  task: (data: TaskNodeData) => string;
  edge: (edge: DrawnEdge, role?: RunRole) => string;
}

export interface GraphModel {
  tasks: readonly TaskDocument[];
  /** A function of its own for every set of apps: with the same one, the same apps are meant. */
  apps: (appId: string) => AppSignature | undefined;
  edges: readonly DrawnEdge[];
  problems?: readonly Problem[];
  fanOut?: (task: TaskDocument) => FanOut | undefined;
  run?: RunByTask;
  roles?: ReadonlyMap<string, RunRole>;
  /** The task whose instances are listed. */
  expanded?: string;
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
