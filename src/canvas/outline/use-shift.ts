import { useTranslation } from 'react-i18next';
import { graphOf, topologicalOrder } from '#core/workflow/graph.ts';
import { useEditorServices } from '../editor-context.ts';
import type { OutlineRow } from './rows.ts';

/** Moves a task before or after its neighbour in the order of the document, as far as the connections allow. */
export function useShift() {
  const { t } = useTranslation('outline');
  const { editor, editable, announce } = useEditorServices();
  return (row: OutlineRow, step: 1 | -1) => {
    const { document } = editor.state.get();
    const order = topologicalOrder(document);
    if (!editable || row.kind !== 'task' || !order) return;
    const name = row.item.task_name;
    const at = order.indexOf(name);
    const other = order[at + step];
    if (other === undefined) return announce(t('announce.atEnd', { name }));
    const [first, second] = step === 1 ? [name, other] : [other, name];
    if ((graphOf(document).outgoing.get(first) ?? []).some((edge) => edge.to === second))
      return announce(t('announce.cannotMove', { name, other }));
    editor.run({ type: 'orderTasks', tasks: order.with(at, other).with(at + step, name) });
    announce(t('announce.moved', { name, place: at + step + 1, count: order.length }));
  };
}
