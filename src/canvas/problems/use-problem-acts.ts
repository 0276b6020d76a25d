import { useTranslation } from 'react-i18next';
import type { Problem } from '#core/workflow/types.ts';
import { useToast } from '#src/ui/toast.ts';
import { useStableHandlers } from '../drawing/use-stable-handlers.ts';
import { useEditorServices } from '../editor-context.ts';
import type { EditorView, useOutlineView } from '../outline/use-outline-view.ts';
import { focusField } from '../panel/focus-field.ts';
import { placeOf, subjectOf } from './problem-place.ts';
import { useProblemWords } from './problem-words.ts';
import { problemsNow } from './use-problems.ts';

interface Needs {
  view: EditorView;
  outline: Pick<ReturnType<typeof useOutlineView>, 'goToAdding' | 'goToProblem'>;
  /** Selects a task and brings it into view. */
  reveal: (task: string) => void;
  /** Opens a tab of the panel. */
  onTab: (tab: string) => void;
  /** Opens the details of the workflow; absent where they cannot be changed. */
  onDetails: (() => void) | undefined;
  onSave: () => void;
}

/** The way to where a problem is mended; saving, which leads to the first error instead. Both stay the same functions. */
export function useProblemActs({ view, outline, reveal, onTab, onDetails, onSave }: Needs) {
  const { t } = useTranslation('panel');
  const toast = useToast();
  const words = useProblemWords();
  const services = useEditorServices();
  const show = (problem: Problem) => {
    const place = placeOf(problem);
    const subject = subjectOf(problem);
    if (subject === 'details') return onDetails?.();
    if (subject === 'tasks') return outline.goToAdding();
    if (!problem.task || !place) return;
    if (view === 'outline') return outline.goToProblem(problem);
    onTab(place.tab);
    reveal(problem.task);
    focusField(place.field);
  };
  const save = () => {
    const first = problemsNow(services).find((problem) => problem.severity === 'error');
    if (!first) return onSave();
    // As the button: the platform would refuse it with the same words.
    toast.info(t('problems.saveBlocked', { problem: words(first) }));
    show(first);
  };
  return useStableHandlers({ onShow: show, onSave: save });
}
