import { useTranslation } from 'react-i18next';
import type { Editor } from '#src/canvas/editor.ts';
import { Form } from '#src/ui/form.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { detailsOf, useWorkflowForm, valuesOf, WorkflowFields, type WorkflowValues } from './workflow-form.tsx';

interface Props {
  editor: Editor;
  open: boolean;
  onClose: () => void;
  /** The server does not have the workflow yet: its name and version can still be chosen. */
  unsaved?: boolean;
}

function DetailsForm({ editor, onClose, unsaved }: Omit<Props, 'open'>) {
  const { t } = useTranslation('workflows');
  const apply = async (values: WorkflowValues) => {
    const { name, version } = values;
    editor.run({ type: 'setDetails', details: { ...(unsaved ? { name, version } : {}), ...detailsOf(values) } });
    onClose();
  };
  // The list of problems leads here: what it complains about is marked and has the focus.
  const form = useWorkflowForm(valuesOf(editor.state.get().document), apply, true);
  return (
    <Form form={form} submitLabel={t('details.apply')} onCancel={onClose} guard={false}>
      <WorkflowFields form={form} fixedName={!unsaved} />
    </Form>
  );
}

/** Summary, labels, time limit and output folder of the open workflow; a step of the history, saved with the rest. */
export function DetailsDrawer({ open, ...rest }: Props) {
  const { t } = useTranslation('workflows');
  return (
    <Drawer open={open} title={t('details.title')} onClose={rest.onClose}>
      <DetailsForm {...rest} />
    </Drawer>
  );
}
