/**
 * Which nodes may take a task, by label and by whether they take anything (domain §1.7). What no node may take waits;
 * it does not fail.
 */
import type { Hold, JobPlan, PlannedTask } from '../job/types.ts';
import { type NodeKind, nodeFault } from './kinds.ts';

/** What placement has to know of a node. */
export interface PlacementNode extends NodeKind {
  labels: readonly string[];
  schedulable: boolean;
}

/** Letters and digits at both ends; underscore, hyphen and dot inside. Its length is the contract's. */
export function isNodeLabel(label: string): boolean {
  return /^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/.test(label);
}

/** The one label a task goes by: its app's wins over the job's. */
export function labelOf(task: Pick<PlannedTask, 'app'>, jobLabels: readonly string[]): string | undefined {
  return task.app.node_labels?.[0] || jobLabels[0] || undefined;
}

/** Whether a label bears on a task that no schedulable node bears. */
export function isUnmatched(
  task: Pick<PlannedTask, 'app'>,
  jobLabels: readonly string[],
  nodes: readonly PlacementNode[],
): boolean {
  const label = labelOf(task, jobLabels);
  return label !== undefined && !nodes.some(({ schedulable, labels }) => schedulable && labels.includes(label));
}

export type Obstacle = Omit<Hold, 'tasks'>;

/** What keeps a task from starting on any node; undefined when some node would take it. */
export function obstacleOf(
  task: Pick<PlannedTask, 'app' | 'resources'>,
  jobLabels: readonly string[],
  nodes: readonly PlacementNode[],
): Obstacle | undefined {
  const open = nodes.filter(({ schedulable }) => schedulable);
  if (open.length === 0) return { reason: 'NoSchedulableNode' };
  const label = labelOf(task, jobLabels);
  const bearing = label === undefined ? open : open.filter(({ labels }) => labels.includes(label));
  if (label !== undefined && bearing.length === 0) return { reason: 'NoNodeWithLabel', label };
  if (!nodeFault(task.resources, bearing)) return undefined;
  return { reason: 'NoNodeLargeEnough', ...(label === undefined ? {} : { label }) };
}

/** The tasks of a plan that no node would take now, by name. */
export function obstaclesOf(
  plan: Pick<JobPlan, 'tasks'>,
  jobLabels: readonly string[],
  nodes: readonly PlacementNode[],
): Map<string, Obstacle> {
  const found = new Map<string, Obstacle>();
  for (const task of plan.tasks) {
    const obstacle = obstacleOf(task, jobLabels, nodes);
    if (obstacle) found.set(task.name, obstacle);
  }
  return found;
}

/** Tasks that wait, together where they wait for the same. */
export function holdsOf(waiting: Iterable<string>, obstacles: ReadonlyMap<string, Obstacle>): Hold[] {
  const holds = new Map<string, Hold>();
  for (const task of waiting) {
    const obstacle = obstacles.get(task);
    if (!obstacle) continue;
    const key = `${obstacle.reason} ${obstacle.label ?? ''}`;
    const hold = holds.get(key) ?? { ...obstacle, tasks: [] };
    hold.tasks.push(task);
    holds.set(key, hold);
  }
  return [...holds.values()];
}
