/** What a failure made of the tasks around it: what led to it, and what was never started because of it. */
import type { WorkflowEdge } from '#core/workflow/types.ts';
import type { RunByTask, TaskRun } from './run.ts';

/** `leads`: its results went into a task that failed. `stopped`: it never began, for a task before it failed. */
export type RunRole = 'failed' | 'leads' | 'stopped';

type Ends = Pick<WorkflowEdge, 'from' | 'to'>;

/** Whether anything of a task was ever handed over to run. */
export const hasBegun = (run: TaskRun): boolean =>
  run.from !== undefined || run.counts.RUNNING !== undefined || run.counts.SUCCEEDED !== undefined;

function reach(starts: Iterable<string>, nexts: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [...starts];
  for (let name = open.pop(); name !== undefined; name = open.pop())
    for (const next of nexts.get(name) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  return found;
}

function neighbours(edges: readonly Ends[], of: 'from' | 'to', are: 'from' | 'to'): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const edge of edges) {
    const list = map.get(edge[of]);
    if (list) list.push(edge[are]);
    else map.set(edge[of], [edge[are]]);
  }
  return map;
}

/** Roles of the tasks a failure concerns; empty while nothing failed. */
export function runRoles(edges: readonly Ends[], runs: RunByTask): ReadonlyMap<string, RunRole> {
  const failed = [...runs].filter(([, run]) => run.status === 'FAILED').map(([name]) => name);
  const roles = new Map<string, RunRole>();
  if (failed.length === 0) return roles;
  for (const name of reach(failed, neighbours(edges, 'to', 'from'))) roles.set(name, 'leads');
  for (const name of reach(failed, neighbours(edges, 'from', 'to'))) {
    const run = runs.get(name);
    if (!run || !hasBegun(run)) roles.set(name, 'stopped');
  }
  for (const name of failed) roles.set(name, 'failed');
  return roles;
}

/** Role of an edge: part of the way to a failure, or of what it stopped. */
export function edgeRole({ from, to }: Ends, roles: ReadonlyMap<string, RunRole>): RunRole | undefined {
  const end = roles.get(to);
  const start = roles.get(from);
  if (end === 'stopped') return start === 'failed' || start === 'stopped' ? 'stopped' : undefined;
  return (end === 'failed' || end === 'leads') && start !== undefined ? 'failed' : undefined;
}
