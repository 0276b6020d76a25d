import { useTranslation } from 'react-i18next';
import { runSegments, type TaskRun } from '#src/canvas/run/run.ts';
import { stateOf } from '#src/ui/status.tsx';

/** Instances of a task by state: a bar, and how many of them have ended well. */
export function StateBar({ run }: { run: TaskRun }) {
  const { t } = useTranslation('common');
  const segments = runSegments(run);
  const words = segments.map(({ status, count }) => `${t(`status.${stateOf(status)}`)} ${count}`).join(', ');
  return (
    <span className="state-bar" title={words}>
      <span className="state-bar-track" role="img" aria-label={words}>
        {segments.map(({ status, percent }) => (
          <span key={status} style={{ width: `${percent}%`, background: `var(--${stateOf(status)})` }} />
        ))}
      </span>
      <span className="state-bar-count">
        {run.counts.SUCCEEDED ?? 0}/{run.total}
      </span>
    </span>
  );
}
