/** Reads one log: its end first, what is written then, and what came before on request. One call at a time. */
import { ApiError } from '#src/api/errors.ts';
import type { LogPart } from '#src/api/log-file.ts';
import { createStore } from '#src/lib/store.ts';
import { LogBuffer } from './log-buffer.ts';

/** First bytes that are read: quick to fetch and more than a screen. */
const TAIL = 128 * 1024;
/** Bytes of a further request. */
const PART = 1024 * 1024;
/** Bytes that are kept. */
const KEPT = 32 * 1024 * 1024;

export interface LogState {
  phase: 'reading' | 'none' | 'ready';
  /** Counts the changes; the lines are in `buffer`. */
  version: number;
  /** Size of the file when it was last read. */
  size: number;
  error: unknown;
  busy: boolean;
  /** Lines that the last change put before the others, less those it took away there; keeps the view in place. */
  shifted: number;
}

export interface LogCalls {
  /** A fresh address of the log; undefined while there is none. */
  address(signal: AbortSignal): Promise<string | undefined>;
  read(address: string, range: string, signal: AbortSignal): Promise<LogPart>;
}

export function createLogReader({ address, read }: LogCalls) {
  const buffer = new LogBuffer(KEPT);
  const state = createStore<LogState>({
    phase: 'reading',
    version: 0,
    size: 0,
    error: undefined,
    busy: false,
    shifted: 0,
  });
  let stop = new AbortController();
  let link: string | undefined;
  let atEnd = true;

  const change = (next: Partial<LogState>) => {
    const now = state.get();
    state.set({ ...now, shifted: 0, ...next, version: now.version + 1 });
  };

  /** Reads a range; an address that is too old is asked for again once. */
  async function part(range: string): Promise<LogPart | undefined> {
    for (const again of [false, true]) {
      link ??= await address(stop.signal);
      if (link === undefined) return undefined;
      try {
        return await read(link, range, stop.signal);
      } catch (error) {
        if (!(error instanceof ApiError) || (error.status !== 403 && error.status !== 404)) throw error;
        if (again && error.status === 403) throw error;
        link = undefined;
      }
    }
    return undefined;
  }

  async function once(act: () => Promise<void>): Promise<void> {
    const { signal } = stop;
    if (state.get().busy || signal.aborted) return;
    state.set({ ...state.get(), busy: true });
    try {
      await act();
      if (state.get().error !== undefined) change({ error: undefined });
    } catch (error) {
      if (!signal.aborted) change({ error });
    } finally {
      if (!signal.aborted) state.set({ ...state.get(), busy: false });
    }
  }

  async function tail(): Promise<void> {
    const found = await part(`bytes=-${TAIL}`);
    if (!found) return change({ phase: 'none' });
    buffer.reset(found.bytes, found.start);
    atEnd = true;
    change({ phase: 'ready', size: found.size });
  }

  async function fresh(): Promise<void> {
    if (state.get().phase !== 'ready' || !atEnd) return tail();
    // The last known byte is read again, so that there is something to answer with.
    const from = Math.max(0, buffer.end - 1);
    const found = await part(`bytes=${from}-${from + PART}`);
    if (!found || found.size < buffer.end) return tail();
    const added = found.bytes.subarray(buffer.end - from);
    if (added.length === 0) return;
    change({ size: found.size, shifted: -buffer.append(added) });
  }

  async function earlier(): Promise<void> {
    if (buffer.start === 0) return;
    const from = Math.max(0, buffer.start - PART);
    const found = await part(`bytes=${from}-${buffer.start - 1}`);
    if (!found) return tail();
    const end = buffer.end;
    const shifted = buffer.prepend(found.bytes, found.start);
    if (buffer.end < end) atEnd = false;
    change({ shifted, size: found.size });
  }

  return {
    buffer,
    state,
    /** Begins with the end of the log, also after it was closed. */
    open: () => {
      if (stop.signal.aborted) stop = new AbortController();
      return once(tail);
    },
    loadTail: () => once(tail),
    loadNew: () => once(fresh),
    loadEarlier: () => once(earlier),
    /** Whether the loaded part reaches the end of the file. */
    reachesEnd: () => atEnd,
    close: () => {
      stop.abort();
      state.set({ ...state.get(), busy: false });
    },
  };
}

export type LogReader = ReturnType<typeof createLogReader>;
