/** What the drawn nodes need from the canvas around them; kept out of node data, which is projected from the document. */
import { createContext, useContext } from 'react';
import type { TaskStatus } from '#core/job/types.ts';
import type { ParameterType } from '#core/workflow/types.ts';
import { createStore, type Store } from '#src/lib/store.ts';
import type { RunRole } from '../run/run-roles.ts';
import type { FanOut } from './graph.ts';

/** A connection being drawn: for every port of the other side, whether it may be the end. Keys are `portKey`. */
export interface Connecting {
  from: { task: string; handle: string };
  verdicts: ReadonlyMap<string, boolean>;
  /** The port that would be taken now, when it is chosen from a list. */
  aim?: string | undefined;
}

export const portKey = (task: string, handle: string): string => `${task}|${handle}`;

export interface CanvasSurroundings {
  editable: boolean;
  connecting: Store<Connecting | undefined>;
  /** Lists the instances of a task beside it, or stops to; absent where there are none to list. */
  onExpand?: (task: string) => void;
}

/** Surroundings of a canvas that is only looked at. */
export const READ_ONLY_SURROUNDINGS: CanvasSurroundings = {
  editable: false,
  connecting: createStore<Connecting | undefined>(undefined),
};

export const CanvasContext = createContext<CanvasSurroundings>(READ_ONLY_SURROUNDINGS);

export const useCanvasSurroundings = (): CanvasSurroundings => useContext(CanvasContext);

/** Words of the drawing, looked up once per language: a hook per port would cost more than drawing it. */
export interface DrawingWords {
  type: Readonly<Record<ParameterType, string>>;
  state: Readonly<Record<TaskStatus, string>>;
  appMissing: string;
  fanOut: (fanOut: FanOut) => string;
  problems: (count: number) => string;
  role: Readonly<Record<RunRole, string>>;
  neverStarted: string;
  planned: (count: number) => string;
  instancesOf: (task: string, count: number) => string;
}

/** How much of a task can be made out: all, its name, or that there is one. */
export type Detail = 'near' | 'far' | 'dots';

export interface Drawing {
  detail: Detail;
  words: DrawingWords;
}

export const DrawingContext = createContext<Drawing | undefined>(undefined);

/** What the drawing around a node tells it. */
export function useDrawing(): Drawing {
  const drawing = useContext(DrawingContext);
  if (!drawing) throw new Error('A task is drawn inside a canvas');
  return drawing;
}
