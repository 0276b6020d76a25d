/** Where in a form of tasks a refusal of the server belongs. */
import { useMemo } from 'react';
import { effectiveInputs } from '#core/workflow/values.ts';
import { ApiError } from '#src/api/errors.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { inputPointer, type Launchable, refusedInputs } from './judge.ts';
import type { LaunchValues } from './launch-values.ts';

/** Pointers the last refusal is about, with its words. */
export function useRefusals(
  error: unknown,
  given: LaunchValues['tasks'],
  { document, lookup }: Pick<Launchable, 'document' | 'lookup'>,
): Record<string, string> {
  const { describeError } = useEnvironment();
  return useMemo(() => {
    if (!(error instanceof ApiError) || error.message === '') return {};
    const inputs: [string, readonly string[]][] = [];
    for (const task of document.tasks ?? []) {
      const app = lookup(task.app_id);
      for (const input of app ? effectiveInputs(task, app) : []) {
        const own = given[task.task_name]?.inputs[input.definition.name] ?? [];
        const values = input.reference ? [] : own.length > 0 ? own : input.values;
        inputs.push([inputPointer(task.task_name, input.definition.name), values]);
      }
    }
    const { title } = describeError(error);
    const refused = refusedInputs(error.message, inputs);
    return Object.fromEntries(refused.map((pointer) => [pointer, title]));
  }, [error, given, document, lookup, describeError]);
}
