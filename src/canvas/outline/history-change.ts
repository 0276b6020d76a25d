/** What happened between two states of the history, for those who cannot see it. */
import { type History, positionOf, type Step } from '#core/workflow/history.ts';

export interface HistoryChange {
  how: 'done' | 'undone' | 'redone';
  step: Step;
}

/** The last step that was done, taken back or done again; undefined when no step came or went (typing, loading). */
export function historyChange(before: History, now: History): HistoryChange | undefined {
  if (positionOf(before) === positionOf(now)) return undefined;
  const last = now.past.at(-1);
  const isNew = last !== undefined && last.id >= before.nextId;
  if (isNew && now.nextId > before.nextId) return { how: 'done', step: last };
  if (last !== undefined && before.future.includes(last)) return { how: 'redone', step: last };
  const [next] = now.future;
  return next !== undefined && before.past.includes(next) ? { how: 'undone', step: next } : undefined;
}
