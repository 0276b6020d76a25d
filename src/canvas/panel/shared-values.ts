/** What several selected tasks have in common, so that they can be changed together. */
import type { AppInput, AppSignature, TaskDocument } from '#core/workflow/types.ts';

/** The value all have; `mixed` when they differ. */
export type Shared<T> = { mixed: false; value: T } | { mixed: true };

/** `items` are compared as JSON. */
export function sharedOf<T>(items: readonly T[]): Shared<T | undefined> {
  const [first, ...others] = items;
  const text = JSON.stringify(first);
  return others.every((other) => JSON.stringify(other) === text) ? { mixed: false, value: first } : { mixed: true };
}

const kindOf = ({ type, concurrent, enum: allowed }: AppInput) =>
  JSON.stringify([type, concurrent ?? '', allowed ?? []]);

/** Inputs that all apps have under one name and of one kind, in the order of the first app. */
export function commonInputs(apps: readonly AppSignature[]): AppInput[] {
  const [first, ...others] = apps;
  return (first?.inputs ?? []).filter((input) =>
    others.every((app) => app.inputs.some((other) => other.name === input.name && kindOf(other) === kindOf(input))),
  );
}

/** Stands for the name of each task in a folder that several tasks are given together. */
export const TASK_PLACE = '{task}';

/** The folder of a task by a pattern. */
export const folderOf = (pattern: string, task: string): string => pattern.replaceAll(TASK_PLACE, task);

/** The pattern that gives every task the folder it has. */
export function folderPattern(tasks: readonly TaskDocument[]): Shared<string> {
  const [first] = tasks;
  const given = first?.output_dir ?? '';
  const fits = (pattern: string) =>
    tasks.every((task) => (task.output_dir ?? '') === folderOf(pattern, task.task_name));
  if (fits(given)) return { mixed: false, value: given };
  const pattern = first && given.replaceAll(first.task_name, TASK_PLACE);
  return pattern && fits(pattern) ? { mixed: false, value: pattern } : { mixed: true };
}
