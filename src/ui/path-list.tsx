import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { parentPath } from '#core/data-path.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { Icon } from './icon.tsx';
import { Skeleton } from './late.tsx';
import type { PickerEntry } from './path-picker.tsx';
import { TickBox } from './tick-box.tsx';
import { useRowKeys } from './use-row-keys.ts';
import { Size } from './values.tsx';

const ROW = 36;

interface Props {
  /** Undefined while the first answer is awaited. */
  entries: readonly PickerEntry[] | undefined;
  error: unknown;
  onRetry(): void;
  searching: boolean;
  pick: 'file' | 'folder';
  multiple: boolean;
  chosen: ReadonlySet<string>;
  onOpen(folder: string): void;
  onChoose(path: string): void;
  onUp(): void;
}

/** Entries of a folder: arrow keys move, Enter opens or chooses, Space ticks, Backspace goes up. */
export function PathList(props: Props) {
  const { entries = [], pick, multiple, chosen, onOpen, onChoose, onUp } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const canChoose = (entry: PickerEntry) => entry.folder === (pick === 'folder');
  const open = (index: number) => {
    const entry = entries[index];
    if (entry?.folder) onOpen(entry.path);
    else if (entry && canChoose(entry)) onChoose(entry.path);
  };
  const keys = useRowKeys({
    count: entries.length,
    scroller,
    virtualizer,
    pageSize: 10,
    onOpen: open,
    onToggle: (index) => {
      const entry = entries[index];
      if (entry && multiple && canChoose(entry)) onChoose(entry.path);
      else open(index);
    },
    onPeek: undefined,
    onMove: () => undefined,
  });
  return (
    <section
      ref={scroller}
      className="picker-list"
      aria-label={t('picker.entries')}
      onKeyDown={(event) => {
        if (event.key === 'Backspace') onUp();
        else keys.onKeyDown(event);
      }}
    >
      <PathListState {...props} />
      <ul style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const entry = entries[item.index];
          if (!entry) return null;
          const ticked = chosen.has(entry.path);
          return (
            <li key={item.key} style={{ transform: `translateY(${item.start}px)` }}>
              {multiple && canChoose(entry) ? (
                <TickBox label={entry.name} checked={ticked} tabIndex={-1} onToggle={() => onChoose(entry.path)} />
              ) : null}
              <button
                type="button"
                data-row={item.index}
                tabIndex={item.index === keys.active ? 0 : -1}
                className={ticked ? 'picker-row picker-chosen' : 'picker-row'}
                aria-pressed={multiple && canChoose(entry) ? ticked : undefined}
                title={entry.path}
                onFocus={() => keys.onFocusRow(item.index)}
                onClick={() => open(item.index)}
              >
                <Icon name={entry.folder ? 'folder' : 'file'} />
                <span className="grow ellipsis">
                  {entry.name}
                  {props.searching ? <small className="muted"> {parentPath(entry.path)}</small> : null}
                </span>
                {entry.folder ? <Icon name="chevronRight" size={12} /> : <Size bytes={entry.size} />}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What stands in place of entries: an error, the wait, or a word about nothing. */
function PathListState({ entries, error, onRetry, searching }: Props) {
  const { t } = useTranslation();
  if (error) return <ErrorState error={error} onRetry={onRetry} />;
  if (!entries) {
    return (
      <div className="picker-wait">
        <Skeleton lines={5} />
      </div>
    );
  }
  if (entries.length > 0) return null;
  return (
    <EmptyState icon={searching ? 'search' : 'folderOpen'} title={t(searching ? 'picker.noMatch' : 'picker.empty')} />
  );
}
