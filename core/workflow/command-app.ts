/** Putting another app behind a task: what it gives and takes follows under the names of the new app. */
import { type AppMapping, mappedName } from './app-mapping.ts';
import { mapReferences } from './references.ts';
import type { TaskDocument, TaskInput, WorkflowDocument } from './types.ts';

interface AppChange {
  task: string;
  app_id: string;
  inputs: string[];
  outputs: string[];
  mapping?: AppMapping;
}

/** The inputs under their new names; of two that would get the same name the first stays. */
function mappedInputs(inputs: readonly TaskInput[], change: AppChange): TaskInput[] {
  const known = new Set(change.inputs);
  const taken = new Set<string>();
  return inputs.flatMap((input) => {
    const name = mappedName(change.mapping?.inputs, known, input.name);
    if (name === undefined || taken.has(name)) return [];
    taken.add(name);
    return [name === input.name ? input : { ...input, name }];
  });
}

/** Returns the same document when the task is not there or has the app already. */
export function setTaskApp(document: WorkflowDocument, change: AppChange): WorkflowDocument {
  const found = (document.tasks ?? []).some((task) => task.task_name === change.task && task.app_id !== change.app_id);
  if (!found) return document;
  const outputs = new Set(change.outputs);
  const tasks = (document.tasks ?? []).map((task): TaskDocument => {
    const next = mapReferences(task, (reference) => {
      if (reference.task !== change.task) return reference;
      const output = mappedName(change.mapping?.outputs, outputs, reference.output);
      return output === undefined ? undefined : { ...reference, output };
    });
    if (next.task_name !== change.task) return next;
    const moved = { ...next, app_id: change.app_id };
    return next.inputs ? { ...moved, inputs: mappedInputs(next.inputs, change) } : moved;
  });
  return { ...document, tasks };
}
