/** What a path picker shows: one folder or what was found below it, read again when either changes. */
import { useEffect, useState } from 'react';
import { parentPath, parseDataPath } from '#core/data-path.ts';
import type { LoadPaths, PickerEntry } from './path-picker.tsx';

interface Listing {
  folder: string;
  search: string;
  attempt: number;
  entries?: readonly PickerEntry[];
  error?: unknown;
  /** What was typed is a file of this folder. */
  found?: string;
}

/** A search is asked for when the typing pauses. */
const PAUSE = 250;

/** Reads a folder; a path that was typed may be a file: then its folder is read, with the file found in it. */
async function read(load: LoadPaths, wanted: Listing, signal: AbortSignal): Promise<Listing> {
  try {
    return { ...wanted, entries: await load(wanted.folder, signal, wanted.search) };
  } catch (error) {
    if (wanted.folder === '/' || wanted.search) throw error;
    const parent = parentPath(wanted.folder);
    const entries = await load(parent, signal).catch(() => []);
    if (entries.some((entry) => entry.path === wanted.folder && !entry.folder)) {
      return { ...wanted, folder: parent, entries, found: wanted.folder };
    }
    // Nobody asked for the folder around a value: where there is none, one begins at the top.
    const top = wanted.attempt === 0 ? await load('/', signal).catch(() => undefined) : undefined;
    if (!top) throw error;
    return { ...wanted, folder: '/', entries: top };
  }
}

/** The listing, and the ways to another one. `onFile` hears of a typed path that is a file. */
export function useListing(load: LoadPaths, start: string, onFile: (path: string) => void) {
  const [listing, setListing] = useState<Listing>({ folder: start, search: '', attempt: 0 });
  const { folder, search, attempt } = listing;
  useEffect(() => {
    const stop = new AbortController();
    const wanted = { folder, search, attempt };
    const ask = () =>
      read(load, wanted, stop.signal).then(
        (answer) => {
          if (stop.signal.aborted) return;
          setListing(answer);
          if (answer.found) onFile(answer.found);
        },
        (error: unknown) => {
          if (!stop.signal.aborted) setListing({ ...wanted, error });
        },
      );
    const timer = setTimeout(() => void ask(), search ? PAUSE : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // The folder of a typed file has been read with it.
  }, [folder, search, attempt, load, onFile]);
  return {
    ...listing,
    go: (to: string) => {
      const parsed = parseDataPath(to.trim() || '/');
      setListing((now) => ({ folder: parsed.ok ? parsed.value.path : to, search: '', attempt: now.attempt + 1 }));
    },
    /** Keeps what is shown until the answer comes. */
    find: (text: string) => setListing((now) => ({ ...now, search: text, error: undefined })),
    retry: () => setListing({ folder, search, attempt: attempt + 1 }),
  };
}
