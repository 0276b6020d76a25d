/** Putting a task on an edge: by which of its ports an app fits between an output and an input. */
import { typesFit } from './connect.ts';
import { graphOf, hasEdge, taskOf } from './graph.ts';
import type {
  AppInput,
  AppLookup,
  AppOutput,
  AppSignature,
  TaskDocument,
  WorkflowDocument,
  WorkflowEdge,
} from './types.ts';
import { inputOf, outputOf } from './values.ts';

/** The input that takes what the edge carries, and the output that feeds the edge's target. */
export interface Insertion {
  input: string;
  output: string;
}

function endsOf(document: WorkflowDocument, lookup: AppLookup, edge: WorkflowEdge) {
  const from = taskOf(document, edge.from);
  const to = taskOf(document, edge.to);
  const source = from && lookup(from.app_id);
  const target = to && lookup(to.app_id);
  const output = source && outputOf(source, edge.output);
  const input = target && inputOf(target, edge.input);
  return output && input ? { output, input } : undefined;
}

/** Lower is better: the very type before a related one, what the app requires before what it merely takes. */
const inputRank = (input: AppInput, output: AppOutput): number =>
  (input.type === output.type ? 0 : 2) + (input.required ? 0 : 1);

/** A port a connection starts at: an output that wants an input, or an input that wants an output. */
export interface LooseEnd {
  task: string;
  output?: string;
  input?: string;
}

/** The input of an app that takes what an output gives, or the output that feeds an input; undefined when none does. */
export function attachmentFor(
  document: WorkflowDocument,
  lookup: AppLookup,
  end: LooseEnd,
  app: AppSignature,
): string | undefined {
  const own = lookup(taskOf(document, end.task)?.app_id ?? '');
  const output = own && end.output !== undefined && outputOf(own, end.output);
  if (output)
    return app.inputs
      .filter((input) => typesFit(output.type, input.type) === 'yes')
      .toSorted((a, b) => inputRank(a, output) - inputRank(b, output))[0]?.name;
  const input = own && end.input !== undefined && inputOf(own, end.input);
  if (!input) return undefined;
  return app.outputs
    .filter(({ type }) => typesFit(type, input.type) === 'yes')
    .toSorted((a, b) => Number(a.type !== input.type) - Number(b.type !== input.type))[0]?.name;
}

/**
 * How an app fits on an edge; undefined when it does not, or when the types of the edge's ends are not known. Its
 * connections are as good as the edge was: a file becomes text only where it did so before.
 */
export function insertionFor(
  document: WorkflowDocument,
  lookup: AppLookup,
  edge: WorkflowEdge,
  app: AppSignature,
): Insertion | undefined {
  const ends = endsOf(document, lookup, edge);
  if (!ends) return undefined;
  const asBefore = typesFit(ends.output.type, ends.input.type);
  const inputs = app.inputs.filter((input) => typesFit(ends.output.type, input.type) === 'yes');
  const outputs = app.outputs.filter((output) => {
    const fit = typesFit(output.type, ends.input.type);
    return fit === 'yes' || (fit !== 'no' && fit === asBefore);
  });
  const input = inputs.toSorted((a, b) => inputRank(a, ends.output) - inputRank(b, ends.output))[0];
  const output = outputs.toSorted((a, b) => Number(a.type !== ends.input.type) - Number(b.type !== ends.input.type))[0];
  return input && output ? { input: input.name, output: output.name } : undefined;
}

/** The inputs of a task that take what an edge carries already; without any, those nothing is given for. */
function freeInputs(document: WorkflowDocument, task: TaskDocument, app: AppSignature): AppInput[] {
  const fed = new Set((graphOf(document).incoming.get(task.task_name) ?? []).map(({ input }) => input));
  const given = new Set((task.inputs ?? []).filter(({ values }) => values?.length).map(({ name }) => name));
  return app.inputs.filter(({ name }) => (fed.size > 0 ? fed.has(name) : !given.has(name)));
}

/**
 * How a task that is there fits on an edge; undefined when it does not, when it feeds a task already, or takes from
 * anything but what the edge carries: what belongs elsewhere stays there, and no value is lost.
 */
export function splicingFor(
  document: WorkflowDocument,
  lookup: AppLookup,
  edge: WorkflowEdge,
  name: string,
): Insertion | undefined {
  const task = taskOf(document, name);
  const app = task && lookup(task.app_id);
  if (!app || name === edge.from || name === edge.to || !hasEdge(document, edge)) return undefined;
  const { incoming, outgoing } = graphOf(document);
  const fedElsewhere = incoming.get(name)?.some(({ from, output }) => from !== edge.from || output !== edge.output);
  if (fedElsewhere || outgoing.has(name)) return undefined;
  return insertionFor(document, lookup, edge, { ...app, inputs: freeInputs(document, task, app) });
}
