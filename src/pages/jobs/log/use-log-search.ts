import { useMemo, useState } from 'react';
import type { LogReader } from './log-reader.ts';

/** Search in the loaded part of a log: which lines have the text, and the one that is looked at. */
export function useLogSearch(reader: LogReader, version: number) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  // Lines are found again when the log changes; the version stands for its content.
  const hits = useMemo(() => (version >= 0 ? reader.buffer.find(text) : []), [reader, text, version]);
  const hitSet = useMemo(() => new Set(hits), [hits]);
  const position = hits.length === 0 ? -1 : Math.min(Math.max(at, 0), hits.length - 1);
  return {
    text,
    hits,
    hitSet,
    at: position,
    /** Number of the line to bring into view; undefined when nobody asked for one. */
    line: at < 0 ? undefined : hits[position],
    setText: (next: string) => {
      setText(next);
      // The last hit is the nearest to the end, where one is.
      setAt(next === '' ? -1 : reader.buffer.find(next).length - 1);
    },
    go: (step: 1 | -1) => {
      if (hits.length > 0) setAt((position + step + hits.length) % hits.length);
    },
  };
}
