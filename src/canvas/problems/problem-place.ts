/** Where in the panel a problem is mended. */
import type { Problem } from '#core/workflow/types.ts';

export interface FieldPlace {
  tab: string;
  /** `data-field` of the field that gets the focus. */
  field: string;
}

const TASK_FIELDS: Record<string, FieldPlace> = {
  task_name: { tab: 'inputs', field: 'task_name' },
  display_name: { tab: 'inputs', field: 'display_name' },
  output_dir: { tab: 'output', field: 'output_dir' },
  app_id: { tab: 'app', field: 'app' },
};

export const inputField = (name: string) => `input:${name}`;
export const resourceField = (name: string) => `resource:${name}`;

/** Name of the resource a size is about: `8C`, `64G`, `2` or a kind. */
const resourceOf = ({ params, key }: Problem): string => {
  if (params.field) return String(params.field);
  const value = String(params.value ?? '');
  if (key === 'resource-type') return 'cpu_type';
  return value.endsWith('C') ? 'cpu' : value.endsWith('G') ? 'memory' : 'gpu';
};

/** The field of a problem of a task; undefined for problems of the workflow itself. */
export function placeOf(problem: Problem): FieldPlace | undefined {
  if (!problem.task) return undefined;
  if (problem.input) return { tab: 'inputs', field: inputField(problem.input) };
  if (problem.key === 'unknown-app') return { tab: 'app', field: 'app' };
  if (problem.key === 'same-output-dir') return { tab: 'output', field: 'output_dir' };
  if (problem.key === 'no-nodes') return { tab: 'resources', field: '' };
  if (problem.key.startsWith('resource-')) return { tab: 'resources', field: resourceField(resourceOf(problem)) };
  const field = String(problem.params.field ?? '');
  if (field === 'cpu_type' || field === 'gpu_type') return { tab: 'resources', field: resourceField(field) };
  return TASK_FIELDS[field] ?? { tab: 'inputs', field: problem.key === 'duplicate-task' ? 'task_name' : '' };
}

/** What a problem is about: a task, a detail of the workflow, or that there is no task yet. */
export function subjectOf({ task, params }: Problem): 'task' | 'details' | 'tasks' {
  if (task !== undefined) return 'task';
  return typeof params.field === 'string' ? 'details' : 'tasks';
}
