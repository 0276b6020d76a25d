import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import type { WorkflowDocument } from '#core/workflow/types.ts';
import { NumberField, TagsField, TextField } from '#src/ui/fields.tsx';
import { type FormState, useForm } from '#src/ui/use-form.ts';

/** What the forms show of a workflow; texts are empty rather than absent. */
export interface WorkflowValues {
  name: string;
  version: string;
  summary: string;
  description: string;
  labels: string[];
  timeout: number | undefined;
  output_dir: string;
}

/** The form's values for a document. */
export const valuesOf = (document: Partial<WorkflowDocument>): WorkflowValues => ({
  name: document.name ?? '',
  version: document.version ?? '',
  summary: document.summary ?? '',
  description: document.description ?? '',
  labels: document.labels ?? [],
  timeout: document.timeout ?? limits.timeout.default,
  output_dir: document.output_dir ?? '',
});

type Optional = 'summary' | 'description' | 'labels' | 'timeout' | 'output_dir';

/** The optional details as a change of the document; null takes a field out. */
export const detailsOf = (values: WorkflowValues): { [Field in Optional]: WorkflowValues[Field] | null } => ({
  summary: values.summary || null,
  description: values.description || null,
  labels: values.labels.length > 0 ? values.labels : null,
  timeout: values.timeout ?? null,
  output_dir: values.output_dir || null,
});

/** Fields given, as the API wants them; what is empty is left out. */
export function requestOf(values: WorkflowValues): WorkflowDocument {
  const given = Object.entries(detailsOf(values)).filter(([, value]) => value !== null);
  return { name: values.name, version: values.version, ...Object.fromEntries(given) };
}

/** A form about a workflow, with the limits of the contract. `checkAtOnce` as of `useForm`. */
export function useWorkflowForm(
  initial: WorkflowValues,
  submit: (values: WorkflowValues) => Promise<unknown>,
  checkAtOnce = false,
) {
  const { t } = useTranslation('workflows');
  const label = limits['labels[]'];
  const pattern = new RegExp(label.pattern, 'u');
  return useForm<WorkflowValues>({
    initial,
    limits,
    check: ({ labels }): Record<string, string> => {
      const bad = labels.find((text) => text.length > label.maxLength || !pattern.test(text));
      return bad === undefined ? {} : { '/labels': t('form.badLabel', { label: bad, max: label.maxLength }) };
    },
    submit,
    checkAtOnce,
  });
}

interface Props {
  form: FormState<WorkflowValues>;
  /** Name and version of a saved workflow are fixed. */
  fixedName?: boolean;
}

/** The fields of a workflow outside its tasks. */
export function WorkflowFields({ form, fixedName }: Props) {
  const { t } = useTranslation('workflows');
  const reason = fixedName ? t('form.fixed') : false;
  return (
    <>
      <TextField
        form={form}
        name="name"
        label={t('form.name')}
        help={fixedName ? t('form.fixed') : t('form.nameHelp')}
        disabledReason={reason}
        autoFocus={!fixedName}
      />
      <TextField
        form={form}
        name="version"
        label={t('form.version')}
        help={fixedName ? undefined : t('form.versionHelp')}
        disabledReason={reason}
      />
      <TextField form={form} name="summary" label={t('form.summary')} />
      <TextField form={form} name="description" label={t('form.description')} lines={3} />
      <TagsField form={form} name="labels" label={t('form.labels')} help={t('form.labelsHelp')} />
      <NumberField form={form} name="timeout" label={t('form.timeout')} unit={t('form.minutes')} />
      <TextField form={form} name="output_dir" label={t('form.outputDir')} help={t('form.outputDirHelp')} mono />
    </>
  );
}
