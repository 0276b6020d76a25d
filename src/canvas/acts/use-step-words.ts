import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Command, describeCommand } from '#core/workflow/commands.ts';
import type { Step } from '#core/workflow/history.ts';

/** Acts whose words name no task. */
const UNNAMED: ReadonlySet<string> = new Set(['align', 'distribute', 'layout']);

/** What a step of the history did, in words for buttons, the history list and announcements. */
export function useStepWords(): (step: Step | undefined) => string {
  const { t } = useTranslation('canvas');
  const { t: own } = useTranslation('gestures');
  const one = useCallback(
    (command: Command): string => {
      const { key, params } = describeCommand(command);
      const as = 'as' in command ? command.as : undefined;
      const act = as ? own(`step.${as}`, { task: String(params.task ?? '') }) : t(`command.${key}`, params);
      const more = (as && UNNAMED.has(as) ? 1 : Number(params.count ?? 1)) - 1;
      return more > 0 ? own('step.more', { act, count: more }) : act;
    },
    [t, own],
  );
  return useCallback(
    (step) => {
      // The last command of a step is what it was for: connections go before the task they hang on.
      const acts = [...new Set((step?.commands ?? []).map(one))];
      const act = acts.at(-1) ?? '';
      return acts.length > 1 ? own('step.more', { act, count: acts.length - 1 }) : act;
    },
    [one, own],
  );
}
