/** Rules of the fields of tasks that need no app: names, folders, resources. */
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import type { FieldLimits } from '#contracts/limits.ts';
import { checkText } from '../names.ts';
import { checkResources, SNT9_COUNTS } from '../resources.ts';
import { problem } from './problems.ts';
import type { Problem, Resources, TaskDocument, WorkflowDocument } from './types.ts';

const FIELDS = [
  ['task_name', limits['tasks[].task_name']],
  ['display_name', limits['tasks[].display_name']],
  ['output_dir', limits['tasks[].output_dir']],
] as const;

/** Folder of a task below that of its job: as given, or named like the task (domain §2.3). */
export function taskOutputDir(task: TaskDocument): string {
  return task.output_dir || `/${task.task_name}`;
}

/** Problems of the tasks' own fields. */
export function lintTaskFields(document: WorkflowDocument, when: Problem['when']): Problem[] {
  const tasks = document.tasks ?? [];
  return [
    ...tasks.flatMap((task) => [...lintTexts(task, when), ...lintResources(task.task_name, task.resources, when)]),
    ...lintFolders(tasks, when),
  ];
}

function lintTexts(task: TaskDocument, when: Problem['when']): Problem[] {
  const found: Problem[] = [];
  for (const [field, limit] of FIELDS) {
    const value = task[field];
    const breach = value === undefined || value === null ? undefined : checkText(limit, value);
    if (!breach) continue;
    const { minLength = 0, maxLength = 0 }: FieldLimits = limit;
    const params = { field, value: value ?? '', min: minLength, max: maxLength };
    const key = breach === 'pattern' ? 'field-pattern' : 'field-length';
    found.push(problem(key, 'error', when, { task: task.task_name }, params));
  }
  return found;
}

/** Problems of the resources a task or a job asks for. */
export function lintResources(task: string, resources: Resources | undefined, when: Problem['when']): Problem[] {
  return checkResources(resources).map((fault) => {
    const params = {
      field: fault.field,
      value: String(resources?.[fault.field] ?? ''),
      min: fault.min ?? 0,
      max: fault.max ?? 0,
      allowed: SNT9_COUNTS.join(', '),
    };
    return problem(`resource-${fault.kind}`, 'error', when, { task }, params);
  });
}

/** Two tasks may share a folder, but their outputs may then overwrite each other. */
function lintFolders(tasks: readonly TaskDocument[], when: Problem['when']): Problem[] {
  const owners = new Map<string, string>();
  const found: Problem[] = [];
  for (const task of tasks) {
    const dir = taskOutputDir(task);
    const other = owners.get(dir);
    if (other !== undefined && other !== task.task_name) {
      found.push(problem('same-output-dir', 'warning', when, { task: task.task_name }, { other, dir }));
    }
    owners.set(dir, other ?? task.task_name);
  }
  return found;
}
