/** Names of new tasks: `task-<n>-<app-name>`, as the real console makes them (domain §2.2). */
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { checkText, cutName } from '../names.ts';
import type { WorkflowDocument } from './types.ts';

const NAME = limits['tasks[].task_name'];

/** Whether a text is a legal task name. */
export function isTaskName(name: string): boolean {
  return checkText(NAME, name) === undefined;
}

/** A free name for a task of an app: the number is one above the highest in use, the app's name is cut to fit. */
export function newTaskName(taken: Iterable<string>, appName: string): string {
  let highest = 0;
  for (const name of taken) {
    const number = /^task-(\d{1,9})(-|$)/.exec(name)?.[1];
    if (number) highest = Math.max(highest, Number(number));
  }
  const plain = appName.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return cutName(`task-${highest + 1}-${plain}`, NAME.maxLength);
}

/** As `newTaskName`, for a document. */
export function taskNameFor(document: WorkflowDocument, appName: string): string {
  return newTaskName(
    (document.tasks ?? []).map((task) => task.task_name),
    appName,
  );
}

/** A free name for a copy of a task: numbered names get the next number, others a suffix. */
export function copyName(taken: ReadonlySet<string>, name: string): string {
  const numbered = /^task-\d{1,9}-(.+)$/.exec(name)?.[1];
  if (numbered) return newTaskName(taken, numbered);
  for (let n = 2; ; n += 1) {
    const suffix = `-${n}`;
    const candidate = `${cutName(name, NAME.maxLength - suffix.length)}${suffix}`;
    if (!taken.has(candidate)) return candidate;
  }
}
