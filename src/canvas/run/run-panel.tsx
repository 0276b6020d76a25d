import { Panel } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { StatusGlyph, stateOf } from '#src/ui/status.tsx';
import { useDrawingWords } from '../drawing/use-drawing-words.ts';
import { RUN_ORDER } from './run.ts';

interface Props {
  /** Something may still change; else there is nothing to follow. */
  moving: boolean;
  following: boolean;
  onFollow: (follow: boolean) => void;
  /** Something failed, so that the marks of its way are drawn. */
  failed: boolean;
}

/** What the marks of a run mean, and whether the view goes where something runs. */
export function RunPanel({ moving, following, onFollow, failed }: Props) {
  const { t } = useTranslation('canvas');
  const words = useDrawingWords();
  return (
    <Panel position="top-left" className="cv-run-panel nopan">
      {moving && (
        <label title={t('run.followHint')}>
          <input type="checkbox" checked={following} onChange={(event) => onFollow(event.target.checked)} />
          {t('run.follow')}
        </label>
      )}
      <details>
        <summary>{t('run.legend')}</summary>
        <ul>
          {RUN_ORDER.map((status) => (
            <li key={status}>
              <StatusGlyph state={stateOf(status)} /> {words.state[status]}
            </li>
          ))}
          <li>
            <span className="cv-legend-box" data-planned="true" /> {t('run.mark.planned')}
          </li>
          <li>
            <span className="cv-badge">×8</span> {t('run.mark.count')}
          </li>
          {failed && (
            <>
              <li>
                <span className="cv-legend-box" data-role="leads" /> {t('run.mark.failedPath')}
              </li>
              <li>
                <span className="cv-legend-box" data-role="stopped" /> {t('run.mark.stoppedPath')}
              </li>
            </>
          )}
        </ul>
      </details>
    </Panel>
  );
}
