/** What the clipboard carries, and how it comes to stand in another workflow. */

import { type AppName, appUses, withAddresses, withApps } from '#core/workflow/app-addresses.ts';
import { boundsOf } from '#core/workflow/arrange.ts';
import type { OutsideReference } from '#core/workflow/fragment.ts';
import { edgesOf } from '#core/workflow/graph.ts';
import type { AppLookup, TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';
import type { Size } from '../drawing/geometry.ts';
import { type Point, placeTasks } from '../drawing/placement.ts';

/** How far a paste moves away from what it would cover exactly. */
const STEP = 24;
const BESIDE = 96;

/** The reader and writer of fragments; loaded apart, for it brings a parser along. */
export type Fragments = typeof import('#core/workflow/fragment.ts');

/** The tasks as text, their apps by address, so that another project knows which are meant. */
export function copiedText(
  fragments: Pick<Fragments, 'fragmentOf'>,
  document: WorkflowDocument,
  tasks: Iterable<string>,
  lookup: AppLookup,
  projectName: string,
): string {
  return fragments.fragmentOf(withAddresses(document, lookup, projectName), tasks);
}

export interface ResolvedApps {
  tasks: readonly TaskDocument[];
  /** Ids of apps of the project that the tasks use. */
  ids: string[];
  /** As written, of apps the project does not have. */
  unknown: string[];
}

/** Tasks with the project's own ids: for the very app, or one of the same name and version. */
export function resolveApps(
  tasks: readonly TaskDocument[],
  apps: readonly AppName[],
  projectName: string,
): ResolvedApps {
  const document = { name: '', version: '', tasks: [...tasks] };
  const ids = new Map<string, string>();
  const unknown: string[] = [];
  for (const { appId, proposals } of appUses(document, apps, projectName)) {
    const [best] = proposals;
    if (best && best.match !== 'name') ids.set(appId, best.app.id);
    else unknown.push(appId);
  }
  return { tasks: withApps(document, ids).tasks ?? [], ids: [...new Set(ids.values())], unknown };
}

/** Where a paste goes: its corner at a point, or beside boxes, or around the middle of what is seen. */
export type PasteAim = { corner: Point } | { beside: readonly (Point & Size)[] } | { centre: Point };

function cornerFor(aim: PasteAim, size: Size): Point {
  if ('corner' in aim) return aim.corner;
  if ('centre' in aim) return { x: aim.centre.x - size.width / 2, y: aim.centre.y - size.height / 2 };
  const bounds = boundsOf(aim.beside) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: bounds.x + bounds.width + BESIDE, y: bounds.y };
}

/**
 * The tasks with places: as they stood to each other when copied, moved to where they are wanted, and never exactly
 * onto other tasks.
 */
export function placePasted(
  tasks: readonly TaskDocument[],
  sizeOf: (task: TaskDocument) => Size,
  aim: PasteAim,
  taken: readonly Point[],
): TaskDocument[] {
  const places = placeTasks(tasks, edgesOf({ name: '', version: '', tasks: [...tasks] }), sizeOf);
  const boxes = tasks.map((task) => ({ ...(places.get(task.task_name) ?? { x: 0, y: 0 }), ...sizeOf(task) }));
  const bounds = boundsOf(boxes);
  if (!bounds) return [];
  const wanted = cornerFor(aim, bounds);
  const by = { x: Math.round(wanted.x - bounds.x), y: Math.round(wanted.y - bounds.y) };
  const covers = () => boxes.some((box) => taken.some(({ x, y }) => x === box.x + by.x && y === box.y + by.y));
  while (covers()) {
    by.x += STEP;
    by.y += STEP;
  }
  return tasks.map((task, at) => {
    const box = boxes[at] ?? bounds;
    return { ...task, location: { ...task.location, x: box.x + by.x, y: box.y + by.y } };
  });
}

/** References that were dropped, as `task.input ← from.output`. */
export const droppedWords = (outside: readonly OutsideReference[]): string[] =>
  outside.filter(({ kept }) => !kept).map(({ to, input, task, output }) => `${to}.${input} ← ${task}.${output}`);
