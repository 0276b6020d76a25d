import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Alignment,
  type Axis,
  align,
  distribute,
  LEAST_TO_ALIGN,
  LEAST_TO_DISTRIBUTE,
} from '#core/workflow/arrange.ts';
import type { Act } from '../bench.ts';
import { savedPlace } from '../drawing/placement.ts';
import { useEditorServices } from '../editor-context.ts';
import type { LayoutWish } from '../layout/use-layout.ts';

export interface ArrangeNeeds {
  layout: (wish: LayoutWish) => Promise<void>;
}

const ALIGN_ACTS = {
  alignLeft: 'left',
  alignCentre: 'centre',
  alignRight: 'right',
  alignTop: 'top',
  alignMiddle: 'middle',
  alignBottom: 'bottom',
} as const satisfies Record<string, Alignment>;
const DISTRIBUTE_ACTS = {
  distributeHorizontal: 'horizontal',
  distributeVertical: 'vertical',
} as const satisfies Record<string, Axis>;

type ArrangeAct =
  | keyof typeof ALIGN_ACTS
  | keyof typeof DISTRIBUTE_ACTS
  | 'layoutRight'
  | 'layoutDown'
  | 'layoutSelection'
  | 'layoutSelectionDown'
  | 'layoutOpen';

/** Acts that move tasks. Each is one step of the history. */
export function useArrangeActs({ layout }: ArrangeNeeds): Record<ArrangeAct, Act> {
  const { t } = useTranslation('gestures');
  const { editor, announce } = useEditorServices();
  return useMemo(() => {
    const selected = () => editor.boxes().filter(({ name }) => editor.state.get().selectedTasks.has(name));
    const count = () => editor.state.get().selectedTasks.size;
    const said = (act: ArrangeAct) => announce(t('announce.arranged', { act: t(`act.${act}`), count: count() }));
    const aligning = (act: keyof typeof ALIGN_ACTS): Act => ({
      run: () => {
        if (count() < LEAST_TO_ALIGN) return;
        editor.run({ type: 'moveTasks', positions: align(selected(), ALIGN_ACTS[act]), as: 'align' });
        said(act);
      },
      reason: () => count() < LEAST_TO_ALIGN && t('why.selectTwo'),
    });
    const distributing = (act: keyof typeof DISTRIBUTE_ACTS): Act => ({
      run: () => {
        if (count() < LEAST_TO_DISTRIBUTE) return;
        editor.run({ type: 'moveTasks', positions: distribute(selected(), DISTRIBUTE_ACTS[act]), as: 'distribute' });
        said(act);
      },
      reason: () => count() < LEAST_TO_DISTRIBUTE && t('why.selectThree'),
    });
    const open = () =>
      new Set(
        (editor.state.get().document.tasks ?? []).filter((task) => !savedPlace(task)).map((task) => task.task_name),
      );
    const ordering = (direction: LayoutWish['direction']): Act => ({
      run: () => {
        if (count() >= LEAST_TO_ALIGN) void layout({ direction, only: editor.state.get().selectedTasks });
      },
      reason: () => count() < LEAST_TO_ALIGN && t('why.selectTwo'),
    });
    const noTasks = () => editor.boxes().length === 0 && t('why.noTasks');
    return {
      alignLeft: aligning('alignLeft'),
      alignCentre: aligning('alignCentre'),
      alignRight: aligning('alignRight'),
      alignTop: aligning('alignTop'),
      alignMiddle: aligning('alignMiddle'),
      alignBottom: aligning('alignBottom'),
      distributeHorizontal: distributing('distributeHorizontal'),
      distributeVertical: distributing('distributeVertical'),
      layoutRight: { run: () => void layout({ direction: 'right' }), reason: noTasks },
      layoutDown: { run: () => void layout({ direction: 'down' }), reason: noTasks },
      layoutSelection: ordering('right'),
      layoutSelectionDown: ordering('down'),
      layoutOpen: {
        run: () => void layout({ direction: 'right', only: open() }),
        reason: () => open().size === 0 && t('why.noneOpen'),
      },
    };
  }, [editor, announce, layout, t]);
}
