import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { useForm } from '#src/ui/use-form.ts';
import { freeVersion, isTaken, type WorkflowName } from './import-model.ts';

interface Props {
  wanted: WorkflowName;
  /** Workflows the project has. */
  taken: readonly Partial<WorkflowName>[];
  disabledReason: string | false;
  onOpen: (name: WorkflowName) => void;
  onCancel: () => void;
}

/** Name and version of the new workflow; a pair the project has already gets another version proposed. */
export function ImportNameForm({ wanted, taken, disabledReason, onOpen, onCancel }: Props) {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation('workflows');
  const proposed = freeVersion(taken, wanted);
  const form = useForm<WorkflowName>({
    initial: { name: wanted.name, version: proposed },
    limits,
    check: (values): Record<string, string> =>
      isTaken(taken, values) ? { '/version': t('name.taken', { name: `${values.name} ${values.version}` }) } : {},
    submit: (values) => Promise.resolve(onOpen(values)),
  });
  const help =
    proposed === wanted.version
      ? words('form.versionHelp')
      : t('name.proposed', { name: `${wanted.name} ${wanted.version}` });
  return (
    <Form form={form} submitLabel={t('open')} disabledReason={disabledReason} onCancel={onCancel} guard={false}>
      <TextField form={form} name="name" label={words('form.name')} help={words('form.nameHelp')} />
      <TextField form={form} name="version" label={words('form.version')} help={help} />
    </Form>
  );
}
