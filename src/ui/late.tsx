import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './states.css';

/** Shows its content only after a pause, so that what is quick does not flicker. */
export function Late({ after = 200, children }: { after?: number; children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), after);
    return () => clearTimeout(timer);
  }, [after]);
  return due ? children : null;
}

const LINE_WIDTHS = ['70%', '92%', '55%', '80%', '64%', '88%', '47%'];

/** Grey lines (at most seven) in place of content that is being read. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <Late>
      <div className="stack" role="status" aria-label={t('loading')}>
        {LINE_WIDTHS.slice(0, lines).map((width) => (
          <span key={width} className="skeleton" style={{ width }} />
        ))}
      </div>
    </Late>
  );
}
