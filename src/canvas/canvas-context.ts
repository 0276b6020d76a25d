/** What the drawn nodes need from the canvas around them; kept out of node data, which is projected from the document. */
import { createContext, useContext } from 'react';
import { createStore, type Store } from '#src/lib/store.ts';

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
