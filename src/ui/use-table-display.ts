import { useState } from 'react';
import { readPreference, writePreference } from '#src/lib/local-preference.ts';
import type { Column } from './data-table-types.ts';

interface Display {
  /** Columns the user has switched away from their default. */
  switched: string[];
  dense: boolean;
}

function read(storageKey: string): Display {
  try {
    return { switched: [], dense: true, ...JSON.parse(readPreference(`table.${storageKey}`) ?? '{}') };
  } catch {
    return { switched: [], dense: true };
  }
}

/** Chosen columns and density of a table, remembered in this browser. */
export function useTableDisplay<Row>(storageKey: string, columns: readonly Column<Row>[]) {
  const [display, setDisplay] = useState(() => read(storageKey));
  const keep = (next: Display) => {
    setDisplay(next);
    writePreference(`table.${storageKey}`, JSON.stringify(next));
  };
  const isShown = (column: Column<Row>) => Boolean(column.hidden) === display.switched.includes(column.key);
  return {
    dense: display.dense,
    isShown,
    // The first column names the row and always stays.
    visible: columns.filter((column, index) => index === 0 || isShown(column)),
    setDense: (dense: boolean) => keep({ ...display, dense }),
    toggle: (key: string) =>
      keep({
        ...display,
        switched: display.switched.includes(key)
          ? display.switched.filter((other) => other !== key)
          : [...display.switched, key],
      }),
  };
}
