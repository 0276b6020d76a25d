import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { problemSentence } from '#core/workflow/problems.ts';
import type { Problem } from '#core/workflow/types.ts';

/** The sentence of a problem in the language in use; the server's English where a translation is missing. */
export function useProblemWords(): (problem: Problem) => string {
  const { t } = useTranslation('problems');
  return useCallback(
    (problem) => {
      const values = { ...problem.params, task: problem.task, input: problem.input };
      const translate = t as unknown as (key: string, values: Record<string, unknown>) => string;
      return translate(problem.key, { ...values, defaultValue: problemSentence(problem) });
    },
    [t],
  );
}
