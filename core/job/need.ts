/** How much of a user's quota (4.2.4.18) a job takes. */
import { parseCpu, parseMemory } from '../resources.ts';
import type { JobPlan } from './types.ts';

export interface Amounts {
  cpus: number;
  /** GB. */
  memory: number;
}

/**
 * The most a job holds at a time: its widest layer of tasks that may run beside each other, but never more than there
 * is. The documents do not say how a job's need is counted; so a long fan-out is not refused for instances that wait
 * for each other anyway.
 */
export function jobNeed(plan: JobPlan, capacity: Amounts): Amounts {
  const depths = new Map<string, number>();
  const layers: Amounts[] = [];
  for (const task of plan.tasks) {
    const above = Object.keys(task.upstream).map((name) => (depths.get(name) ?? 0) + 1);
    const depth = Math.max(0, ...above);
    depths.set(task.name, depth);
    const layer = layers[depth] ?? { cpus: 0, memory: 0 };
    layer.cpus += (parseCpu(task.resources.cpu) ?? 0) * task.instances;
    layer.memory += (parseMemory(task.resources.memory) ?? 0) * task.instances;
    layers[depth] = layer;
  }
  return {
    cpus: Math.min(capacity.cpus, Math.max(0, ...layers.map(({ cpus }) => cpus))),
    memory: Math.min(capacity.memory, Math.max(0, ...layers.map(({ memory }) => memory))),
  };
}
