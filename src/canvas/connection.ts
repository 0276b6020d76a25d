/** Connecting while the pointer moves: from a handle to the verdict about every port that could be the other end. */
import { type ConnectionVerdict, checkConnection } from '#core/workflow/connect.ts';
import { graphOf } from '#core/workflow/graph.ts';
import type { AppLookup, WorkflowDocument, WorkflowEdge } from '#core/workflow/types.ts';
import { type Connecting, portKey } from './canvas-context.ts';
import { inputHandle, outputHandle, portOf } from './geometry.ts';

/** What React Flow calls a connection: node and handle ids of both ends. */
export interface Ends {
  source: string | null;
  target: string | null;
  sourceHandle?: string | null;
  targetHandle?: string | null;
}

/** The edge two ends would make; undefined when one of them is no port. */
export function edgeOfEnds(ends: Ends): WorkflowEdge | undefined {
  const output = portOf(ends.sourceHandle);
  const input = portOf(ends.targetHandle);
  if (!ends.source || !ends.target || output === undefined || input === undefined) return undefined;
  return { from: ends.source, output, to: ends.target, input };
}

/** An edge drawn onto an occupied input moves there, so that is allowed. */
export const judge = (document: WorkflowDocument, lookup: AppLookup, edge: WorkflowEdge): ConnectionVerdict =>
  checkConnection(document, lookup, edge, { replace: true });

/** Verdicts for a connection that starts at a handle (an output, or an input drawn backwards). */
export function startConnecting(
  document: WorkflowDocument,
  lookup: AppLookup,
  from: { task: string; handle: string },
): Connecting | undefined {
  const port = portOf(from.handle);
  if (port === undefined) return undefined;
  const forwards = from.handle.startsWith('out:');
  const verdicts = new Map<string, boolean>();
  for (const [name, task] of graphOf(document).tasks) {
    const app = lookup(task.app_id);
    if (forwards) {
      for (const input of app?.inputs ?? []) {
        const edge = { from: from.task, output: port, to: name, input: input.name };
        verdicts.set(portKey(name, inputHandle(input.name)), judge(document, lookup, edge).ok);
      }
    } else {
      for (const output of app?.outputs ?? []) {
        const edge = { from: name, output: output.name, to: from.task, input: port };
        verdicts.set(portKey(name, outputHandle(output.name)), judge(document, lookup, edge).ok);
      }
    }
  }
  return { from, verdicts };
}

/** Outputs that may feed an input, in document order; what the reference picker offers. */
export function sourcesFor(
  document: WorkflowDocument,
  lookup: AppLookup,
  target: { task: string; input: string },
): { task: string; output: string }[] {
  const found: { task: string; output: string }[] = [];
  for (const [name, task] of graphOf(document).tasks) {
    for (const output of lookup(task.app_id)?.outputs ?? []) {
      const edge = { from: name, output: output.name, to: target.task, input: target.input };
      if (judge(document, lookup, edge).ok) found.push({ task: name, output: output.name });
    }
  }
  return found;
}
