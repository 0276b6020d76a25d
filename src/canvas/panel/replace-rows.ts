/** What tasks carry over when their app is replaced: inputs with their values, outputs with those who take them. */
import type { AppMapping } from '#core/workflow/app-mapping.ts';
import { graphOf } from '#core/workflow/graph.ts';
import type { AppSignature, ParameterType, TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';

export interface Carried {
  name: string;
  type: ParameterType | undefined;
  /** The values given, or the inputs that take the output. */
  uses: string[];
}

export interface CarriedOver {
  inputs: Carried[];
  outputs: Carried[];
}

/** Of several apps one that has everything any of them has; of parameters with one name the first. */
export function mergedSignature(apps: readonly AppSignature[]): AppSignature | undefined {
  const [first] = apps;
  if (!first) return undefined;
  const unique = <T extends { name: string }>(lists: readonly T[][]): T[] => {
    const known = new Map<string, T>();
    for (const item of lists.flat()) if (!known.has(item.name)) known.set(item.name, item);
    return [...known.values()];
  };
  return { ...first, inputs: unique(apps.map((app) => app.inputs)), outputs: unique(apps.map((app) => app.outputs)) };
}

/** Everything the tasks give and others take of them, by the names of their apps, used things first. */
export function carriedBy(
  document: WorkflowDocument,
  tasks: readonly TaskDocument[],
  app: AppSignature | undefined,
): CarriedOver {
  const inputs = new Map<string, Carried>(app?.inputs.map(({ name, type }) => [name, { name, type, uses: [] }]));
  const outputs = new Map<string, Carried>(app?.outputs.map(({ name, type }) => [name, { name, type, uses: [] }]));
  const add = (map: Map<string, Carried>, name: string, uses: readonly string[]) => {
    const known = map.get(name) ?? { name, type: undefined, uses: [] };
    map.set(name, { ...known, uses: [...new Set([...known.uses, ...uses])] });
  };
  for (const task of tasks) {
    for (const input of task.inputs ?? []) add(inputs, input.name, input.values ?? []);
    for (const edge of graphOf(document).outgoing.get(task.task_name) ?? []) {
      add(outputs, edge.output, [`${edge.to}.${edge.input}`]);
    }
  }
  const used = (map: Map<string, Carried>) => [...map.values()].filter(({ uses }) => uses.length > 0);
  return { inputs: used(inputs), outputs: used(outputs) };
}

/** What becomes of a parameter: a new type is kept, but may no longer fit. */
export type Fate = 'kept' | 'renamed' | 'retyped' | 'dropped';

export function fate(
  { name, type }: Carried,
  mapping: AppMapping['inputs'],
  after: readonly { name: string; type: ParameterType }[],
): Fate {
  const to = Object.hasOwn(mapping, name) ? mapping[name] : name;
  const target = after.find((parameter) => parameter.name === to);
  if (!target) return 'dropped';
  if (type !== undefined && target.type !== type) return 'retyped';
  return target.name === name ? 'kept' : 'renamed';
}
