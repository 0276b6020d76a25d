/** May an output be connected to an input? Answers while the mouse moves, before anything changes (domain §2.1). */
import { graphOf, wouldCreateCycle } from './graph.ts';
import { inputReference } from './references.ts';
import type { AppInput, AppLookup, AppOutput, ParameterType, WorkflowDocument, WorkflowEdge } from './types.ts';

export type RefusalKey =
  | 'unknown-task'
  | 'unknown-app'
  | 'unknown-output'
  | 'unknown-input'
  | 'self'
  | 'cycle'
  | 'occupied'
  | 'type';
export type ConnectionWarning = 'path-as-text' | 'replaces-values';

/** Keys are translated as `connect.<key>` with `params`. */
export type ConnectionVerdict =
  | { ok: true; warning?: ConnectionWarning }
  | { ok: false; reasonKey: RefusalKey; params: Record<string, string> };

const TEXT = new Set<ParameterType>(['STRING', 'ENUM']);

/** Whether data of one type may feed an input of another; a path given as text is allowed with a warning. */
export function typesFit(output: ParameterType, input: ParameterType): 'yes' | 'path-as-text' | 'no' {
  if (output === input || (TEXT.has(output) && TEXT.has(input))) return 'yes';
  return input === 'STRING' && !TEXT.has(output) ? 'path-as-text' : 'no';
}

interface Ends {
  output: AppOutput;
  input: AppInput;
}

function endsOf(document: WorkflowDocument, lookup: AppLookup, edge: WorkflowEdge): Ends | ConnectionVerdict {
  const refuse = (reasonKey: RefusalKey, params: Record<string, string>) => ({ ok: false as const, reasonKey, params });
  const { tasks } = graphOf(document);
  const from = tasks.get(edge.from);
  const to = tasks.get(edge.to);
  if (!from || !to) return refuse('unknown-task', { task: from ? edge.to : edge.from });
  const source = lookup(from.app_id);
  const target = lookup(to.app_id);
  if (!source || !target) return refuse('unknown-app', { task: source ? edge.to : edge.from });
  const output = source.outputs.find((item) => item.name === edge.output);
  if (!output) return refuse('unknown-output', { task: edge.from, output: edge.output });
  const input = target.inputs.find((item) => item.name === edge.input);
  if (!input) return refuse('unknown-input', { task: edge.to, input: edge.input });
  return { output, input };
}

/** Whether the edge may be drawn. `replace` allows an input that has a reference already (its edge is moved). */
export function checkConnection(
  document: WorkflowDocument,
  lookup: AppLookup,
  edge: WorkflowEdge,
  options: { replace?: boolean } = {},
): ConnectionVerdict {
  if (edge.from === edge.to) return { ok: false, reasonKey: 'self', params: { task: edge.to } };
  const ends = endsOf(document, lookup, edge);
  if ('ok' in ends) return ends;
  const fit = typesFit(ends.output.type, ends.input.type);
  if (fit === 'no') {
    return { ok: false, reasonKey: 'type', params: { output: ends.output.type, input: ends.input.type } };
  }
  const present = graphOf(document)
    .tasks.get(edge.to)
    ?.inputs?.find((input) => input.name === edge.input);
  const occupant = present && inputReference(present);
  if (occupant && !options.replace) {
    return { ok: false, reasonKey: 'occupied', params: { ...occupant, input: edge.input } };
  }
  if (wouldCreateCycle(document, edge.from, edge.to)) {
    return { ok: false, reasonKey: 'cycle', params: { from: edge.from, to: edge.to } };
  }
  if (fit === 'path-as-text') return { ok: true, warning: fit };
  return present?.values?.length && !occupant ? { ok: true, warning: 'replaces-values' } : { ok: true };
}
