import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CPU_TYPES } from '#core/nodes/kinds.ts';
import { SNT9_COUNTS } from '#core/resources.ts';
import { projectQuery } from '#src/api/projects.ts';
import { useNodeLabels } from '#src/api/use-nodes.ts';
import { NumberField, SelectField, TagsField, TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { NodeLabelField } from '#src/ui/node-label-field.tsx';
import { Section } from '#src/ui/page.tsx';
import { GPU_TYPES, NO_GPU } from './app-draft.ts';
import { CommandsField } from './commands-field.tsx';
import { IconField } from './icon-field.tsx';
import { ParameterList } from './parameter-list.tsx';
import type { AppForm as AppFormState } from './use-app-form.ts';
import { useKnownNames } from './use-known-names.ts';
import './apps.css';

interface AppFormProps {
  form: AppFormState;
  projectId: string;
  submitLabel: string;
  disabledReason: string | false;
  /** Why the name cannot be typed. */
  nameFixed?: string | false;
  versionHelp?: string;
  extra?: ReactNode;
  onCancel(): void;
}

/** The form of an app: what it is, what it takes, what it runs, what it gives, and what it needs for that. */
export function AppForm({ form, projectId, nameFixed, versionHelp, ...rest }: AppFormProps) {
  const { t } = useTranslation('apps');
  const { data: project } = useQuery(projectQuery(projectId));
  const { values, set, live, errorAt } = form;
  const nodeLabels = useNodeLabels();
  const names = useKnownNames(values.inputs, values.outputs);
  const shared = { projectId, project: project?.name ?? '', errorAt };
  return (
    <div className="app-form">
      <Form form={form} {...rest}>
        <Section title={t('section.basic')}>
          <div className="app-fields">
            <div className="app-pair">
              <TextField
                form={live}
                name="name"
                label={t('field.name')}
                help={nameFixed || t('field.nameHelp')}
                disabledReason={nameFixed}
                mono
                autoFocus={!nameFixed}
              />
              <TextField form={live} name="version" label={t('field.version')} help={versionHelp} mono />
            </div>
            <TextField form={live} name="image" label={t('field.image')} help={t('field.imageHelp')} mono />
            <TextField form={live} name="summary" label={t('field.summary')} />
            <TagsField form={live} name="labels" label={t('field.labels')} />
            <TextField form={live} name="description" label={t('field.description')} lines={3} />
            <IconField name={values.name} value={values.icon} onChange={(icon) => set('icon', icon)} />
          </div>
        </Section>
        <Section title={t('section.inputs')}>
          <div className="app-fields">
            <p className="muted">{t('section.inputsHelp')}</p>
            <ParameterList
              {...shared}
              kind="inputs"
              parameters={values.inputs}
              onChange={(list) => set('inputs', list)}
            />
          </div>
        </Section>
        <Section title={t('section.outputs')}>
          <div className="app-fields">
            <p className="muted">{t('section.outputsHelp')}</p>
            <ParameterList
              {...shared}
              kind="outputs"
              parameters={values.outputs}
              onChange={(list) => set('outputs', list)}
            />
          </div>
        </Section>
        <Section title={t('section.commands')}>
          <div className="app-fields">
            <CommandsField
              value={values.commands}
              names={names}
              error={errorAt('/commands') === 'missing' ? t('field.commandsMissing') : errorAt('/commands')}
              onChange={(commands) => set('commands', commands)}
            />
          </div>
        </Section>
        <Section title={t('section.resources')}>
          <div className="app-fields">
            <div className="app-pair">
              <NumberField
                form={live}
                name="cpu"
                limitPath="resources.cpu"
                label={t('field.cpu')}
                unit="C"
                step={0.1}
              />
              <NumberField
                form={live}
                name="memory"
                limitPath="resources.memory"
                label={t('field.memory')}
                unit="G"
                step={0.1}
              />
            </div>
            <div className="app-pair">
              <SelectField
                form={live}
                name="cpu_type"
                label={t('field.cpuType')}
                options={CPU_TYPES.map((value) => ({ value, label: value }))}
              />
              <SelectField
                form={live}
                name="gpu_type"
                label={t('field.gpuType')}
                options={[
                  { value: NO_GPU, label: t('field.gpuNone') },
                  ...GPU_TYPES.map((value) => ({ value, label: value })),
                ]}
              />
            </div>
            <NumberField
              form={live}
              name="gpu"
              limitPath="resources.gpu"
              label={t('field.gpu')}
              help={values.gpu_type === 'Snt9' ? t('field.gpuSnt9', { allowed: SNT9_COUNTS.join(', ') }) : undefined}
              disabledReason={values.gpu_type === NO_GPU && t('field.gpuTypeFirst')}
              step={1}
            />
            <NodeLabelField
              form={live}
              name="node_label"
              label={t('field.nodeLabel')}
              help={t('field.nodeLabelHelp')}
              labels={nodeLabels}
            />
          </div>
        </Section>
      </Form>
    </div>
  );
}
