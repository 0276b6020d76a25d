import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { Icon } from './icon.tsx';
import { Skeleton } from './late.tsx';
import { Dialog } from './panel.tsx';
import { Size } from './values.tsx';
import './path-picker.css';

export interface PickerEntry {
  /** `/a/b`, folders without trailing slash. */
  path: string;
  name: string;
  folder: boolean;
  size?: number;
}

export interface PathPickerProps {
  open: boolean;
  pick: 'file' | 'folder';
  multiple?: boolean;
  /** Folder to open first. */
  start?: string;
  /** Reads one folder (`/` is the root). Throws what the api layer throws. */
  load(folder: string, signal: AbortSignal): Promise<readonly PickerEntry[]>;
  onPick(paths: string[]): void;
  onClose(): void;
}

/** Chooses files or a folder of the project. It knows no API: the page passes the loader. */
export function PathPicker(props: PathPickerProps) {
  const { t } = useTranslation();
  const title = t(props.pick === 'folder' ? 'picker.folder' : props.multiple ? 'picker.files' : 'picker.file');
  return (
    <Dialog open={props.open} title={title} onClose={props.onClose} width={640}>
      <PickerBody {...props} />
    </Dialog>
  );
}

interface Listing {
  folder: string;
  attempt: number;
  entries?: readonly PickerEntry[];
  error?: unknown;
}

const parentOf = (folder: string) => folder.slice(0, Math.max(folder.lastIndexOf('/'), 0)) || '/';

function PickerBody({ pick, multiple, start, load, onPick, onClose }: PathPickerProps) {
  const { t } = useTranslation();
  const [listing, setListing] = useState<Listing>({ folder: start || '/', attempt: 0 });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { folder, attempt, entries, error } = listing;
  const go = (to: string) => setListing({ folder: to, attempt: 0 });

  useEffect(() => {
    const stop = new AbortController();
    load(folder, stop.signal).then(
      (read) => setListing((now) => (now.folder === folder ? { folder, attempt, entries: read } : now)),
      (failed: unknown) => {
        if (!stop.signal.aborted) setListing({ folder, attempt, error: failed });
      },
    );
    return () => stop.abort();
  }, [folder, attempt, load]);

  const choose = (path: string) => {
    if (!multiple) return onPick([path]);
    const next = new Set(chosen);
    if (!next.delete(path)) next.add(path);
    setChosen(next);
  };

  return (
    <div className="picker">
      <div className="row">
        <Button
          icon="up"
          label={t('picker.up')}
          disabledReason={folder === '/' && t('picker.root')}
          onClick={() => go(parentOf(folder))}
        />
        <Input
          key={folder}
          className="mono"
          aria-label={t('picker.path')}
          defaultValue={folder}
          onPressEnter={(event) => go(event.currentTarget.value || '/')}
        />
      </div>
      <ul className="picker-list" aria-label={t('picker.path')}>
        {error ? (
          <li>
            <ErrorState error={error} onRetry={() => setListing({ folder, attempt: attempt + 1 })} />
          </li>
        ) : null}
        {!entries && !error ? (
          <li className="picker-wait">
            <Skeleton lines={5} />
          </li>
        ) : null}
        {entries?.length === 0 ? (
          <li>
            <EmptyState title={t('picker.empty')} />
          </li>
        ) : null}
        {entries?.map((entry) => (
          <PickerRow
            key={entry.path}
            entry={entry}
            pick={pick}
            chosen={chosen.has(entry.path)}
            onOpen={go}
            onChoose={choose}
          />
        ))}
      </ul>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        {pick === 'folder' ? (
          <Button kind="primary" onClick={() => onPick([folder])}>
            {t('picker.here')}
          </Button>
        ) : null}
        {pick === 'file' && multiple ? (
          <Button
            kind="primary"
            disabledReason={chosen.size === 0 && t('picker.files')}
            onClick={() => onPick([...chosen])}
          >
            {t('action.choose')} {chosen.size > 0 ? `(${chosen.size})` : ''}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

interface RowProps {
  entry: PickerEntry;
  pick: 'file' | 'folder';
  chosen: boolean;
  onOpen(path: string): void;
  onChoose(path: string): void;
}

function PickerRow({ entry, pick, chosen, onOpen, onChoose }: RowProps) {
  return (
    <li>
      <button
        type="button"
        className={chosen ? 'picker-row picker-chosen' : 'picker-row'}
        aria-pressed={entry.folder ? undefined : chosen}
        disabled={pick === 'folder' && !entry.folder}
        onClick={() => (entry.folder ? onOpen(entry.path) : onChoose(entry.path))}
      >
        <Icon name={entry.folder ? 'folder' : chosen ? 'check' : 'file'} />
        <span className="grow ellipsis">{entry.name}</span>
        {entry.folder ? <Icon name="chevronRight" size={12} /> : <Size bytes={entry.size} />}
      </button>
    </li>
  );
}
