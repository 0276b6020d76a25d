/** A task's state in a run as one sentence, for those who do not see the drawing. */
import { formatDuration } from '#src/lib/format.ts';
import type { DrawingWords } from '../drawing/canvas-context.ts';
import { runSegments, type TaskRun } from './run.ts';
import { hasBegun, type RunRole } from './run-roles.ts';

/** State, instances by state where there are several, and how long it took. */
export function runWords(run: TaskRun, role: RunRole | undefined, words: DrawingWords): string {
  if (role === 'stopped') return '';
  if (!hasBegun(run) && run.status === 'PENDING') return words.planned(run.total);
  const counts = runSegments(run).map(({ status, count }) => `${words.state[status]} ${count}`);
  const took = run.from && run.to ? formatDuration(Date.parse(run.to) - Date.parse(run.from)) : '';
  return [words.state[run.status], run.total > 1 ? counts.join(', ') : '', took].filter(Boolean).join(', ');
}
