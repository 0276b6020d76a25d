/** What the inputs and outputs of an app are called in another one, when a task changes its app (design §7). */
import { typesFit } from './connect.ts';
import type { AppInput, AppOutput, AppSignature } from './types.ts';

/** Old name → new name; an empty text drops. Names not listed stay as they are. */
export interface AppMapping {
  inputs: Record<string, string>;
  outputs: Record<string, string>;
}

/** The new name; undefined when it is dropped or the new app has no such name. */
export function mappedName(
  mapping: Record<string, string> | undefined,
  known: ReadonlySet<string>,
  name: string,
): string | undefined {
  const next = mapping && Object.hasOwn(mapping, name) ? (mapping[name] ?? '') : name;
  return known.has(next) ? next : undefined;
}

/** Letters and digits only: `read-1` and `Read1` are one word. */
const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** How alike two names are, 0 to 1: pairs of neighbouring letters they share. */
function likeness(a: string, b: string): number {
  const [left, right] = [plain(a), plain(b)];
  if (left === right) return 1;
  const pairs = (text: string) => Array.from({ length: Math.max(text.length - 1, 0) }, (_, i) => text.slice(i, i + 2));
  const [ours, theirs] = [pairs(left), pairs(right)];
  const rest = [...theirs];
  let shared = 0;
  for (const pair of ours) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    shared += 1;
  }
  return ours.length + theirs.length === 0 ? 0 : (2 * shared) / (ours.length + theirs.length);
}

/** Names at least this much alike are taken for a renaming. */
const ALIKE = 0.6;

type Parameter = AppInput | AppOutput;

/** Same name first, then the most alike of a fitting type, then the only one left of its type. */
function guess<T extends Parameter>(
  before: readonly T[],
  after: readonly T[],
  fits: (from: T, to: T) => boolean,
): Record<string, string> {
  const free = new Map(after.map((parameter) => [parameter.name, parameter]));
  const mapping: Record<string, string> = {};
  const take = (from: string, to: string) => {
    mapping[from] = to;
    free.delete(to);
  };
  for (const { name } of before) if (free.has(name)) take(name, name);
  const open = before.filter(({ name }) => !Object.hasOwn(mapping, name));
  const alike = open.flatMap((from) =>
    [...free.values()]
      .filter((to) => fits(from, to))
      .map((to) => ({ from: from.name, to: to.name, score: likeness(from.name, to.name) })),
  );
  for (const { from, to, score } of alike.sort((a, b) => b.score - a.score)) {
    if (score >= ALIKE && !Object.hasOwn(mapping, from) && free.has(to)) take(from, to);
  }
  const left = open.filter(({ name }) => !Object.hasOwn(mapping, name));
  for (const from of left) {
    const fitting = [...free.values()].filter((to) => fits(from, to));
    const rivals = left.filter((other) => fitting[0] && fits(other, fitting[0]));
    if (fitting.length === 1 && rivals.length === 1 && fitting[0]) take(from.name, fitting[0].name);
  }
  for (const { name } of before) if (!Object.hasOwn(mapping, name)) mapping[name] = '';
  return mapping;
}

/** A proposal for the names of the new app; whoever changes the app may correct it. */
export function guessMapping(before: AppSignature | undefined, after: AppSignature): AppMapping {
  return {
    inputs: guess(before?.inputs ?? [], after.inputs, (from, to) => from.type === to.type),
    outputs: guess(before?.outputs ?? [], after.outputs, (from, to) => typesFit(to.type, from.type) !== 'no'),
  };
}
