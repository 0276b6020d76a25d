import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatSize, formatTime, formatWholeTime, shortenMiddle } from '#src/lib/format.ts';
import { Icon } from './icon.tsx';
import './values.css';

type Moment = string | number | Date;

/** A point in time: short in the page, whole on hover. `at` as on the wire (ISO text) or Unix milliseconds. */
export function Time({ at, seconds }: { at: Moment | undefined; seconds?: boolean }) {
  const { i18n, t } = useTranslation();
  const date = at === undefined || at === '' ? undefined : new Date(at);
  if (!date || Number.isNaN(date.getTime())) return <span className="muted">{t('time.none')}</span>;
  return (
    <time dateTime={date.toISOString()} title={formatWholeTime(date, i18n.language)}>
      {formatTime(date, i18n.language, { seconds })}
    </time>
  );
}

/** A size in bytes. */
export function Size({ bytes }: { bytes: number | undefined }) {
  const { i18n, t } = useTranslation();
  if (bytes === undefined) return <span className="muted">{t('time.none')}</span>;
  return (
    <span title={`${new Intl.NumberFormat(i18n.language).format(bytes)} B`}>{formatSize(bytes, i18n.language)}</span>
  );
}

const momentOf = (at: Moment) => new Date(at).getTime();

/** A span of time; counts on by the second while it has no end. */
export function Duration({ from, to }: { from: Moment | undefined; to?: Moment }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  const running = from !== undefined && to === undefined;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  if (from === undefined) return <span className="muted">{t('time.none')}</span>;
  return <span>{formatDuration((to === undefined ? now : momentOf(to)) - momentOf(from))}</span>;
}

/** An id or path that can be copied; shortened in the middle, whole on hover. */
export function CopyText({ text, length, short }: { text: string; length?: number; short?: boolean }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className="copy-text">
      <span className="mono ellipsis" title={text}>
        {short === false ? text : shortenMiddle(text, length)}
      </span>
      <button
        type="button"
        aria-label={copied ? t('action.copied') : t('action.copyValue', { value: text })}
        onClick={(event) => {
          event.stopPropagation();
          void navigator.clipboard?.writeText(text).then(() => setCopied(true));
        }}
      >
        <Icon name={copied ? 'check' : 'copy'} size={13} />
      </button>
    </span>
  );
}

/** A short label in a quiet box: a tag, a version, a type. */
export function Tag({ children, tone = 'plain' }: { children: string; tone?: 'plain' | 'brand' | 'warn' | 'bad' }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}
