/** What the workbench shows beside the document: tools, open lists and menus, guide lines. Nothing of it is saved. */
import { createContext, useContext } from 'react';
import type { LooseEnd } from '#core/workflow/insert.ts';
import type { Guide } from '#core/workflow/snap.ts';
import type { WorkflowEdge } from '#core/workflow/types.ts';
import { readPreference, writePreference } from '#src/lib/local-preference.ts';
import { createStore, type Store } from '#src/lib/store.ts';
import type { ActId } from './acts/shortcuts.ts';
import type { Point } from './drawing/placement.ts';

/** How the hand works on the canvas; remembered in this browser. */
export interface Habits {
  /** What dragging the canvas does. */
  tool: 'hand' | 'select';
  snap: boolean;
  map: boolean;
}

/** What stands over the canvas; one thing at a time. */
export type Overlay =
  | { kind: 'menu'; of: 'tasks' | 'edge' | 'canvas' | 'rowTask' | 'rowPort' | 'rowEdge' | 'rows'; at: Point }
  | { kind: 'connect'; task: string }
  | { kind: 'insert'; edge: WorkflowEdge }
  | { kind: 'attach'; end: LooseEnd; at: Point }
  | { kind: 'shortcuts' };

/** One act: what it does, and why it cannot be done now. */
export interface Act {
  run(): void;
  reason?(): string | false;
  /** For acts that switch something on and off. */
  pressed?(): boolean;
}

export type Acts = Readonly<Record<ActId, Act>>;

export interface Bench {
  habits: Store<Habits>;
  overlay: Store<Overlay | undefined>;
  /** The task whose name is being written over. */
  renaming: Store<string | undefined>;
  guides: Store<readonly Guide[]>;
  /** The port of the outline whose menu is open. */
  port: Store<LooseEnd | undefined>;
  /** Where the pointer last was over the canvas, in pixels of the window. */
  pointer: { at: Point | undefined };
}

const HABITS = 'canvas-habits';
const DEFAULTS: Habits = { tool: 'hand', snap: true, map: true };

function readHabits(): Habits {
  try {
    const stored: unknown = JSON.parse(readPreference(HABITS) ?? '{}');
    const { tool, snap, map } = { ...DEFAULTS, ...(stored as Partial<Habits>) };
    return { tool: tool === 'select' ? 'select' : 'hand', snap: snap !== false, map: map !== false };
  } catch {
    return DEFAULTS;
  }
}

export function createBench(): Bench {
  const habits = createStore(readHabits());
  habits.subscribe(() => writePreference(HABITS, JSON.stringify(habits.get())));
  return {
    habits,
    overlay: createStore<Overlay | undefined>(undefined),
    renaming: createStore<string | undefined>(undefined),
    guides: createStore<readonly Guide[]>([]),
    port: createStore<LooseEnd | undefined>(undefined),
    pointer: { at: undefined },
  };
}

export const BenchContext = createContext<{ bench: Bench; acts: Acts } | undefined>(undefined);

/** The workbench around; only for components inside an editor. */
export function useBench(): { bench: Bench; acts: Acts } {
  const found = useContext(BenchContext);
  if (!found) throw new Error('This component belongs inside a workbench');
  return found;
}
