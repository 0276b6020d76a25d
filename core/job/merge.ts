/** Lays the values of a start call over the document of its workflow (4.5.2.2). */
import type { Schema } from '#contracts/index.ts';
import { graphOf } from '../workflow/graph.ts';
import { problem } from '../workflow/problems.ts';
import { inputReference, isReference } from '../workflow/references.ts';
import type { Problem, TaskDocument, TaskInput, WorkflowDocument } from '../workflow/types.ts';

type JobTask = Schema<'JobTaskDto'>;

/** The document with the job's inputs; resources are merged later, with those of the app. */
export function mergeJob(
  document: WorkflowDocument,
  job: Schema<'JobDto'>,
): { document: WorkflowDocument; problems: Problem[] } {
  const problems: Problem[] = [];
  const overrides = new Map<string, JobTask>();
  const { tasks } = graphOf(document);
  for (const task of job.tasks ?? []) {
    const place = { task: task.task_name };
    if (!tasks.has(task.task_name)) problems.push(problem('job-unknown-task', 'error', 'start', place));
    if (overrides.has(task.task_name)) problems.push(problem('job-duplicate-task', 'error', 'start', place));
    overrides.set(task.task_name, task);
  }
  const merged = document.tasks?.map((task) => {
    const override = overrides.get(task.task_name);
    return override ? mergeTask(task, override, problems) : task;
  });
  return { document: merged ? { ...document, tasks: merged } : document, problems };
}

function mergeTask(task: TaskDocument, override: JobTask, problems: Problem[]): TaskDocument {
  const inputs = new Map((task.inputs ?? []).map((input) => [input.name, input]));
  for (const input of override.inputs ?? []) {
    const values = (input.values ?? []).filter((value) => value !== '');
    if (values.length === 0) continue;
    const present = inputs.get(input.name);
    if (!fixedAlike(present, values)) {
      problems.push(problem('job-reference-fixed', 'error', 'start', { task: task.task_name, input: input.name }));
    }
    inputs.set(input.name, { ...present, ...input, values });
  }
  return { ...task, inputs: [...inputs.values()] };
}

/** A job can neither replace a reference nor make one (error 01050226); repeating the workflow's is fine. */
function fixedAlike(present: TaskInput | undefined, values: readonly string[]): boolean {
  const bound = present && inputReference(present) !== undefined;
  if (!bound && !values.some(isReference)) return true;
  return JSON.stringify(present?.values) === JSON.stringify(values);
}
