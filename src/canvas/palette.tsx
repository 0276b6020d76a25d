import { Input, Select } from 'antd';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppSummary } from '#src/api/apps.ts';
import { compareNatural } from '#src/lib/format.ts';
import { Icon } from '#src/ui/icon.tsx';
import { APP_MIME } from './editor-canvas.tsx';
import { appTitle, filterApps } from './palette-apps.ts';

interface Props {
  apps: readonly AppSummary[];
  /** Adds a task of the app where it can be seen. */
  onAdd: (app: AppSummary) => void;
  /** Apps whose description is being read. */
  adding: ReadonlySet<string>;
}

/** Arrow keys walk through the list; one entry is a tab stop, so that Tab leads on to the canvas. */
function useRoving(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const current = Math.min(at, Math.max(count - 1, 0));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: count - 1 }[event.key];
    if (next === undefined || next < 0 || next >= count) return;
    event.preventDefault();
    setAt(next);
    list.current?.querySelectorAll<HTMLButtonElement>('button')[next]?.focus();
  };
  return { list, current, onKeyDown };
}

/** Apps of the project: drag one onto the canvas, or choose it with a click or Enter. */
export function Palette({ apps, onAdd, adding }: Props) {
  const { t } = useTranslation('canvas');
  const [text, setText] = useState('');
  const [labels, setLabels] = useState<string[]>([]);
  const allLabels = useMemo(() => [...new Set(apps.flatMap((app) => app.labels ?? []))].sort(compareNatural), [apps]);
  const found = useMemo(() => filterApps(apps, text, labels), [apps, text, labels]);
  const { list, current, onKeyDown } = useRoving(found.length);
  return (
    <section className="we-palette" aria-label={t('palette.title')}>
      <Input
        allowClear
        prefix={<Icon name="search" size={14} />}
        placeholder={t('palette.search')}
        aria-label={t('palette.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {allLabels.length > 0 && (
        <Select
          mode="multiple"
          allowClear
          value={labels}
          onChange={setLabels}
          placeholder={t('palette.labels')}
          aria-label={t('palette.labels')}
          options={allLabels.map((label) => ({ value: label, label }))}
        />
      )}
      <ul ref={list} onKeyDown={onKeyDown}>
        {found.map((app, index) => (
          <li key={app.id}>
            <button
              type="button"
              draggable
              tabIndex={index === current ? 0 : -1}
              aria-busy={adding.has(app.id ?? '')}
              title={app.summary || appTitle(app)}
              onClick={() => onAdd(app)}
              onDragStart={(event) => {
                event.dataTransfer.setData(APP_MIME, app.id ?? '');
                event.dataTransfer.effectAllowed = 'copy';
              }}
            >
              <span className="we-palette-name">{app.name}</span>
              <span className="we-quiet">{app.version}</span>
              {app.summary && <span className="we-palette-summary">{app.summary}</span>}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="we-quiet">{t(apps.length === 0 ? 'palette.none' : 'palette.noMatch')}</p>}
    </section>
  );
}
