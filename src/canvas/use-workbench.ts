import { useCallback, useMemo, useState } from 'react';
import { useFinder } from './acts/find-task.tsx';
import { focusCanvas } from './acts/focus.ts';
import { menuFor } from './acts/open-menu.ts';
import type { ActId } from './acts/shortcuts.ts';
import { useActs } from './acts/use-acts.ts';
import { useClipboard } from './acts/use-clipboard.ts';
import type { PasteNeeds } from './acts/use-paste.ts';
import { useRemove } from './acts/use-remove.ts';
import { useUndo } from './acts/use-undo.ts';
import type { Act } from './bench.ts';
import { createBench } from './bench.ts';
import { useEditorServices } from './editor-context.ts';
import { useLayout } from './layout/use-layout.ts';

interface Needs extends Omit<PasteNeeds, 'bench' | 'fragments'> {
  onSave: () => void;
  openPanel: () => void;
  /** Goes to where an app is chosen for a new task. */
  chooseApp: () => void;
  reveal: (task: string) => void;
  /** Acts that are done otherwise where the canvas is not there. */
  instead: Partial<Record<ActId, Act>>;
}

/** Tools, acts and the search of one open editor. */
export function useWorkbench(needs: Needs) {
  const { onSave, openPanel, chooseApp, reveal, instead, apps, projectName, loadApp } = needs;
  const { editor, announce } = useEditorServices();
  const [bench] = useState(createBench);
  const { undo, redo, travel } = useUndo();
  const { layout, busy } = useLayout(editor, announce);
  const clipboard = useClipboard({ bench, apps, projectName, loadApp });
  const removeSelection = useRemove(editor, announce, undo);
  const finder = useFinder(reveal);
  const { step, field } = finder;
  const remove = useCallback(() => {
    removeSelection();
    // What had the focus is gone; without a new place for it the next key would go nowhere.
    focusCanvas();
  }, [removeSelection]);
  const others = useMemo(
    (): Partial<Record<ActId, Act>> => ({
      ...clipboard,
      save: { run: onSave },
      add: { run: chooseApp },
      find: {
        run: () => {
          field.current?.focus();
          field.current?.select();
        },
      },
      findNext: { run: () => step(1) },
      findPrevious: { run: () => step(-1) },
      menu: {
        run: () => {
          if (document.activeElement) bench.overlay.set(menuFor(editor, document.activeElement));
        },
      },
      ...instead,
    }),
    [bench, clipboard, editor, onSave, chooseApp, instead, step, field],
  );
  const acts = useActs({ bench, undo, redo, remove, openPanel, reveal, layout, others });
  const shared = useMemo(() => ({ bench, acts }), [bench, acts]);
  return { shared, acts, finder, travel, layingOut: busy };
}
