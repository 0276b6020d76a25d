/** Which tasks of which jobs the nodes would take now, worked out once per job and state of the nodes. */

import type { Hold } from '#core/job/types.ts';
import { holdsOf, type Obstacle, obstaclesOf } from '#core/nodes/placement.ts';
import { type ActiveJob, outstanding } from './job-store.ts';
import type { PlatformNode } from './nodes.ts';

type Obstacles = ReadonlyMap<string, Obstacle>;

const NONE: Obstacles = new Map();

export class Placement {
  private known: readonly PlatformNode[] | undefined;
  private obstacles = new WeakMap<ActiveJob, Obstacles>();

  /** @param nodes the nodes as they are known now; the same list until something changes */
  constructor(private readonly nodes: () => readonly PlatformNode[] | undefined) {}

  /** Whether a node would take instances of a task of this job. */
  of(job: ActiveJob): (task: string) => boolean {
    const obstacles = this.obstaclesOf(job);
    return (task) => !obstacles.has(task);
  }

  /** True when what its events say about waiting is not so any more. */
  waitsOtherwise(job: ActiveJob): boolean {
    const { holds } = job.tracker.state;
    if (!holds && this.obstaclesOf(job).size === 0) return false;
    return JSON.stringify(holds ?? []) !== JSON.stringify(this.holds(job));
  }

  /** What waits for a node: tasks with instances that are ready or, where nothing starts at all, handed over. */
  holds(job: ActiveJob): Hold[] {
    const obstacles = this.obstaclesOf(job);
    if (obstacles.size === 0) return [];
    const waiting = job.tracker.readyTasks();
    for (const { key, started } of outstanding(job))
      if (!started && obstacles.get(key.task)?.reason === 'NoSchedulableNode') waiting.add(key.task);
    // In the order of the plan, so that the same waiting is always told alike.
    return holdsOf(
      job.plan.tasks.map(({ name }) => name).filter((name) => waiting.has(name)),
      obstacles,
    );
  }

  private obstaclesOf(job: ActiveJob): Obstacles {
    const nodes = this.nodes();
    if (!nodes) return NONE;
    if (this.known !== nodes) {
      this.known = nodes;
      this.obstacles = new WeakMap();
    }
    const found = this.obstacles.get(job) ?? obstaclesOf(job.plan, job.nodeLabels, nodes);
    this.obstacles.set(job, found);
    return found;
  }
}
