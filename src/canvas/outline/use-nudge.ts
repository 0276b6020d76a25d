import type { KeyboardEvent } from 'react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditorServices } from '../editor-context.ts';
import { useTyping } from '../panel/use-typing.ts';
import type { OutlineRow } from './rows.ts';
import { tasksMeant } from './tasks-meant.ts';

/** As far as the arrow keys move a task on the canvas, in its pixels; with Shift that many times as far. */
const STEP = 5;
const FAR = 4;

const DIRECTIONS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

/**
 * Moves tasks by Alt and the arrow keys at the row of their place, as the arrow keys alone do on the canvas. From the
 * first press to the release is one step; where the task stands is said at its end.
 */
export function useNudge() {
  const { t } = useTranslation('outline');
  const { editor, editable, announce } = useEditorServices();
  const step = useTyping();
  const moved = useRef<{ task: string; count: number }>(undefined);
  return {
    /** Whether the key is one that moves tasks. */
    press: (event: KeyboardEvent, row: OutlineRow): boolean => {
      const direction = DIRECTIONS[event.key];
      if (row.kind !== 'place' || !direction || !event.altKey || !editable) return false;
      const task = row.item.task_name;
      const names = tasksMeant(editor, task);
      const far = event.shiftKey ? FAR : 1;
      const places = editor
        .boxes()
        .filter(({ name }) => names.includes(name))
        .map(({ name, x, y }) => [name, { x: x + direction.x * far, y: y + direction.y * far }] as const);
      step.onFocus();
      editor.run({ type: 'moveTasks', positions: Object.fromEntries(places) });
      moved.current = { task, count: names.length };
      return true;
    },
    /** Ends the step, when one is open. */
    release: () => {
      step.onBlur();
      const { task, count } = moved.current ?? {};
      moved.current = undefined;
      const box = editor.boxes().find(({ name }) => name === task);
      if (box) announce(t('announce.placed', { name: box.name, x: box.x, y: box.y, count }));
    },
  };
}
