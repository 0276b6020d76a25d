import { useMemo } from 'react';
import { graphOf } from '#core/workflow/graph.ts';
import type { TaskDocument } from '#core/workflow/types.ts';
import { useStructure } from '../drawing/use-structure.ts';
import type { EditorState } from '../editor.ts';
import { useEditorState } from '../editor-context.ts';

const selectionOf = (state: EditorState) => state.selectedTasks;

/** The selected tasks as they are now; the same list while neither they nor the selection change. */
export function useSelectedTasks(): readonly TaskDocument[] {
  const document = useStructure();
  const selected = useEditorState(selectionOf);
  return useMemo(() => {
    const { tasks } = graphOf(document);
    return [...selected].flatMap((name) => tasks.get(name) ?? []);
  }, [document, selected]);
}
