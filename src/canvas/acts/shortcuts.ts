/** Every act of the editor and the keys that do it: one list for the keys, the menus and the sheet that shows them. */

export const ACTS = [
  'undo',
  'redo',
  'cut',
  'copy',
  'paste',
  'duplicate',
  'remove',
  'selectAll',
  'add',
  'rename',
  'open',
  'connect',
  'insert',
  'attach',
  'disconnect',
  'showSource',
  'showTarget',
  'alignLeft',
  'alignCentre',
  'alignRight',
  'alignTop',
  'alignMiddle',
  'alignBottom',
  'distributeHorizontal',
  'distributeVertical',
  'layoutRight',
  'layoutDown',
  'layoutSelection',
  'layoutSelectionDown',
  'layoutOpen',
  'snap',
  'fitAll',
  'fitSelection',
  'zoomIn',
  'zoomOut',
  'zoomFull',
  'map',
  'selectTool',
  'handTool',
  'find',
  'findNext',
  'findPrevious',
  'save',
  'menu',
  'shortcuts',
] as const;

export type ActId = (typeof ACTS)[number];

export interface Shortcut {
  /** `event.key`, letters in lower case. */
  key: string;
  /** Ctrl, or ⌘ on a Mac. */
  mod?: boolean;
  /** Absent: it does not matter, as for `+` and `?`, which need it on some keyboards and not on others. */
  shift?: boolean;
  /**
   * Where it works: in the whole editor, there in text fields too, on the canvas only (keys without Ctrl would else
   * get in the way of other controls), or by an event of the browser (the clipboard).
   */
  where: 'editor' | 'text' | 'canvas' | 'browser';
}

const mod = (key: string, where: Shortcut['where'] = 'editor', shift = false): Shortcut => ({
  key,
  mod: true,
  shift,
  where,
});
const plain = (key: string, shift?: boolean): Shortcut =>
  shift === undefined ? { key, where: 'canvas' } : { key, shift, where: 'canvas' };

export const SHORTCUTS: Partial<Record<ActId, readonly Shortcut[]>> = {
  undo: [mod('z')],
  redo: [mod('z', 'editor', true), mod('y')],
  cut: [mod('x', 'browser')],
  copy: [mod('c', 'browser')],
  paste: [mod('v', 'browser')],
  duplicate: [mod('d')],
  remove: [plain('Delete'), plain('Backspace')],
  selectAll: [mod('a')],
  add: [plain('a', false), { key: 'Insert', shift: false, where: 'editor' }],
  rename: [{ key: 'F2', where: 'editor' }],
  open: [plain('Enter', false)],
  connect: [plain('c', false)],
  insert: [plain('i', false)],
  layoutRight: [plain('l', false)],
  layoutDown: [plain('l', true)],
  snap: [plain('g', false)],
  fitAll: [plain('1', false)],
  fitSelection: [plain('2', false)],
  zoomFull: [plain('0', false)],
  zoomIn: [plain('+'), plain('=')],
  zoomOut: [plain('-')],
  map: [plain('m', false)],
  selectTool: [plain('v', false)],
  handTool: [plain('h', false)],
  find: [mod('f', 'text')],
  findNext: [{ key: 'F3', shift: false, where: 'text' }],
  findPrevious: [{ key: 'F3', shift: true, where: 'text' }],
  save: [mod('s', 'text')],
  menu: [{ key: 'F10', shift: true, where: 'canvas' }, plain('ContextMenu')],
  shortcuts: [plain('?')],
};

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const matches = (pressed: Pressed, { key, mod: withMod = false, shift }: Shortcut): boolean =>
  (pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key) === key &&
  (pressed.ctrlKey || pressed.metaKey) === withMod &&
  (shift === undefined || pressed.shiftKey === shift);

/** The act a key stands for where the focus is; undefined when it stands for none. */
export function actOf(pressed: Pressed, focus: 'canvas' | 'editor' | 'text'): ActId | undefined {
  // With Alt a key is a character, or the browser's own.
  if (pressed.altKey) return undefined;
  const allowed = { canvas: ['canvas', 'editor', 'text'], editor: ['editor', 'text'], text: ['text'] }[focus];
  for (const act of ACTS) {
    const found = SHORTCUTS[act]?.some((one) => allowed.includes(one.where) && matches(pressed, one));
    if (found) return act;
  }
  return undefined;
}

const NAMES: Record<string, string> = { Delete: 'Del', ContextMenu: '☰', Backspace: '⌫', Enter: '↵' };

/** A shortcut as it is printed on the keys, `Ctrl+Shift+Z` or `⇧⌘Z`. */
export function shortcutText({ key, mod: withMod, shift }: Shortcut, mac: boolean): string {
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  if (mac) return `${shift ? '⇧' : ''}${withMod ? '⌘' : ''}${name}`;
  return [withMod && 'Ctrl', shift && 'Shift', name].filter(Boolean).join('+');
}

export const onMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The first shortcut of an act, for menus and hints; undefined when it has none. */
export function keysOf(act: ActId, mac = onMac()): string | undefined {
  const [first] = SHORTCUTS[act] ?? [];
  return first && shortcutText(first, mac);
}

/** The same on a row of the outline, where letters look for a name and Enter edits. */
export function rowKeysOf(act: ActId, mac = onMac()): string | undefined {
  if (act === 'open') return mac ? '⌥↵' : 'Alt+↵';
  const found = SHORTCUTS[act]?.find(({ key, where }) => where !== 'canvas' || key === 'Delete');
  return found && shortcutText(found, mac);
}
