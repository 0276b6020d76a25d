import { useVirtualizer } from '@tanstack/react-virtual';
import { Dropdown, Input } from 'antd';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppSummary } from '#src/api/apps.ts';
import { paths } from '#src/lib/paths.ts';
import { useMaybeSession } from '#src/session/use-session.ts';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Icon } from '#src/ui/icon.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Link } from '#src/ui/link.tsx';
import { useEditorServices } from '../editor-context.ts';
import { appTitle, foldVersions, type PaletteApp, type PaletteRow, paletteRows } from './palette-apps.ts';
import { recentApps, rememberApp } from './recent-apps.ts';
import { APP_MIME } from './use-drop-app.ts';
import './palette.css';

/** How reading the apps stands; absent where they are simply there. */
export interface AppsState {
  pending: boolean;
  error: unknown;
  retry: () => void;
}

interface Props {
  apps: readonly AppSummary[];
  state?: AppsState | undefined;
  /** Adds a task of the app where it can be seen; `goThere`: the focus goes on to it. */
  onAdd: (app: AppSummary, goThere: boolean) => void;
  /** Apps whose description is being read. */
  adding: ReadonlySet<string>;
}

const GROUP = 30;
const APP = 54;

/** Arrow keys walk over the apps; one entry is a tab stop, so that Tab leads on to the canvas. */
function useRoving(rows: readonly PaletteRow[], show: (index: number) => void) {
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<string>();
  const places = rows.flatMap((row, index) => (row.kind === 'app' ? [index] : []));
  const current = Math.max(
    places.findIndex((index) => rows[index]?.key === at),
    0,
  );
  const focus = (index: number, frames = 10) => {
    show(index);
    // At once when it is drawn: whoever types fast presses Enter before the next frame.
    const entry = list.current?.querySelector<HTMLElement>(`[data-entry="${index}"]`);
    if (entry) entry.focus();
    else if (frames > 0) requestAnimationFrame(() => focus(index, frames - 1));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.entry === undefined) return;
    const last = places.length - 1;
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: last }[event.key];
    const index = next === undefined ? undefined : places[next];
    if (index === undefined) return;
    event.preventDefault();
    setAt(rows[index]?.key);
    focus(index);
  };
  const toFirst = () => places[0] !== undefined && focus(places[0]);
  return { toFirst, list, tabbable: rows[places[current] ?? 0]?.key, onKeyDown, onFocus: setAt };
}

/** Apps of the project: drag one onto the canvas, or choose it with a click or Enter. */
export function Palette({ apps, state, onAdd, adding }: Props) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { projectId } = useEditorServices();
  const user = useMaybeSession()?.user.id ?? '';
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  // Read once: the list does not move under the hand that works with it.
  const [recent] = useState(() => recentApps(user, projectId));
  const folded = useMemo(() => foldVersions(apps), [apps]);
  const rows = useMemo(() => paletteRows(folded, text, recent), [folded, text, recent]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'app' ? APP : GROUP),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
  });
  const roving = useRoving(rows, (index) => virtualizer.scrollToIndex(index));
  const versionOf = ({ name, versions }: PaletteApp) =>
    versions.find((version) => version.id === chosen.get(name)) ?? versions[0];
  const add = (app: AppSummary | undefined, goThere = false) => {
    if (!app) return;
    rememberApp(user, projectId, app.name ?? '');
    onAdd(app, goThere);
  };
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') roving.toFirst();
    else if (event.key === 'Enter' && text.trim() !== '') {
      const first = rows.find((row) => row.kind === 'app');
      add(first && versionOf(first.app), true);
      if (first) setText('');
    } else return;
    event.preventDefault();
  };
  const groupName = (group: (PaletteRow & { kind: 'group' })['group']) =>
    group === 'recent' ? t('panel:palette.recent') : group === 'other' ? t('panel:palette.other') : group.label;
  return (
    <section className="we-palette" aria-label={t('palette.title')}>
      <Input
        allowClear
        prefix={<Icon name="search" size={14} />}
        placeholder={t('palette.search')}
        aria-label={t('palette.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onSearchKey}
      />
      <div ref={scroller} className="we-palette-scroll">
        <div ref={roving.list} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start, size, key }) => {
            const row = rows[index];
            const style = { transform: `translateY(${start}px)`, height: size };
            if (!row) return null;
            if (row.kind === 'group') {
              return (
                <h3 key={key} className="we-palette-group" style={style}>
                  {groupName(row.group)}
                </h3>
              );
            }
            const app = versionOf(row.app);
            return (
              <div key={key} className="we-palette-row" style={style}>
                <button
                  type="button"
                  draggable
                  data-entry={index}
                  className="we-palette-app"
                  tabIndex={row.key === roving.tabbable ? 0 : -1}
                  aria-busy={adding.has(app?.id ?? '')}
                  title={app?.description || app?.summary || (app && appTitle(app))}
                  onKeyDown={roving.onKeyDown}
                  onFocus={() => roving.onFocus(row.key)}
                  onClick={() => add(app)}
                  onDragStart={(event) => {
                    event.dataTransfer.setData(APP_MIME, app?.id ?? '');
                    event.dataTransfer.effectAllowed = 'copy';
                  }}
                  onDragEnd={(event) => {
                    if (event.dataTransfer.dropEffect !== 'none') rememberApp(user, projectId, row.app.name);
                  }}
                >
                  <span className="we-palette-name">{row.app.name}</span>
                  {row.app.versions.length === 1 && <span className="we-quiet">{app?.version}</span>}
                  <span className="we-palette-summary">{app?.summary || app?.description}</span>
                </button>
                {row.app.versions.length > 1 && (
                  <VersionPicker
                    app={row.app}
                    shown={app}
                    tabIndex={row.key === roving.tabbable ? 0 : -1}
                    onChoose={(id) => setChosen((now) => new Map(now).set(row.app.name, id))}
                  />
                )}
              </div>
            );
          })}
        </div>
        <PaletteState apps={apps} state={state} found={rows.length} />
      </div>
    </section>
  );
}

interface VersionProps {
  app: PaletteApp;
  shown: AppSummary | undefined;
  tabIndex: number;
  onChoose: (id: string) => void;
}

/** The version a folded app is added in. */
function VersionPicker({ app, shown, tabIndex, onChoose }: VersionProps) {
  const { t } = useTranslation('panel');
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: [shown?.id ?? ''],
        items: app.versions.map((version) => ({ key: version.id ?? '', label: version.version })),
        onClick: ({ key }) => onChoose(key),
      }}
    >
      <button
        type="button"
        className="we-palette-version"
        tabIndex={tabIndex}
        aria-haspopup="menu"
        aria-label={t('palette.version', { app: app.name, version: shown?.version ?? '' })}
      >
        {shown?.version} <Icon name="chevronDown" size={12} />
      </button>
    </Dropdown>
  );
}

/** What stands below an empty list: the wait, the error, or why there is nothing. */
function PaletteState({ apps, state, found }: Pick<Props, 'apps' | 'state'> & { found: number }) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { projectId } = useEditorServices();
  if (apps.length === 0 && state?.error) return <ErrorState error={state.error} onRetry={state.retry} />;
  if (apps.length === 0 && state?.pending) return <Skeleton lines={5} />;
  if (apps.length === 0) {
    return (
      <p className="we-quiet">
        {t('palette.none')} <Link to={paths.appNew(projectId)}>{t('panel:palette.create')}</Link>
      </p>
    );
  }
  return found === 0 ? <p className="we-quiet">{t('palette.noMatch')}</p> : null;
}
