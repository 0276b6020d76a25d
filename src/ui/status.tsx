import { useTranslation } from 'react-i18next';
import './status.css';

/** The fixed scale of states: one colour, one glyph and one word each, everywhere. */
export type State = 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelling' | 'cancelled' | 'unknown';

const GLYPHS: Record<State, string> = {
  waiting: '○',
  running: '◐',
  succeeded: '●',
  failed: '✕',
  cancelling: '⊘',
  cancelled: '⊘',
  unknown: '?',
};

const BY_WIRE: Record<string, State> = {
  PENDING: 'waiting',
  WAITING: 'waiting',
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  SUCCEED: 'succeeded',
  SUCCESS: 'succeeded',
  FAILED: 'failed',
  PARTIAL: 'failed',
  CANCELLING: 'cancelling',
  CANCELLED: 'cancelled',
};

/** State of a job, task, instance or data job, from its word on the wire (any case). */
export const stateOf = (wire: string | undefined): State => BY_WIRE[(wire ?? '').toUpperCase()] ?? 'unknown';

/** The glyph alone, for places where the word stands elsewhere. */
export function StatusGlyph({ state }: { state: State }) {
  return (
    <span aria-hidden="true" className={`status-glyph status-${state}`}>
      {GLYPHS[state]}
    </span>
  );
}

/** Colour, glyph and word of a state. */
export function Status({ state, text }: { state: State; text?: string }) {
  const { t } = useTranslation();
  return (
    <span className="status">
      <StatusGlyph state={state} />
      <span>{text ?? t(`status.${state}`)}</span>
    </span>
  );
}
