/** Menus made of acts: label, keys, and why an act cannot be done now. */
import type { MenuProps } from 'antd';
import { createElement } from 'react';
import type { Acts } from '../bench.ts';
import type { ActId } from './shortcuts.ts';
import { mayDo } from './use-shortcuts.ts';

/** A list of acts, lines between them, and lists within the list. */
export type ActList = readonly (ActId | 'line' | { key: string; label: string; list: readonly ActId[] })[];

type Items = NonNullable<MenuProps['items']>;

interface Words {
  act: (id: ActId) => string;
  /** What is pressed for it, as it is printed on the keys. */
  keys: (id: ActId) => string | undefined;
}

const DANGER: ReadonlySet<ActId> = new Set(['remove']);

function item(id: ActId, acts: Acts, words: Words): Items[number] {
  const reason = acts[id].reason?.();
  const pressed = acts[id].pressed?.();
  const text = pressed === undefined ? words.act(id) : `${pressed ? '✓ ' : ''}${words.act(id)}`;
  return {
    key: id,
    danger: DANGER.has(id),
    disabled: Boolean(reason),
    extra: words.keys(id),
    label: createElement(
      'span',
      { className: 'menu-entry' },
      text,
      reason ? createElement('small', null, reason) : null,
    ),
  };
}

/** Entries of antd's menu. Acts that those who only look may not do are left out. */
export function actItems(list: ActList, acts: Acts, words: Words, editable: boolean): Items {
  const items: Items = [];
  for (const [index, entry] of list.entries()) {
    if (entry === 'line') {
      const last = items.at(-1);
      if (last && !('type' in last && last.type === 'divider')) items.push({ type: 'divider', key: `line-${index}` });
    } else if (typeof entry === 'string') {
      if (mayDo(entry, editable)) items.push(item(entry, acts, words));
    } else {
      const children = actItems(entry.list, acts, words, editable);
      if (children.length > 0) items.push({ key: entry.key, label: entry.label, children });
    }
  }
  const last = items.at(-1);
  return last && 'type' in last && last.type === 'divider' ? items.slice(0, -1) : items;
}

export const ALIGN_LIST: readonly ActId[] = [
  'alignLeft',
  'alignCentre',
  'alignRight',
  'alignTop',
  'alignMiddle',
  'alignBottom',
  'distributeHorizontal',
  'distributeVertical',
];
