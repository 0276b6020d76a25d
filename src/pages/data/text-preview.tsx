import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { parseDelimited } from '#src/lib/delimited.ts';
import type { Head } from './read-head.ts';

/** What scrolls must be reachable by the keyboard. */
const FOCUSABLE = { tabIndex: 0 } as const;

const LINE = 20;
const MAX_COLUMNS = 100;

/** Lines that end with the text, without an empty one behind the last line end. */
const linesOf = (text: string) => text.replace(/\r?\n$/, '').split(/\r?\n/);

function CutNote({ head, shown }: { head: Head; shown: number }) {
  const { t } = useTranslation('data');
  return (
    <p className="data-preview-note">
      {head.cut ? t('preview.cut', { count: shown }) : t('preview.lines', { count: shown })}
    </p>
  );
}

/** Text in monospace; only the lines in sight are drawn. */
export function TextPreview({ head }: { head: Head }) {
  const { t } = useTranslation('data');
  const lines = useMemo(() => linesOf(head.text), [head.text]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 30,
  });
  const widest = useMemo(() => lines.reduce((most, line) => Math.max(most, line.length), 0), [lines]);
  return (
    <>
      <CutNote head={head} shown={lines.length} />
      <section ref={scroller} className="data-preview data-preview-text" aria-label={t('preview.text')} {...FOCUSABLE}>
        <pre style={{ height: virtualizer.getTotalSize(), minWidth: `${Math.min(widest, 20_000) + 8}ch` }}>
          {virtualizer.getVirtualItems().map((item) => (
            <span key={item.key} style={{ transform: `translateY(${item.start}px)` }}>
              <i aria-hidden="true">{item.index + 1}</i>
              {lines[item.index]}
            </span>
          ))}
        </pre>
      </section>
    </>
  );
}

/** A delimited text as a table, its first row as the header. */
export function TablePreview({ name, head }: { name: string; head: Head }) {
  const { t } = useTranslation('data');
  const [header = [], ...rows] = useMemo(
    () => parseDelimited(head.text, /\.csv(\.b?gz)?$/i.test(name) ? ',' : '\t'),
    [head.text, name],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 28,
    overscan: 20,
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  // Titles may repeat; their place is what tells them apart.
  const columns = header.slice(0, MAX_COLUMNS).map((title, index) => ({ key: `${index} ${title}`, index, title }));
  return (
    <>
      <CutNote head={head} shown={rows.length} />
      <section
        ref={scroller}
        className="data-preview data-preview-table"
        aria-label={t('preview.table')}
        {...FOCUSABLE}
      >
        <table>
          <thead>
            <tr>
              {columns.map(({ key, title }) => (
                <th key={key}>{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 ? <tr style={{ height: before }} /> : null}
            {items.map((item) => (
              <tr key={item.key}>
                {columns.map(({ key, index }) => (
                  <td key={key}>{rows[item.index]?.[index]}</td>
                ))}
              </tr>
            ))}
            {after > 0 ? <tr style={{ height: after }} /> : null}
          </tbody>
        </table>
      </section>
    </>
  );
}
