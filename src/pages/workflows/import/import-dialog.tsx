import { useTranslation } from 'react-i18next';
import { fitFragment } from '#core/workflow/fragment.ts';
import type { TaskDocument, WorkflowDocument } from '#core/workflow/types.ts';
import { focusCanvasSoon } from '#src/canvas/acts/focus.ts';
import type { Editor } from '#src/canvas/editor.ts';
import { Button } from '#src/ui/button.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Dialog } from '#src/ui/panel.tsx';
import { useToast } from '#src/ui/toast.ts';
import { ImportPreview } from './import-preview.tsx';
import { ImportSource } from './import-source.tsx';
import { RefusedText } from './refused-text.tsx';
import { type Import, useImport } from './use-import.ts';

interface Props {
  editor: Editor;
  projectId: string;
  open: boolean;
  onClose: () => void;
}

/** Room between what is there and what is added below it: more than the tallest task. */
const BELOW = 480;

/** The tasks moved below those of a document; tasks without a place get one when they are drawn. */
export function placedBelow(document: WorkflowDocument, tasks: readonly TaskDocument[]): TaskDocument[] {
  const heights = (all: readonly TaskDocument[]) => all.flatMap(({ location }) => location?.y ?? []);
  const [there, added] = [heights(document.tasks ?? []), heights(tasks)];
  if (there.length === 0 || added.length === 0) return [...tasks];
  const by = Math.max(...there) + BELOW - Math.min(...added);
  return tasks.map((task) =>
    task.location ? { ...task, location: { ...task.location, y: (task.location.y ?? 0) + by } } : task,
  );
}

function ImportInto({ editor, projectId, onClose }: Omit<Props, 'open'>) {
  const { t } = useTranslation('imports');
  const toast = useToast();
  const state = useImport(projectId);
  const { found, refused, error } = state;
  const close = () => {
    onClose();
    focusCanvasSoon();
  };
  const replace = ({ document, signatures, given }: Import) => {
    editor.learn([...signatures.values()]);
    editor.run({ type: 'replaceDocument', document, source: given.name || t('from.pasted') });
    close();
  };
  const add = ({ document, signatures }: Import) => {
    editor.learn([...signatures.values()]);
    const now = editor.state.get().document;
    const { tasks, outside } = fitFragment(now, placedBelow(now, document.tasks ?? []), editor.lookup);
    editor.run({ type: 'addTask', tasks, as: 'paste' });
    editor.select(tasks.map((task) => task.task_name));
    const dropped = outside.filter((reference) => !reference.kept).length;
    if (dropped > 0) toast.info(t('into.dropped', { count: dropped }));
    close();
  };
  if (error) return <ErrorState error={error} onRetry={state.retry} />;
  if (!found) {
    if (state.reading) return <Skeleton lines={5} />;
    return (
      <>
        <ImportSource onGive={state.give} />
        {refused && <RefusedText {...refused} />}
      </>
    );
  }
  const wait = !found.problems && t('reading');
  const empty = (found.document.tasks ?? []).length === 0 && t('into.noTasks');
  return (
    <>
      <ImportPreview found={found} onChoose={state.choose} />
      <p className="muted">{t('into.text')}</p>
      <div className="dialog-foot">
        <Button onClick={state.reset}>{t('into.other')}</Button>
        <Button disabledReason={wait || empty} onClick={() => add(found)}>
          {t('into.add')}
        </Button>
        <Button kind="primary" disabledReason={wait} onClick={() => replace(found)}>
          {t('into.replace')}
        </Button>
      </div>
    </>
  );
}

/** Brings a text into the open workflow: in place of what is there, or beside it; a step of the history either way. */
export function ImportDialog({ open, ...rest }: Props) {
  const { t } = useTranslation('imports');
  return (
    <Dialog open={open} title={t('into.title')} onClose={rest.onClose} width={760}>
      <ImportInto {...rest} />
    </Dialog>
  );
}
