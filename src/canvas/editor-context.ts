/** The open editor and what it gets from the page around it. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { PickerEntry } from '#src/ui/path-picker.tsx';
import type { Editor, EditorState } from './editor.ts';

export interface EditorServices {
  editor: Editor;
  /** Reads one folder of the project's data (`/` is the root). */
  loadFolder: (folder: string, signal: AbortSignal) => Promise<readonly PickerEntry[]>;
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
