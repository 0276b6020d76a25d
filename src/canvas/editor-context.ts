/** The open editor and what it gets from the page around it. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { NodeKind } from '#core/nodes/kinds.ts';
import type { LoadPaths } from '#src/ui/path-picker.tsx';
import type { Editor, EditorState } from './editor.ts';

export interface EditorServices {
  projectId: string;
  editor: Editor;
  /** Reads one folder of the project's data (`/` is the root), or searches below it. */
  loadFolder: LoadPaths;
  /** Kinds of nodes the platform has; absent while they are not known. */
  nodes?: readonly NodeKind[] | undefined;
  /** False for members who may only look and on narrow screens. */
  editable: boolean;
  /** Reads a sentence out to screen readers. */
  announce: (sentence: string) => void;
}

export const EditorContext = createContext<EditorServices | undefined>(undefined);

/** The services of the editor around; only for components inside one. */
export function useEditorServices(): EditorServices {
  const services = useContext(EditorContext);
  if (!services) throw new Error('This component belongs inside a workflow editor');
  return services;
}

export const useEditor = (): Editor => useEditorServices().editor;

/** A part of the editor's state. `select` must give the same object while nothing it looks at changed. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  const { state } = useEditor();
  const read = useCallback(() => select(state.get()), [state, select]);
  return useSyncExternalStore(state.subscribe, read);
}

/**
 * The same, told at most once a frame: for what stands around the drawing and would else be drawn three times for
 * every press of an arrow key.
 */
export function useEditorStateByFrame<T>(select: (state: EditorState) => T): T {
  const { state } = useEditor();
  const subscribe = useCallback(
    (listener: () => void) => {
      let frame: number | undefined;
      const stop = state.subscribe(() => {
        frame ??= requestAnimationFrame(() => {
          frame = undefined;
          listener();
        });
      });
      return () => {
        stop();
        if (frame !== undefined) cancelAnimationFrame(frame);
      };
    },
    [state],
  );
  const read = useCallback(() => select(state.get()), [state, select]);
  return useSyncExternalStore(subscribe, read);
}
