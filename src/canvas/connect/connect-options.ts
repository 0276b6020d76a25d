/** Connecting by keyboard: which inputs an output may feed. */
import { graphOf, taskOf } from '#core/workflow/graph.ts';
import { inputReference, type Reference } from '#core/workflow/references.ts';
import type { AppLookup, WorkflowDocument, WorkflowEdge } from '#core/workflow/types.ts';
import { judge } from './connection.ts';

export interface Target {
  edge: WorkflowEdge;
  /** What the task is called on the canvas. */
  title: string;
  /** The reference the connection would replace. */
  replaces?: Reference;
  /** Values are given now; the connection takes their place. */
  hasValues: boolean;
}

/** Inputs that may be fed, free ones first, otherwise in document order; the one fed already is not among them. */
export function targetsFor(
  document: WorkflowDocument,
  lookup: AppLookup,
  from: { task: string; output: string },
): Target[] {
  const found: Target[] = [];
  for (const [name, task] of graphOf(document).tasks) {
    for (const { name: input } of lookup(task.app_id)?.inputs ?? []) {
      const edge = { from: from.task, output: from.output, to: name, input };
      const given = taskOf(document, name)?.inputs?.find((one) => one.name === input);
      const replaces = given && inputReference(given);
      const same = replaces?.task === from.task && replaces.output === from.output;
      if (same || !judge(document, lookup, edge).ok) continue;
      const hasValues = !replaces && (given?.values?.length ?? 0) > 0;
      found.push({ edge, title: task.display_name || name, hasValues, ...(replaces && { replaces }) });
    }
  }
  const taken = ({ replaces, hasValues }: Target) => (replaces ? 2 : hasValues ? 1 : 0);
  return found.toSorted((a, b) => taken(a) - taken(b));
}
