/** References `${task.output}`: how one task's input names another task's output (reference 4.5.4.5, domain §1.4). */
import type { TaskDocument, TaskInput } from './types.ts';

export interface Reference {
  task: string;
  output: string;
}

/** A reference as it stands in one input of a task. */
export interface PlacedReference extends Reference {
  input: string;
}

const WHOLE = /^\$\{([^${}.\s]+)\.([^${}.\s]+)\}$/;
const INSIDE = /\$\{[^${}.\s]+\.[^${}.\s]+\}/;
const BRACED = /^\$\{[^{}]*\}$/;

/** The reference a value consists of; undefined when the value is anything else, also text around a reference. */
export function parseReference(value: string): Reference | undefined {
  if (!value.startsWith('${')) return undefined;
  const found = WHOLE.exec(value);
  return found?.[1] !== undefined && found[2] !== undefined ? { task: found[1], output: found[2] } : undefined;
}

export function formatReference(reference: Reference): string {
  return `\${${reference.task}.${reference.output}}`;
}

export function isReference(value: string): boolean {
  return parseReference(value) !== undefined;
}

/**
 * What a value is: a whole reference, text with a reference inside (never resolved, hence an error), a braced name
 * that is no reference (`${x}`: kept as literal text, probably a mistake), or plain text.
 */
export function valueKind(value: string): 'reference' | 'embedded' | 'braced' | 'text' {
  if (!value.includes('${')) return 'text';
  if (isReference(value)) return 'reference';
  if (INSIDE.test(value)) return 'embedded';
  return BRACED.test(value) ? 'braced' : 'text';
}

/** The first reference of an input; a legal input has it as its only value (error 01050116). */
export function inputReference(input: TaskInput): Reference | undefined {
  for (const value of input.values ?? []) {
    const reference = parseReference(value);
    if (reference) return reference;
  }
  return undefined;
}

/** All references of a task, in the order of its inputs. */
export function taskReferences(task: TaskDocument): PlacedReference[] {
  const found: PlacedReference[] = [];
  for (const input of task.inputs ?? []) {
    for (const value of input.values ?? []) {
      const reference = parseReference(value);
      if (reference) found.push({ ...reference, input: input.name });
    }
  }
  return found;
}

/**
 * Rewrites the references of a task: `map` gives the new reference, the same one to keep it, or undefined to drop it.
 * Returns the same object when nothing changed, so that unchanged tasks stay shared.
 */
export function mapReferences(
  task: TaskDocument,
  map: (reference: Reference, input: string) => Reference | undefined,
): TaskDocument {
  let changed = false;
  const inputs = task.inputs?.map((input) => {
    if (!input.values?.some(isReference)) return input;
    const values = input.values.flatMap((value) => {
      const reference = parseReference(value);
      if (!reference) return [value];
      const next = map(reference, input.name);
      return next ? [formatReference(next)] : [];
    });
    const same = values.length === input.values.length && values.every((value, i) => value === input.values?.[i]);
    if (same) return input;
    changed = true;
    return { ...input, values };
  });
  return changed ? { ...task, inputs } : task;
}

/** The task with every reference to `from` pointing to `to`. */
export function renameInReferences(task: TaskDocument, from: string, to: string): TaskDocument {
  return mapReferences(task, (reference) => (reference.task === from ? { ...reference, task: to } : reference));
}
