import { useTranslation } from 'react-i18next';
import { positionOf } from '#core/workflow/history.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { createWorkflow } from '#src/api/workflows.ts';
import { toRequest } from '#src/canvas/drawing/document.ts';
import type { Editor } from '#src/canvas/editor.ts';
import { TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { Dialog } from '#src/ui/panel.tsx';
import { useWorkflowForm, valuesOf } from './workflow-form.tsx';

interface Props {
  editor: Editor;
  projectId: string;
  open: boolean;
  /** Its present version may be used again, for the workflow was deleted. */
  sameVersion?: boolean;
  onClose: () => void;
  /** The new version exists under this id. */
  onSaved: (workflowId: string) => void;
}

function NewVersionForm({ editor, projectId, sameVersion, onClose, onSaved }: Omit<Props, 'open'>) {
  const { t } = useTranslation('workflows');
  const create = useApiMutation(createWorkflow);
  const { document } = editor.state.get();
  const values = valuesOf(document);
  const form = useWorkflowForm(sameVersion ? values : { ...values, version: '' }, async ({ name, version }) => {
    const { history, document: now } = editor.state.get();
    const body = { ...toRequest(now, editor.kept), name, version };
    const { id } = await create.mutateAsync({ projectId, body });
    // The new version has everything, so leaving the old one must not ask.
    editor.markSaved(positionOf(history));
    if (id) onSaved(id);
  });
  return (
    <Form form={form} submitLabel={t('newVersion.save')} onCancel={onClose} guard={false}>
      <TextField form={form} name="name" label={t('form.name')} />
      <TextField form={form} name="version" label={t('form.version')} help={t('form.versionHelp')} autoFocus />
    </Form>
  );
}

/** Saves what is open as another version, and leaves the present one as it is on the server. */
export function NewVersionDialog({ open, ...rest }: Props) {
  const { t } = useTranslation('workflows');
  return (
    <Dialog open={open} title={t('newVersion.title')} onClose={rest.onClose}>
      <NewVersionForm {...rest} />
    </Dialog>
  );
}
