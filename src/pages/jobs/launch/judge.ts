/** What a filled form would run, and what is wrong with it: the same rules as the server's, before it is asked. */
import limits from '#contracts/generated/limits/eihealth.executeJob.ts';
import { mergeJob } from '#core/job/merge.ts';
import { planJob } from '#core/job/plan.ts';
import type { JobPlan } from '#core/job/types.ts';
import type { NodeKind } from '#core/nodes/kinds.ts';
import { fanOutsOf } from '#core/workflow/lint.ts';
import type { AppLookup, Problem, WorkflowDocument } from '#core/workflow/types.ts';
import { type LaunchValues, toJobRequest } from './launch-values.ts';

export interface Launchable {
  toolId: string;
  document: WorkflowDocument;
  lookup: AppLookup;
  projectName: string;
  /** Kinds of nodes the platform has; absent while they are not known. */
  nodes?: readonly NodeKind[];
}

export interface Verdict {
  plan?: JobPlan;
  problems: Problem[];
  /** The workflow with the values of the form. */
  merged: WorkflowDocument;
  /** Instances per task; absent while values are missing. */
  instances: ReadonlyMap<string, number | undefined>;
}

/** Stands for the id of the job, which only the server can give. */
export const JOB_ID = '…';

export function judge({ toolId, document, lookup, projectName, nodes }: Launchable, values: LaunchValues): Verdict {
  const job = toJobRequest(values, toolId);
  // How many instances a job may have is a setting of the server, which tells when there are too many.
  const result = planJob({
    document,
    lookup,
    job,
    projectName,
    jobId: JOB_ID,
    maxInstances: Number.POSITIVE_INFINITY,
    ...(nodes ? { nodes } : {}),
  });
  const merged = mergeJob(document, job).document;
  const fanOuts = fanOutsOf(merged, lookup, 'save');
  const instances = new Map(
    (document.tasks ?? []).map(({ task_name }) => [task_name, fanOuts?.get(task_name)?.instances]),
  );
  return 'plan' in result
    ? { plan: result.plan, problems: [], merged, instances }
    : { problems: result.problems, merged, instances };
}

export const inputPointer = (task: string, input: string) => `/tasks/${task}/inputs/${input}`;
export const resourcePointer = (task: string, field: string) => `/tasks/${task}/resources/${field}`;

/** The field of a problem; undefined when it is about no single one. */
export function pointerOf(problem: Problem): string | undefined {
  if (problem.key === 'bad-node-label') return '/node_label';
  if (problem.task === undefined) return undefined;
  if (problem.input !== undefined) return inputPointer(problem.task, problem.input);
  return problem.key.startsWith('resource-') ? resourcePointer(problem.task, String(problem.params.field)) : undefined;
}

/** The words of the first problem of every field; `/` stands for the form as a whole. */
export function problemsByField(
  problems: readonly Problem[],
  words: (problem: Problem) => string,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const problem of problems) found[pointerOf(problem) ?? '/'] ??= words(problem);
  return found;
}

/** Labels that do not have the form the contract asks for. */
export function badLabel(labels: readonly string[]): string | undefined {
  const { pattern, maxLength } = limits['labels[]'];
  const form = new RegExp(pattern, 'u');
  return labels.find((label) => !form.test(label) || [...label].length > maxLength);
}

/**
 * Which inputs a refusal of the server is about: it names the input, or one of its values. Bound to what is in the
 * form now, so that it goes away when the value is changed.
 */
export function refusedInputs(message: string, verdictInputs: Iterable<[pointer: string, values: readonly string[]]>) {
  const found: string[] = [];
  for (const [pointer, values] of verdictInputs) {
    const [, , task, , input] = pointer.split('/');
    const named = message.includes(`input ${input} of task ${task}`);
    if (named || values.some((value) => value.length > 1 && message.includes(value))) found.push(pointer);
  }
  return found;
}
