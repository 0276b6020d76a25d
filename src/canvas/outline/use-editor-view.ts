import { useCallback } from 'react';
import { useUrlState } from '#src/lib/use-url-state.ts';
import type { EditorView } from './use-outline-view.ts';

/** Nothing in the address: what suits the screen. */
const DEFAULTS = { view: '' };

/** Canvas or outline, as the address says (`view=outline`). On narrow screens the outline comes first: it edits. */
export function useEditorView(narrow: boolean) {
  const [{ view: asked }, set] = useUrlState(DEFAULTS);
  const usual: EditorView = narrow ? 'outline' : 'canvas';
  const view: EditorView = asked === 'outline' || asked === 'canvas' ? asked : usual;
  const onView = useCallback((next: EditorView) => set({ view: next === usual ? '' : next }), [set, usual]);
  return { view, onView };
}
