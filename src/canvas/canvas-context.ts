/** What the drawn nodes need from the canvas around them; kept out of node data, which is projected from the document. */
import { createContext, useContext } from 'react';
import type { TaskStatus } from '#core/job/types.ts';
import type { ParameterType } from '#core/workflow/types.ts';
import { createStore, type Store } from '#src/lib/store.ts';
import type { FanOut } from './project.ts';

/** A connection being drawn: for every port of the other side, whether it may be the end. Keys are `portKey`. */
export interface Connecting {
  from: { task: string; handle: string };
  verdicts: ReadonlyMap<string, boolean>;
}

export const portKey = (task: string, handle: string): string => `${task}|${handle}`;

export interface CanvasSurroundings {
  editable: boolean;
  connecting: Store<Connecting | undefined>;
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
}

export interface Drawing {
  /** The view is so far away that only names can be read. */
  far: Store<boolean>;
  words: DrawingWords;
}

export const DrawingContext = createContext<Drawing | undefined>(undefined);

/** What the drawing around a node tells it. */
export function useDrawing(): Drawing {
  const drawing = useContext(DrawingContext);
  if (!drawing) throw new Error('A task is drawn inside a canvas');
  return drawing;
}
