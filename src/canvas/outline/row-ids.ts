/** Names of the rows. They say where a row hangs, so that one can be revealed before it is drawn. */
import type { Problem, Resources } from '#core/workflow/types.ts';
import { placeOf, resourceField } from '../problems/problem-place.ts';

export const RESOURCE_FIELDS = [
  'cpu',
  'memory',
  'gpu',
  'gpu_type',
  'cpu_type',
] as const satisfies readonly (keyof Resources)[];
export type ResourceField = (typeof RESOURCE_FIELDS)[number];

/** Row that adds a task; always the last one. */
export const ADD_ROW = 'add';

export const taskRow = (task: string): string => `task/${task}`;
export const inputRow = (task: string, input: string): string => `${taskRow(task)}/in/${input}`;
export const outputRow = (task: string, output: string): string => `${taskRow(task)}/out/${output}`;
export const usageRow = (task: string, output: string, to: string, input: string): string =>
  `${outputRow(task, output)}/${to}/${input}`;
export const resourcesRow = (task: string): string => `${taskRow(task)}/resources`;
export const resourceRow = (task: string, field: string): string => `${resourcesRow(task)}/${field}`;
export const folderRow = (task: string): string => `${taskRow(task)}/folder`;
export const appRow = (task: string): string => `${taskRow(task)}/app`;
export const placeRow = (task: string): string => `${taskRow(task)}/place`;
export const displayNameRow = (task: string): string => `${taskRow(task)}/display-name`;

/** A row and the rows that must be open for it to be seen, outermost first. */
export interface Place {
  id: string;
  parents: readonly string[];
}

/** The row where a problem is mended; undefined when it is no single task's. */
export function placeOfProblem(problem: Problem): Place | undefined {
  const { task } = problem;
  const place = placeOf(problem);
  if (task === undefined || !place) return undefined;
  const below = [taskRow(task)];
  if (problem.input !== undefined) return { id: inputRow(task, problem.input), parents: below };
  const resource = RESOURCE_FIELDS.find((field) => place.field === resourceField(field));
  if (resource) return { id: resourceRow(task, resource), parents: [...below, resourcesRow(task)] };
  if (place.field === 'output_dir') return { id: folderRow(task), parents: below };
  if (place.field === 'app') return { id: appRow(task), parents: below };
  if (place.field === 'display_name') return { id: displayNameRow(task), parents: below };
  return { id: taskRow(task), parents: [] };
}

/** The id after a task got another name; the same id for rows of other tasks. */
export function renamedRow(id: string, from: string, to: string): string {
  const before = taskRow(from);
  return id === before || id.startsWith(`${before}/`) ? taskRow(to) + id.slice(before.length) : id;
}
