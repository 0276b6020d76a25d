import { describe, expect, it } from 'vitest';
import { ACTS, actOf, keysOf, rowKeysOf, SHORTCUTS, shortcutText } from './shortcuts.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys', () => {
  it('are told apart by what is held', () => {
    expect(actOf(press('z', { ctrlKey: true }), 'editor')).toBe('undo');
    expect(actOf(press('Z', { ctrlKey: true, shiftKey: true }), 'editor')).toBe('redo');
    expect(actOf(press('z', { metaKey: true }), 'editor')).toBe('undo');
    expect(actOf(press('l'), 'canvas')).toBe('layoutRight');
    expect(actOf(press('L', { shiftKey: true }), 'canvas')).toBe('layoutDown');
    expect(actOf(press('?', { shiftKey: true }), 'canvas')).toBe('shortcuts');
    expect(actOf(press('1', { altKey: true }), 'canvas')).toBeUndefined();
  });

  it('leave text fields and other controls alone', () => {
    expect(actOf(press('z', { ctrlKey: true }), 'text')).toBeUndefined();
    expect(actOf(press('c'), 'editor')).toBeUndefined();
    expect(actOf(press('f', { ctrlKey: true }), 'text')).toBe('find');
    expect(actOf(press('Delete'), 'editor')).toBeUndefined();
  });

  it('leave the clipboard to the browser', () => {
    for (const key of ['c', 'x', 'v'])
      for (const focus of ['canvas', 'editor', 'text'] as const)
        expect(actOf(press(key, { ctrlKey: true }), focus)).toBeUndefined();
  });

  it('stand for one act each', () => {
    const seen = new Map<string, string>();
    for (const act of ACTS)
      for (const one of SHORTCUTS[act] ?? []) {
        const text = shortcutText(one, false);
        expect(seen.get(text), `${text} of ${act}`).toBeUndefined();
        seen.set(text, act);
      }
  });
});

it('are written as on the keyboard', () => {
  expect(keysOf('redo', false)).toBe('Ctrl+Shift+Z');
  expect(keysOf('redo', true)).toBe('⇧⌘Z');
  expect(keysOf('alignLeft', false)).toBeUndefined();
  // On a row a letter looks for a name, and Enter edits.
  expect((['open', 'connect', 'rename', 'remove', 'add'] as const).map((act) => rowKeysOf(act, false))).toEqual([
    'Alt+↵',
    undefined,
    'F2',
    'Del',
    'Insert',
  ]);
});
