import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '#src/lib/use-store.ts';
import { Button } from '#src/ui/button.tsx';
import { ansiPieces } from './ansi.ts';
import type { LogReader } from './log-reader.ts';

/** What scrolls takes the focus, so that it can be scrolled with the keyboard. */
const FOCUSABLE = { tabIndex: 0 } as const;

const LINE = 18;
/** Longer lines are cut on the screen; the download has all of them. */
const SHOWN_CHARACTERS = 4_000;
/** So close to its end a view counts as being there. */
const NEAR = LINE * 2;

interface Props {
  reader: LogReader;
  follow: boolean;
  wrap: boolean;
  /** A line to bring into view. */
  shown: number | undefined;
  hits: ReadonlySet<number>;
  onLeaveEnd(): void;
  onReachEnd(): void;
}

/** The lines in sight of a log. */
export function LogView({ reader, follow, wrap, shown, hits, onLeaveEnd, onReachEnd }: Props) {
  const { t } = useTranslation('jobs');
  const { version, shifted, busy } = useStore(reader.state);
  const { buffer } = reader;
  const count = buffer.count;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 30,
  });
  const seen = useRef(version);
  const place = useRef(0);

  useEffect(() => {
    // Heights differ with and without wrapping.
    if (scroller.current) scroller.current.dataset.wrap = String(wrap);
    virtualizer.measure();
  }, [virtualizer, wrap]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || seen.current === version) return;
    seen.current = version;
    // Lines that came before, or were forgotten there, must not move what is being read.
    if (shifted !== 0) element.scrollTop += shifted * LINE;
  }, [version, shifted]);

  useLayoutEffect(() => {
    if (follow && count > 0 && version >= 0) virtualizer.scrollToIndex(count - 1, { align: 'end' });
  }, [follow, count, version, virtualizer]);

  useEffect(() => {
    if (shown !== undefined) virtualizer.scrollToIndex(shown, { align: 'center' });
  }, [shown, virtualizer]);

  const width = String(count).length;
  return (
    <section className={`log-view${wrap ? ' log-wrap' : ''}`} aria-label={t('tab.logs')}>
      {buffer.start > 0 ? (
        <div className="log-earlier">
          <Button
            size="small"
            icon="arrowUp"
            busy={busy}
            onClick={() => {
              onLeaveEnd();
              void reader.loadEarlier();
            }}
          >
            {t('log.earlier')}
          </Button>
        </div>
      ) : null}
      <div
        ref={scroller}
        className="log-scroll mono"
        role="log"
        aria-label={t('tab.logs')}
        aria-live="off"
        {...FOCUSABLE}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          const fromEnd = scrollHeight - scrollTop - clientHeight;
          const up = scrollTop < place.current;
          place.current = scrollTop;
          // Scrolling up ends the following, however it is done; coming back to the end begins it again.
          if (follow && up && fromEnd > NEAR) onLeaveEnd();
          else if (!follow && !up && fromEnd < NEAR && shown === undefined) onReachEnd();
        }}
      >
        <div className="log-lines" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              ref={wrap ? virtualizer.measureElement : undefined}
              data-index={index}
              className={lineClass(index === shown, hits.has(index))}
              style={{ transform: `translateY(${start}px)` }}
            >
              {/* Numbers are known only when the log is loaded from its beginning. */}
              {buffer.start === 0 ? (
                <span className="log-number" style={{ minWidth: `${width + 1}ch` }}>
                  {index + 1}
                </span>
              ) : null}
              <span className="log-text">
                <Line text={buffer.line(index)} />
              </span>
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

const lineClass = (shown: boolean, hit: boolean) =>
  ['log-line', hit ? 'log-hit' : '', shown ? 'log-shown' : ''].filter(Boolean).join(' ');

function Line({ text }: { text: string }) {
  const { t } = useTranslation('jobs');
  const cut = text.length > SHOWN_CHARACTERS;
  const pieces = ansiPieces(cut ? text.slice(0, SHOWN_CHARACTERS) : text);
  let at = 0;
  return (
    <>
      {pieces.map((piece) => {
        const key = at;
        at += piece.text.length;
        const classes = [piece.colour === undefined ? '' : `ansi-${piece.colour}`, piece.bold ? 'ansi-bold' : ''];
        return (
          <span key={key} className={classes.join(' ').trim() || undefined}>
            {piece.text}
          </span>
        );
      })}
      {cut ? <em className="muted"> {t('log.cut', { count: text.length - SHOWN_CHARACTERS })}</em> : null}
    </>
  );
}
