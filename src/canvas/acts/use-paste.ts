import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppName } from '#core/workflow/app-addresses.ts';
import type { TextProblem } from '#core/workflow/toolkit-text.ts';
import type { AppSignature } from '#core/workflow/types.ts';
import { useToast } from '#src/ui/toast.ts';
import type { Bench } from '../bench.ts';
import { nodeSize } from '../drawing/geometry.ts';
import type { Editor } from '../editor.ts';
import { useEditorServices } from '../editor-context.ts';
import { droppedWords, type Fragments, type PasteAim, placePasted, resolveApps } from './clipboard.ts';
import { focusTask } from './focus.ts';
import { useNames } from './use-remove.ts';

export interface PasteNeeds {
  bench: Bench;
  apps: readonly AppName[];
  projectName: string;
  loadApp: (appId: string) => Promise<AppSignature>;
  /** The reader of fragments, once it is there. */
  fragments: () => Promise<Fragments>;
}

/** At the pointer while it is over the canvas, else beside the selection, else in the middle of the view. */
function aimOf(editor: Editor, bench: Bench, toFlow: (at: { x: number; y: number }) => { x: number; y: number }) {
  const canvas = document.querySelector('.we-canvas');
  if (bench.pointer.at && canvas?.matches(':hover')) return { corner: toFlow(bench.pointer.at) } satisfies PasteAim;
  const { selectedTasks } = editor.state.get();
  const beside = editor.boxes().filter(({ name }) => selectedTasks.has(name));
  if (beside.length > 0) return { beside } satisfies PasteAim;
  const frame = canvas?.getBoundingClientRect() ?? new DOMRect();
  const centre = { x: frame.left + frame.width / 2, y: frame.top + frame.height / 2 };
  return { centre: toFlow(centre) } satisfies PasteAim;
}

/** The first fault of a text, with its place. */
const reasonOf = ([first]: readonly TextProblem[]): string =>
  first
    ? [first.detail ?? first.kind, first.field, first.line && `${first.line}:${first.column ?? 1}`]
        .filter(Boolean)
        .join(', ')
    : '';

/** Pastes a text: its tasks with free names, apps found again, and what could not be kept named. */
export function usePaste({ bench, apps, projectName, loadApp, fragments }: PasteNeeds) {
  const { t } = useTranslation('gestures');
  const { editor, announce } = useEditorServices();
  const flow = useReactFlow();
  const toast = useToast();
  const names = useNames();
  return useCallback(
    async (text: string) => {
      const { parseFragment, fitFragment } = await fragments();
      if (text.trim() === '') return toast.info(t('clipboard.empty'));
      const read = parseFragment(text);
      if (!read.ok) return toast.info(t('clipboard.malformed', { reason: reasonOf(read.problems) }));
      const { tasks, ids, unknown } = resolveApps(read.tasks, apps, projectName);
      const missing = ids.filter((id) => !editor.lookup(id));
      const loaded = await Promise.allSettled(missing.map(loadApp));
      editor.learn(loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
      const fitted = fitFragment(editor.state.get().document, tasks, editor.lookup);
      const placed = placePasted(
        fitted.tasks,
        (task) => nodeSize(editor.lookup(task.app_id), false),
        aimOf(editor, bench, flow.screenToFlowPosition),
        editor.boxes(),
      );
      const [first] = placed;
      if (!first) return toast.info(t('clipboard.empty'));
      editor.run({ type: 'addTask', tasks: placed, as: 'paste' });
      const pasted = placed.map((task) => task.task_name);
      editor.select(pasted);
      focusTask(first.task_name);
      const dropped = droppedWords(fitted.outside);
      const notes = [
        dropped.length > 0 && t('clipboard.dropped', { count: dropped.length, names: names(dropped) }),
        unknown.length > 0 && t('clipboard.unknown', { count: unknown.length, names: names(unknown) }),
      ].filter((note) => note !== false);
      announce([t('clipboard.pasted', { count: pasted.length, names: names(pasted) }), ...notes].join(' '));
      if (notes.length > 0) toast.info(notes.join(' '));
    },
    [editor, announce, bench, apps, projectName, loadApp, fragments, flow, toast, names, t],
  );
}
