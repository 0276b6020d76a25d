/** Connecting while the pointer moves: from a handle to the verdict about every port that could be the other end. */
import { type ConnectionVerdict, checkConnection } from '#core/workflow/connect.ts';
import { graphOf } from '#core/workflow/graph.ts';
import type { AppLookup, ParameterType, WorkflowDocument, WorkflowEdge } from '#core/workflow/types.ts';
import { type Connecting, portKey } from '../drawing/canvas-context.ts';
import { inputHandle, outputHandle, portOf } from '../drawing/geometry.ts';

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

/** An output as a choice for an input: whether it may be taken, and if not, why. */
export interface SourceChoice {
  task: string;
  output: string;
  type: ParameterType;
  description: string | undefined;
  verdict: ConnectionVerdict;
}

/** All outputs of other tasks in document order, those that may feed the input first. */
export function sourceChoices(
  document: WorkflowDocument,
  lookup: AppLookup,
  target: { task: string; input: string },
): SourceChoice[] {
  const found: SourceChoice[] = [];
  for (const [name, task] of graphOf(document).tasks) {
    if (name === target.task) continue;
    for (const { name: output, type, description } of lookup(task.app_id)?.outputs ?? []) {
      const edge = { from: name, output, to: target.task, input: target.input };
      found.push({ task: name, output, type, description, verdict: judge(document, lookup, edge) });
    }
  }
  return [...found.filter(({ verdict }) => verdict.ok), ...found.filter(({ verdict }) => !verdict.ok)];
}
