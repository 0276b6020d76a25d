import { useTranslation } from 'react-i18next';
import type { Editor } from '#src/canvas/editor.ts';
import { Form } from '#src/ui/form.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { detailsOf, useWorkflowForm, valuesOf, WorkflowFields } from './workflow-form.tsx';

interface Props {
  editor: Editor;
  open: boolean;
  onClose: () => void;
}

function DetailsForm({ editor, onClose }: Omit<Props, 'open'>) {
  const { t } = useTranslation('workflows');
  const form = useWorkflowForm(valuesOf(editor.state.get().document), async (values) => {
    editor.run({ type: 'setDetails', details: detailsOf(values) });
    onClose();
  });
  return (
    <Form form={form} submitLabel={t('details.apply')} onCancel={onClose} guard={false}>
      <WorkflowFields form={form} fixedName />
    </Form>
  );
}

/** Summary, labels, time limit and output folder of the open workflow; a step of the history, saved with the rest. */
export function DetailsDrawer({ editor, open, onClose }: Props) {
  const { t } = useTranslation('workflows');
  return (
    <Drawer open={open} title={t('details.title')} onClose={onClose}>
      <DetailsForm editor={editor} onClose={onClose} />
    </Drawer>
  );
}
