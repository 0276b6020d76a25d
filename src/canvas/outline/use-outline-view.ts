import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem, WorkflowEdge } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { onlyEdge, onlyTask } from '../acts/use-edit-acts.ts';
import type { Act } from '../bench.ts';
import { useEditorServices } from '../editor-context.ts';
import { focusField, focusIn } from '../panel/focus-field.ts';
import { focusNode } from './focus-node.ts';
import type { OutlineServices } from './outline-context.ts';
import type { OutlineStore } from './outline-store.ts';
import { ADD_ROW, inputRow, outputRow, type Place, placeOfProblem, taskRow } from './row-ids.ts';
import { tasksMeant } from './tasks-meant.ts';

/** Which of the two ways to edit a workflow fills the screen. */
export type EditorView = 'canvas' | 'outline';

interface Needs {
  store: OutlineStore;
  view: EditorView;
  onView: (view: EditorView) => void;
  /** Lets the outline be seen beside the canvas. */
  showBeside: () => void;
  /** Lets the apps be seen beside the canvas. */
  showPalette: () => void;
  /** Only the outline edits. */
  narrow: boolean;
  apps: readonly AppSummary[];
  add: (appId: string) => Promise<string | undefined>;
  loadApp: OutlineServices['loadApp'];
  /** Selects a task and brings it into sight on the canvas. */
  reveal: (task: string) => void;
}

/** The outline's part of the workbench: its state, ways between it and the canvas, and its keys there. */
export function useOutlineView(needs: Needs) {
  const { store, view, onView, showBeside, showPalette, narrow, apps, add, loadApp, reveal } = needs;
  const { t } = useTranslation('canvas');
  const { t: why } = useTranslation('gestures');
  const { editor, announce } = useEditorServices();
  const [details, setDetails] = useState(false);
  const isOutline = view === 'outline';

  const shown = useRef<EditorView>(undefined);
  useEffect(() => {
    if (isOutline && shown.current !== undefined && shown.current !== view) store.wantFocus();
    shown.current = view;
  }, [isOutline, view, store]);

  const goTo = useCallback(
    (task: string) => {
      editor.select([task]);
      store.reveal({ id: taskRow(task), parents: [] });
      announce(t('announce.found', { name: task }));
    },
    [editor, store, announce, t],
  );

  const services = useMemo<OutlineServices>(
    () => ({
      store,
      apps,
      onAdd: add,
      loadApp,
      onSelect: isOutline ? (task) => editor.select([task]) : reveal,
      onShowOnCanvas: (task) => {
        onView('canvas');
        reveal(task);
        focusNode(task);
      },
      onDetails: (task) => {
        editor.select(tasksMeant(editor, task));
        setDetails(true);
        focusField();
      },
    }),
    [store, apps, add, loadApp, isOutline, editor, reveal, onView],
  );

  const acts = useMemo(() => {
    const onTask = (run: (task: string) => void): Act => ({
      run: () => {
        const task = onlyTask(editor.state.get());
        if (task !== undefined) run(task);
      },
      reason: () => onlyTask(editor.state.get()) === undefined && why('why.selectOne'),
    });
    const onEdge = (placeOf: (edge: WorkflowEdge) => Place): Act => ({
      run: () => {
        const edge = onlyEdge(editor.state.get());
        if (edge) store.reveal(placeOf(edge));
      },
      reason: () => onlyEdge(editor.state.get()) === undefined && why('why.selectEdge'),
    });
    const first = () => [...editor.state.get().selectedTasks][0];
    return {
      rename: onTask((task) => store.edit(taskRow(task), 'own')),
      open: {
        run: () => {
          const task = first();
          if (task !== undefined) services.onDetails?.(task);
        },
        reason: () => first() === undefined && why('why.selectTask'),
      },
      showSource: onEdge(({ from, output }) => ({ id: outputRow(from, output), parents: [taskRow(from)] })),
      showTarget: onEdge(({ to, input }) => ({ id: inputRow(to, input), parents: [taskRow(to)] })),
    };
  }, [editor, store, services, why]);

  // Wherever the focus is, also where it is nowhere.
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (!event.altKey || event.code !== 'KeyO' || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      onView(isOutline ? 'canvas' : 'outline');
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isOutline, onView]);

  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !(event.target instanceof Element)) return;
    const task = event.target.closest<HTMLElement>('.react-flow__node')?.dataset.id;
    if (task === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    showBeside();
    goTo(task);
  };

  return {
    services,
    onKeyDownCapture,
    /** Whether the panel of the selected task is asked for; beside the canvas it always is. */
    details: !isOutline || details,
    /** Acts that mean a row here and a task on the canvas elsewhere. */
    acts,
    closeDetails: () => {
      setDetails(false);
      store.wantFocus();
    },
    /** To where a task is added: the search of the palette, or the last row. */
    goToAdding: () => {
      if (!isOutline && !narrow) {
        showPalette();
        return focusIn('.we-palette');
      }
      onView('outline');
      store.reveal({ id: ADD_ROW, parents: [] });
    },
    goToProblem: (problem: Problem) => {
      const place = placeOfProblem(problem);
      if (!place || problem.task === undefined) return;
      editor.select([problem.task]);
      store.reveal(place);
    },
  };
}
