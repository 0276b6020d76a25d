import type { TaskStatus } from '#core/job/types.ts';
import { StatusGlyph, stateOf } from '#src/ui/status.tsx';
import { Duration } from '#src/ui/values.tsx';
import type { DrawingWords } from '../drawing/canvas-context.ts';
import { runSegments, type TaskRun } from './run.ts';
import { hasBegun, type RunRole } from './run-roles.ts';

/** What waits is quiet, so that what is done and what failed stands out. */
const colourOf = (status: TaskStatus): string =>
  status === 'PENDING' ? 'var(--line-strong)' : `var(--${stateOf(status)})`;

interface Props {
  run: TaskRun;
  role: RunRole | undefined;
  words: DrawingWords;
}

/** How many instances are in which state, each state a part of the bar. */
function Bar({ run, words }: Omit<Props, 'role'>) {
  const segments = runSegments(run);
  const label = segments.map(({ status, count }) => `${words.state[status]} ${count}`).join(', ');
  return (
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
  );
}

/** State of a task in a run: its mark, a bar of its instances by state, how many ended well, and how long it took. */
export function RunLine({ run, role, words }: Props) {
  if (role === 'stopped')
    return (
      <div className="cv-run" title={words.role.stopped}>
        <StatusGlyph state="cancelled" />
        <span className="cv-run-word">{words.neverStarted}</span>
      </div>
    );
  if (!hasBegun(run) && run.status === 'PENDING')
    return (
      <div className="cv-run">
        <StatusGlyph state="waiting" />
        <span className="cv-run-word">{words.planned(run.total)}</span>
      </div>
    );
  return (
    <div className="cv-run" title={role === 'leads' ? words.role.leads : undefined}>
      <StatusGlyph state={stateOf(run.status)} />
      {run.total === 1 ? (
        <span className="cv-run-word">{words.state[run.status]}</span>
      ) : (
        <Bar run={run} words={words} />
      )}
      {run.from && (
        <span className="cv-run-time">
          <Duration from={run.from} {...endOf(run)} />
        </span>
      )}
    </div>
  );
}

/** What moves counts on; what ended without a time of its own stands still. */
const endOf = ({ status, from, to }: TaskRun) =>
  to ? { to } : status === 'RUNNING' || status === 'PENDING' ? {} : { to: from ?? 0 };
