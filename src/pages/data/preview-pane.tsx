import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataItem } from '#src/api/data.ts';
import { isFolder, pathOf } from '#src/api/data-paths.ts';
import { readPreference, writePreference } from '#src/lib/local-preference.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { Button } from '#src/ui/button.tsx';
import { MenuButton, type MenuEntry } from '#src/ui/menu-button.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { CopyText, Size, Time } from '#src/ui/values.tsx';
import { FilePreview } from './file-preview.tsx';

interface PaneProps {
  projectId: string;
  project: string;
  item: DataItem;
  entries: (MenuEntry | 'line')[];
  onClose(): void;
}

const KEY = 'data.pane';
const MIN = 320;
const MAX = 1200;
const STEP = 24;
const clamp = (width: number) => Math.min(MAX, Math.max(MIN, width));

/** Details and content of one file beside the list; it keeps its width whatever is in it. */
export function PreviewPane(props: PaneProps) {
  const narrow = useNarrow();
  const { item, onClose } = props;
  if (narrow)
    return (
      <Drawer open title={item.name} onClose={onClose} actions={<PaneMenu {...props} />}>
        <PaneBody {...props} />
      </Drawer>
    );
  return <SidePane {...props} />;
}

function SidePane(props: PaneProps) {
  const { t } = useTranslation(['data', 'common']);
  const [width, setWidth] = useState(() => clamp(Number(readPreference(KEY)) || 460));
  const keep = (next: number) => {
    setWidth(clamp(next));
    writePreference(KEY, String(clamp(next)));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    const start = event.clientX + width;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => setWidth(clamp(start - moved.clientX));
    const end = (ended: globalThis.PointerEvent) => {
      handle.removeEventListener('pointermove', move);
      keep(start - ended.clientX);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    keep(width + by);
  };
  return (
    <aside className="data-pane card" style={{ width }} aria-label={t('pane.label', { name: props.item.name })}>
      <div
        className="data-pane-handle"
        role="slider"
        tabIndex={0}
        aria-label={t('pane.width')}
        aria-orientation="horizontal"
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        aria-valuenow={width}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      />
      <header className="data-pane-head">
        <h2 className="ellipsis" title={props.item.name}>
          {props.item.name}
        </h2>
        <PaneMenu {...props} />
        <Button kind="quiet" size="small" icon="close" label={t('common:action.close')} onClick={props.onClose} />
      </header>
      <PaneBody {...props} />
    </aside>
  );
}

function PaneMenu({ item, entries }: PaneProps) {
  const { t } = useTranslation('common');
  const useful = entries.filter((entry) => entry === 'line' || entry.key !== 'look');
  return <MenuButton entries={useful} label={`${t('action.more')}: ${item.name ?? ''}`} />;
}

function PaneBody({ projectId, project, item }: PaneProps) {
  const { t } = useTranslation('data');
  return (
    <div className="data-pane-body">
      <dl className="data-facts">
        <dt>{t('column.path')}</dt>
        <dd>
          <CopyText text={pathOf(item)} length={48} />
        </dd>
        {isFolder(item) ? null : (
          <>
            <dt>{t('column.size')}</dt>
            <dd>
              <Size bytes={item.size} />
            </dd>
          </>
        )}
        <dt>{t('column.created')}</dt>
        <dd>
          <Time at={item.create_time} />
        </dd>
      </dl>
      {isFolder(item) ? null : (
        <FilePreview
          // A file that was replaced is another file.
          key={`${item.path} ${item.create_time} ${item.size}`}
          projectId={projectId}
          project={project}
          item={item}
        />
      )}
    </div>
  );
}
