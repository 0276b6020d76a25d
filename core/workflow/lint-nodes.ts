/** Whether tasks fit on the nodes of the platform: refused at the start, said while a workflow is made. */
import { type NodeKind, nodeFault } from '../nodes/kinds.ts';
import { type MergedResources, mergeResources } from '../resources.ts';
import { problem } from './problems.ts';
import type { AppLookup, Problem, Resources, WorkflowDocument } from './types.ts';

interface SizedTask {
  name: string;
  /** Merged app → workflow → job. */
  resources: MergedResources;
}

/** Errors 01030032, 01050205 and 01050206 of tasks. */
export function lintNodes(
  tasks: readonly SizedTask[],
  kinds: readonly NodeKind[],
  severity: Problem['severity'] = 'error',
): Problem[] {
  return tasks.flatMap(({ name: task, resources }) => {
    const fault = nodeFault(resources, kinds);
    if (!fault) return [];
    if (fault.kind === 'none') return [problem('no-nodes', severity, 'start', { task })];
    const { kind, ...params } = fault;
    return [problem(`resource-${kind}`, severity, 'start', { task }, params)];
  });
}

/** What the tasks of a document would ask for, with what a job gives by task name; those of unknown apps are left out. */
export function sizedTasks(
  document: WorkflowDocument,
  lookup: AppLookup,
  given: ReadonlyMap<string, Resources | undefined> = new Map(),
): SizedTask[] {
  return (document.tasks ?? []).flatMap(({ task_name: name, app_id, resources }) => {
    const app = lookup(app_id);
    return app ? [{ name, resources: mergeResources(app.resources, resources, given.get(name)) }] : [];
  });
}
