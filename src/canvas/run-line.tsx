import type { TaskStatus } from '#core/job/types.ts';
import { StatusGlyph, stateOf } from '#src/ui/status.tsx';
import type { DrawingWords } from './canvas-context.ts';
import { runSegments, type TaskRun } from './run.ts';

/** What waits is quiet, so that what is done and what failed stands out. */
const colourOf = (status: TaskStatus): string =>
  status === 'PENDING' ? 'var(--line-strong)' : `var(--${stateOf(status)})`;

/** State of a task in a run: its mark, a bar of its instances by state, and how many have ended well. */
export function RunLine({ run, words }: { run: TaskRun; words: DrawingWords['state'] }) {
  const segments = runSegments(run);
  const label = segments.map(({ status, count }) => `${words[status]} ${count}`).join(', ');
  return (
    <div className="cv-run">
      <StatusGlyph state={stateOf(run.status)} />
      {run.total === 1 ? (
        <span>{words[run.status]}</span>
      ) : (
        <>
          <div className="cv-run-bar" role="img" aria-label={label} title={label}>
            {segments.map(({ status, percent }) => (
              <span key={status} style={{ width: `${percent}%`, background: colourOf(status) }} />
            ))}
          </div>
          <span>
            {run.counts.SUCCEEDED ?? 0}/{run.total}
          </span>
        </>
      )}
    </div>
  );
}
