/** What running instances hold of each node. */
import { sql } from 'kysely';
import { parseCpu, parseGpu, parseMemory } from '#core/resources.ts';
import type { Resources } from '#core/workflow/types.ts';
import type { Db } from '../../db/database.ts';
import type { ComputeNode } from '../../engine/executor.ts';
import type { PlatformNode } from '../../engine/nodes.ts';
import type { Platform } from '../platform.ts';

type Allocated = ComputeNode['allocated'];

/** By node id. A cluster's scheduler knows it; on the platform's own machine it is what running instances asked for. */
export async function allocatedOn(
  { db, engine }: Pick<Platform, 'db' | 'engine'>,
  nodes: readonly PlatformNode[],
): Promise<Map<string, Allocated>> {
  if (engine.lookup.cluster || nodes.length !== 1) return new Map(nodes.map(({ id, allocated }) => [id, allocated]));
  const running = await runningResources(db);
  return new Map(nodes.map(({ id }) => [id, running]));
}

interface RunningTask {
  resources: Resources;
  count: number;
}

async function runningResources(db: Db): Promise<Allocated> {
  const { rows } = await sql<RunningTask>`
    select task->'resources' as resources, r.count::integer as count
    from (select job_id, task as name, count(*) as count from job_instance where status = 'RUNNING' group by 1, 2) r
      join job_plan on job_plan.job_id = r.job_id
      cross join lateral jsonb_array_elements(job_plan.plan->'tasks') task
    where task->>'name' = r.name`.execute(db);
  const sum = (of: (resources: Resources) => number) =>
    rows.reduce((total, { resources, count }) => total + of(resources) * count, 0);
  return {
    cpus: sum(({ cpu }) => parseCpu(cpu ?? '') ?? 0),
    memoryBytes: Math.round(sum(({ memory }) => parseMemory(memory ?? '') ?? 0) * 1024 ** 3),
    gpus: sum(({ gpu }) => parseGpu(gpu ?? 0) ?? 0),
  };
}
