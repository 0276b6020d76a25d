import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { edgesOf, taskOf } from '#core/workflow/graph.ts';
import type { WorkflowEdge } from '#core/workflow/types.ts';
import type { Act, Bench } from '../bench.ts';
import { edgeId } from '../drawing/graph.ts';
import { type EditorState, mayRedo, mayUndo } from '../editor.ts';
import { useEditorServices } from '../editor-context.ts';
import { focusCanvas } from './focus.ts';

export interface EditNeeds {
  bench: Bench;
  undo: () => void;
  redo: () => void;
  remove: () => void;
  /** Goes on to the panel of the selected task. */
  openPanel: () => void;
  /** Selects a task and brings it into view. */
  reveal: (task: string) => void;
}

/** The selected task when it is the only thing selected. */
export const onlyTask = ({ selectedTasks }: EditorState): string | undefined =>
  selectedTasks.size === 1 ? [...selectedTasks][0] : undefined;

/** The selected edge when it is the only thing selected. */
export function onlyEdge({ document, selectedTasks, selectedEdges }: EditorState): WorkflowEdge | undefined {
  if (selectedEdges.size !== 1 || selectedTasks.size > 0) return undefined;
  return edgesOf(document).find((edge) => selectedEdges.has(edgeId(edge)));
}

/** How far from its neighbour a task is put that is added for one of its ports. */
const BESIDE = 96;

type EditAct =
  | 'undo'
  | 'redo'
  | 'duplicate'
  | 'remove'
  | 'selectAll'
  | 'rename'
  | 'open'
  | 'connect'
  | 'insert'
  | 'attach'
  | 'disconnect'
  | 'showSource'
  | 'showTarget';

/** Acts that change the document or what is selected of it. */
export function useEditActs(needs: EditNeeds): Record<EditAct, Act> {
  const { bench, undo, redo, remove, openPanel, reveal } = needs;
  const { t } = useTranslation('gestures');
  const { t: canvas } = useTranslation('canvas');
  const { editor, announce } = useEditorServices();
  return useMemo(() => {
    const now = () => editor.state.get();
    const task = () => onlyTask(now());
    const edge = () => onlyEdge(now());
    const onTask = (run: (name: string) => void): Act => ({
      run: () => {
        const name = task();
        if (name !== undefined) run(name);
      },
      reason: () => task() === undefined && t('why.selectOne'),
    });
    const onEdge = (run: (edge: WorkflowEdge) => void): Act => ({
      run: () => {
        const found = edge();
        if (found) run(found);
      },
      reason: () => edge() === undefined && t('why.selectEdge'),
    });
    const outputs = (name: string) => editor.lookup(taskOf(now().document, name)?.app_id ?? '')?.outputs ?? [];
    return {
      undo: { run: undo, reason: () => !mayUndo(now()) && canvas('toolbar.nothingToUndo') },
      redo: { run: redo, reason: () => !mayRedo(now()) && canvas('toolbar.nothingToRedo') },
      duplicate: {
        run: editor.duplicateSelection,
        reason: () => now().selectedTasks.size === 0 && t('why.selectTask'),
      },
      remove: {
        run: remove,
        reason: () => now().selectedTasks.size + now().selectedEdges.size === 0 && canvas('toolbar.nothingSelected'),
      },
      selectAll: {
        run: () => {
          const names = editor.boxes().map(({ name }) => name);
          editor.select(names);
          announce(t('announce.selectedAll', { count: names.length }));
        },
        reason: () => editor.boxes().length === 0 && t('why.noTasks'),
      },
      rename: onTask((name) => bench.renaming.set(name)),
      open: onTask(openPanel),
      connect: {
        ...onTask((name) => outputs(name).length > 0 && bench.overlay.set({ kind: 'connect', task: name })),
        reason: () => {
          const name = task();
          return name === undefined ? t('why.selectOne') : outputs(name).length === 0 && t('why.noOutput');
        },
      },
      insert: onEdge((found) => bench.overlay.set({ kind: 'insert', edge: found })),
      attach: {
        run: () => {
          const end = bench.port.get();
          const box = end && editor.boxes().find(({ name }) => name === end.task);
          if (!end || !box) return;
          const at = { x: end.output === undefined ? box.x - BESIDE : box.x + box.width + BESIDE, y: box.y };
          bench.overlay.set({ kind: 'attach', end, at });
        },
        reason: () => bench.port.get() === undefined && t('why.selectPort'),
      },
      disconnect: onEdge((found) => {
        editor.run({ type: 'disconnect', to: found.to, input: found.input });
        announce(t('announce.disconnected', { ...found }));
        // The connection and its tools are gone; the next key has to go somewhere.
        focusCanvas();
      }),
      showSource: onEdge(({ from }) => reveal(from)),
      showTarget: onEdge(({ to }) => reveal(to)),
    };
  }, [editor, announce, bench, undo, redo, remove, openPanel, reveal, t, canvas]);
}
