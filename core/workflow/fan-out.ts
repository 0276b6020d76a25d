/**
 * How many instances a task has and which upstream instances each takes (domain §3.4). Plain concurrent inputs span a
 * product; one that references a fanned-out output pairs instance i with instance i, and then the others must have
 * one value or as many (error 01050115).
 */

import type { EdgeKind } from './types.ts';
import type { EffectiveInput } from './values.ts';

export interface FanOut {
  /** The app has a concurrent input. */
  fansOut: boolean;
  /** Undefined while a concurrent input has no values yet. */
  instances?: number;
  /** True when instances pair up with those of an upstream task. */
  paired: boolean;
  /** Kind of edge of every input that is a reference. */
  edges: ReadonlyMap<string, EdgeKind>;
  /** The first concurrent input whose count does not agree. */
  conflict?: { input: string; count: number; expected: number };
}

/** `upstream` gives the fan-out of a referenced task (undefined when it has none that counts). */
export function fanOutOf(
  inputs: readonly EffectiveInput[],
  upstream: (task: string) => FanOut | undefined,
  unknownCounts: boolean,
): FanOut {
  const edges = new Map<string, EdgeKind>();
  const concurrent = inputs.filter((input) => input.concurrent);
  let expected: number | undefined;
  let paired = false;
  let conflict: FanOut['conflict'];
  for (const input of inputs) {
    if (!input.reference) continue;
    const source = upstream(input.reference.task);
    const iterate = input.concurrent && source?.fansOut === true;
    edges.set(input.definition.name, iterate ? 'iterate' : 'whole');
    if (!iterate) continue;
    paired = true;
    const count = source.instances;
    if (count === undefined) continue;
    if (expected === undefined) expected = count;
    else if (count !== expected) conflict ??= { input: input.definition.name, count, expected };
  }
  const base = { fansOut: concurrent.length > 0, paired, edges };
  const counts = concurrent.filter((input) => !input.reference).map((input) => input.values.length);
  if (paired) {
    for (const input of concurrent) {
      const count = input.values.length;
      if (expected === undefined || input.reference || count <= 1 || count === expected) continue;
      conflict ??= { input: input.definition.name, count, expected };
    }
    return withCount(base, expected, conflict);
  }
  if (unknownCounts && counts.includes(0)) return base;
  return withCount(
    base,
    counts.reduce((product, count) => product * Math.max(1, count), 1),
    conflict,
  );
}

function withCount(base: FanOut, instances: number | undefined, conflict: FanOut['conflict']): FanOut {
  const known = instances === undefined ? base : { ...base, instances };
  return conflict ? { ...known, conflict } : known;
}

/**
 * Position of the value each plain concurrent input takes in instance `index`: paired inputs count along with the
 * instance, a product runs with the last input fastest.
 */
export function valuePositions(counts: readonly number[], index: number, paired: boolean): number[] {
  if (paired) return counts.map((count) => (count > 1 ? index : 0));
  const positions = counts.map(() => 0);
  let rest = index;
  for (let i = counts.length - 1; i >= 0; i -= 1) {
    const count = Math.max(1, counts[i] ?? 1);
    positions[i] = rest % count;
    rest = Math.floor(rest / count);
  }
  return positions;
}
