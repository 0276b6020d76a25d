import { useTranslation } from 'react-i18next';
import { StatusGlyph, stateOf } from '#src/ui/status.tsx';
import { runSegments, type TaskRun } from './run.ts';

/** State of a task in a run: its mark, a bar of its instances by state, and how many have ended well. */
export function RunLine({ run }: { run: TaskRun }) {
  const { t } = useTranslation('common');
  const segments = runSegments(run);
  const words = segments.map(({ status, count }) => `${t(`status.${stateOf(status)}`)} ${count}`).join(', ');
  return (
    <div className="cv-run">
      <StatusGlyph state={stateOf(run.status)} />
      {run.total === 1 ? (
        <span>{t(`status.${stateOf(run.status)}`)}</span>
      ) : (
        <>
          <div className="cv-run-bar" role="img" aria-label={words} title={words}>
            {segments.map(({ status, percent }) => (
              <span key={status} style={{ width: `${percent}%`, background: `var(--${stateOf(status)})` }} />
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
