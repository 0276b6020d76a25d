/** Where tasks stand. Saved positions are respected; tasks without one get a place that is not part of the document. */
import type { TaskDocument } from '#core/workflow/types.ts';
import type { Size } from './geometry.ts';

export interface Point {
  x: number;
  y: number;
}

const COLUMN_GAP = 96;
const ROW_GAP = 32;

/** The saved position, when it is complete. */
export function savedPlace(task: TaskDocument): Point | undefined {
  const { x, y } = task.location ?? {};
  return typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y)
    ? { x, y }
    : undefined;
}

/** Longest distance from a task without predecessors; tasks of a cycle stay where the walk stopped. */
function ranks(names: readonly string[], edges: readonly { from: string; to: string }[]): Map<string, number> {
  const rank = new Map(names.map((name) => [name, 0]));
  const waits = new Map(names.map((name) => [name, 0]));
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (!rank.has(from) || !rank.has(to)) continue;
    waits.set(to, (waits.get(to) ?? 0) + 1);
    after.set(from, [...(after.get(from) ?? []), to]);
  }
  const ready = names.filter((name) => waits.get(name) === 0);
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    for (const next of after.get(name) ?? []) {
      rank.set(next, Math.max(rank.get(next) ?? 0, (rank.get(name) ?? 0) + 1));
      const left = (waits.get(next) ?? 1) - 1;
      waits.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return rank;
}

/** A place for every task, in linear time: columns by rank for those without a saved one, below all that have one. */
export function placeTasks(
  tasks: readonly TaskDocument[],
  edges: readonly { from: string; to: string }[],
  sizeOf: (task: TaskDocument) => Size,
): Map<string, Point> {
  const places = new Map<string, Point>();
  const open: TaskDocument[] = [];
  let left = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const task of tasks) {
    const place = savedPlace(task);
    if (!place) {
      open.push(task);
      continue;
    }
    places.set(task.task_name, place);
    left = Math.min(left, place.x);
    bottom = Math.max(bottom, place.y + sizeOf(task).height);
  }
  if (open.length === 0) return places;
  const origin = places.size > 0 ? { x: left, y: bottom + COLUMN_GAP } : { x: 0, y: 0 };
  const rank = ranks(
    open.map((task) => task.task_name),
    edges,
  );
  const nextY = new Map<number, number>();
  for (const task of open) {
    const column = rank.get(task.task_name) ?? 0;
    const y = nextY.get(column) ?? origin.y;
    const size = sizeOf(task);
    places.set(task.task_name, { x: origin.x + column * (size.width + COLUMN_GAP), y });
    nextY.set(column, y + size.height + ROW_GAP);
  }
  return places;
}
