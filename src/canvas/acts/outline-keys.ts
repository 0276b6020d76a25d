/** Keys that mean something on a row of the outline only, as the sheet of keys shows them. */

interface OutlineKey {
  meaning:
    | 'walk'
    | 'edit'
    | 'next'
    | 'reference'
    | 'select'
    | 'order'
    | 'nudge'
    | 'problem'
    | 'details'
    | 'canvas'
    | 'view';
  /** `Mod` is Ctrl, or ⌘ on a Mac. */
  keys: readonly string[];
  /** Also for those who only look. */
  looking?: boolean;
}

export const OUTLINE_KEYS: readonly OutlineKey[] = [
  { meaning: 'walk', keys: ['↑ ↓ ← →'], looking: true },
  { meaning: 'select', keys: ['Space', 'Shift+↑ ↓'], looking: true },
  { meaning: 'edit', keys: ['Enter'] },
  { meaning: 'next', keys: ['Mod+Enter'] },
  { meaning: 'reference', keys: ['='] },
  { meaning: 'order', keys: ['Alt+↑ ↓'] },
  { meaning: 'nudge', keys: ['Alt+↑ ↓ ← →'] },
  { meaning: 'problem', keys: ['F8', 'Shift+F8'], looking: true },
  { meaning: 'details', keys: ['Alt+Enter'], looking: true },
  { meaning: 'canvas', keys: ['Mod+Enter'], looking: true },
  { meaning: 'view', keys: ['Alt+O'], looking: true },
];

const NAMES = { mac: { Mod: '⌘', Alt: '⌥', Shift: '⇧' }, other: { Mod: 'Ctrl+', Alt: 'Alt+', Shift: 'Shift+' } };

/** A key as it is printed, `Alt+↑` or `⌥↑`; `space` is the name of the longest one. */
export function outlineKeyText(key: string, mac: boolean, space: string): string {
  const names = NAMES[mac ? 'mac' : 'other'];
  return key
    .replace(/(Mod|Alt|Shift)\+/g, (_, name: keyof typeof names) => names[name])
    .replace('Enter', '↵')
    .replace('Space', space);
}
