/** Where the keys lead in the outline (the tree grid pattern of WAI-ARIA, with the focus on rows). */
import type { AppSignature, TaskDocument } from '#core/workflow/types.ts';
import { effectiveInputs } from '#core/workflow/values.ts';
import type { OutlineRow } from './rows.ts';

/** A place to go to, or a row to open or close. */
export type Move = { to: number } | { open: number; expand: boolean };

const clamp = (index: number, count: number) => Math.max(0, Math.min(index, count - 1));

function left(rows: readonly OutlineRow[], at: number): Move | undefined {
  const row = rows[at];
  if (row?.expanded) return { open: at, expand: false };
  const parent = rows.findIndex((other) => other.id === row?.parent);
  return parent >= 0 ? { to: parent } : undefined;
}

function right(rows: readonly OutlineRow[], at: number): Move | undefined {
  const row = rows[at];
  if (row?.expanded === undefined) return undefined;
  return row.expanded ? { to: at + 1 } : { open: at, expand: true };
}

/** What a key means at a row; undefined for keys that do not move. `page` is the number of rows on the screen. */
export function moveBy(key: string, rows: readonly OutlineRow[], at: number, page: number): Move | undefined {
  const go = (index: number): Move => ({ to: clamp(index, rows.length) });
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'PageDown':
      return go(at + page);
    case 'PageUp':
      return go(at - page);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowLeft':
      return left(rows, at);
    case 'ArrowRight':
      return right(rows, at);
    default:
      return undefined;
  }
}

/**
 * The next row whose text begins with what was typed; the row itself counts while a word goes on. One letter typed
 * again and again walks through all rows with it.
 */
export function findTyped(texts: readonly string[], at: number, typed: string): number | undefined {
  const same = [...typed].every((letter) => letter === typed[0]);
  const wanted = (same ? (typed[0] ?? '') : typed).toLowerCase();
  const from = same ? at + 1 : at;
  for (let step = 0; step < texts.length; step++) {
    const index = (from + step) % texts.length;
    if (texts[index]?.toLowerCase().startsWith(wanted)) return index;
  }
  return undefined;
}

/** The next row after `at` that has a problem of its own or hides one, around the end; undefined when none has. */
export function nextProblem(rows: readonly OutlineRow[], at: number, step: 1 | -1): number | undefined {
  for (let n = 1; n <= rows.length; n++) {
    const index = (at + step * n + rows.length * n) % rows.length;
    if ((rows[index]?.problems.length ?? 0) > 0) return index;
  }
  return undefined;
}

/** The input of a task that lacks a value it must have, else its first one; undefined when it has none. */
export function inputToFill(task: TaskDocument, app: AppSignature): string | undefined {
  const inputs = effectiveInputs(task, app);
  const missing = inputs.find((input) => input.definition.required && input.values.length === 0);
  return (missing ?? inputs[0])?.definition.name;
}
