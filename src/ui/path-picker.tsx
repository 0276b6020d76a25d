import { Checkbox } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parentPath } from '#core/data-path.ts';
import { matcher, suffixOf } from '#src/lib/file-pattern.ts';
import { Button } from './button.tsx';
import { Dialog } from './panel.tsx';
import { PathList } from './path-list.tsx';
import { PathPickerBar } from './path-picker-bar.tsx';
import { useListing } from './path-picker-state.ts';
import './path-picker.css';

export interface PickerEntry {
  /** `/a/b`, folders without trailing slash. */
  path: string;
  name: string;
  folder: boolean;
  size?: number;
}

/**
 * Reads one folder (`/` is the root); with a search, what is below it and has the text in its name. Throws what the
 * api layer throws.
 */
export type LoadPaths = (folder: string, signal: AbortSignal, search?: string) => Promise<readonly PickerEntry[]>;

export interface PathPickerProps {
  open: boolean;
  pick: 'file' | 'folder';
  multiple?: boolean;
  /** Folder to open first. */
  start?: string;
  /** Pattern such as `*.bam`: other files are not shown until they are asked for. */
  pattern?: string | undefined;
  load: LoadPaths;
  onPick(paths: string[]): void;
  onClose(): void;
}

/** Chooses files or a folder of the project. It knows no API: the page passes the loader. */
export function PathPicker(props: PathPickerProps) {
  const { t } = useTranslation();
  const titles = {
    file: t(props.multiple ? 'picker.files' : 'picker.file'),
    folder: t(props.multiple ? 'picker.folders' : 'picker.folder'),
  };
  return (
    <Dialog open={props.open} title={titles[props.pick]} onClose={props.onClose} width={640}>
      <PickerBody {...props} />
    </Dialog>
  );
}

/** What is chosen, also in folders that are no longer shown; `choose` with `to` takes all rows up to there. */
function useChosen() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (paths: readonly string[], on?: boolean) =>
      setChosen((now) => {
        const next = new Set(now);
        for (const path of paths) {
          if (on ?? !now.has(path)) next.add(path);
          else next.delete(path);
        }
        return next;
      }),
    [],
  );
  return { chosen, toggle };
}

function PickerBody({ pick, multiple = false, start, pattern, load, onPick, onClose }: PathPickerProps) {
  const { t } = useTranslation();
  const { chosen, toggle } = useChosen();
  const [every, setEvery] = useState(false);
  // A file that was typed is meant to be chosen.
  const onFile = useCallback((path: string) => pick === 'file' && toggle([path], true), [pick, toggle]);
  const listing = useListing(load, start || '/', onFile);
  const suffix = pick === 'file' ? suffixOf(pattern) : undefined;
  const entries = useMemo(() => {
    const fits = matcher(every ? undefined : suffix);
    return listing.entries?.filter((entry) => entry.folder || (pick === 'file' && fits(entry.name)));
  }, [listing.entries, suffix, every, pick]);
  const hidden = (listing.entries?.length ?? 0) - (entries?.length ?? 0);
  const choosable = (entries ?? []).filter((entry) => entry.folder === (pick === 'folder')).map(({ path }) => path);
  const all = choosable.length > 0 && choosable.every((path) => chosen.has(path));
  const choose = (path: string) => {
    if (!multiple && pick === 'file') onPick([path]);
    else toggle([path]);
  };
  const typed = !multiple && pick === 'file' && chosen.size === 1 ? [...chosen] : [];
  return (
    <div className="picker">
      <PathPickerBar folder={listing.folder} search={listing.search} onGo={listing.go} onFind={listing.find} />
      <PathList
        entries={entries}
        error={listing.error}
        onRetry={listing.retry}
        searching={listing.search !== ''}
        pick={pick}
        multiple={multiple}
        chosen={chosen}
        onOpen={listing.go}
        onChoose={choose}
        onUp={() => listing.go(parentPath(listing.folder))}
      />
      <div className="picker-notes">
        {multiple && choosable.length > 1 ? (
          <Checkbox checked={all} onChange={() => toggle(choosable, !all)}>
            {t('picker.all', { count: choosable.length })}
          </Checkbox>
        ) : null}
        {suffix ? (
          <Checkbox checked={every} onChange={() => setEvery(!every)}>
            {t('picker.every', { suffix, count: every ? 0 : hidden })}
          </Checkbox>
        ) : null}
      </div>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        {pick === 'folder' && !multiple ? (
          <Button kind="primary" onClick={() => onPick([listing.folder])}>
            {t('picker.here')}
          </Button>
        ) : null}
        {pick === 'folder' && multiple ? (
          <Button onClick={() => onPick([...chosen, listing.folder])}>{t('picker.hereToo')}</Button>
        ) : null}
        {multiple || typed.length > 0 ? (
          <Button
            kind="primary"
            disabledReason={chosen.size === 0 && t('picker.nothing')}
            onClick={() => onPick([...chosen])}
          >
            {t('picker.choose', { count: chosen.size })}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
