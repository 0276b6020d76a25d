/** The open document without the places of its tasks: what rules, edges and words follow from. */
import { useCallback, useSyncExternalStore } from 'react';
import type { WorkflowDocument } from '#core/workflow/types.ts';
import type { Store } from '#src/lib/store.ts';
import type { EditorState } from '../editor.ts';
import { useEditor } from '../editor-context.ts';
import { sameButPlaces } from './same-but-place.ts';

interface Known {
  document: WorkflowDocument;
  structure: WorkflowDocument;
}

const known = new WeakMap<Store<EditorState>, Known>();

/** The document as it was when something other than the place of a task last changed. Compared once per change. */
export function structureOf(state: Store<EditorState>): WorkflowDocument {
  const { document } = state.get();
  const before = known.get(state);
  if (before?.document === document) return before.structure;
  const structure = before && sameButPlaces(before.structure, document) ? before.structure : document;
  known.set(state, { document, structure });
  return structure;
}

/** The structure of the open document. Who only needs this is not drawn again while tasks are moved. */
export function useStructure(): WorkflowDocument {
  const { state } = useEditor();
  const read = useCallback(() => structureOf(state), [state]);
  return useSyncExternalStore(state.subscribe, read);
}
