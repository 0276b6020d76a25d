/** Values as text: what is typed line by line, and what is pasted from a spreadsheet. */
import { parseDelimited } from '#src/lib/delimited.ts';

const filled = (parts: readonly string[]): string[] => parts.map((part) => part.trim()).filter((part) => part !== '');

/** Values one per line; empty lines are no values. */
export const toValues = (text: string): string[] => filled(text.split('\n'));

/**
 * The values of a pasted text: lines of a column, of a table its first column, cells of a row, or one line with
 * commas. Commas inside lines of a column belong to the values.
 */
export function pastedValues(text: string): string[] {
  const lines = filled(text.split(/\r\n|\r|\n/));
  if (lines.length > 1) return filled(lines.map((line) => line.split('\t')[0] ?? ''));
  const [line = ''] = lines;
  if (line.includes('\t')) return filled(line.split('\t'));
  return filled(parseDelimited(line, ',', 1)[0] ?? []);
}

/** The list with the items at `from` moved so that the first of them stands at `to` of what is left. */
export function moved(values: readonly string[], from: ReadonlySet<number>, to: number): string[] {
  const taken = values.filter((_, at) => from.has(at));
  const left = values.filter((_, at) => !from.has(at));
  const place = Math.max(0, Math.min(left.length, to));
  return [...left.slice(0, place), ...taken, ...left.slice(place)];
}
