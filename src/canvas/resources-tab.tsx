import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import type { AppSignature, Problem, Resources, TaskDocument } from '#core/workflow/types.ts';
import { useEditorServices } from './editor-context.ts';
import { Field } from './field.tsx';
import { useProblemWords } from './problem-words.ts';
import { useTyping } from './use-typing.ts';

const TEXT_FIELDS = ['cpu', 'memory', 'gpu', 'cpu_type'] as const satisfies readonly (keyof Resources)[];

interface Props {
  task: TaskDocument;
  app: AppSignature | undefined;
  problems: readonly Problem[];
}

function TextField({ task, app, problems, field }: Props & { field: (typeof TEXT_FIELDS)[number] }) {
  const { t } = useTranslation('canvas');
  const { editor, editable } = useEditorServices();
  const words = useProblemWords();
  const typing = useTyping();
  const inherited = app?.resources?.[field];
  const fault = problems.find((problem) => problem.key.startsWith('resource-') && problem.params.field === field);
  return (
    <Field label={t(`resources.${field}`)} error={fault && words(fault)} help={t(`resources.help.${field}`)}>
      {(id) => (
        <Input
          id={id}
          disabled={!editable}
          status={fault ? 'error' : undefined}
          value={String(task.resources?.[field] ?? '')}
          maxLength={limits[`tasks[].resources.${field}`].maxLength}
          placeholder={
            inherited === undefined || inherited === ''
              ? t('resources.inherit')
              : t('resources.from', { value: String(inherited) })
          }
          {...typing}
          onChange={(event) =>
            editor.run({ type: 'setResources', task: task.task_name, resources: { [field]: event.target.value } })
          }
        />
      )}
    </Field>
  );
}

/** What a task asks for; an empty field takes the app's value, which is shown in it. */
export function ResourcesTab(props: Props) {
  const { t } = useTranslation('canvas');
  const { editor, editable } = useEditorServices();
  const { task, app } = props;
  const kinds = limits['tasks[].resources.gpu_type'].enum.filter((kind) => kind !== '');
  const inherited = app?.resources?.gpu_type;
  return (
    <>
      {TEXT_FIELDS.map((field) => (
        <TextField key={field} field={field} {...props} />
      ))}
      <Field label={t('resources.gpu_type')}>
        {(id) => (
          <Select
            id={id}
            allowClear
            disabled={!editable}
            value={task.resources?.gpu_type || undefined}
            placeholder={inherited ? t('resources.from', { value: inherited }) : t('resources.inherit')}
            options={kinds.map((kind) => ({ value: kind, label: kind }))}
            onChange={(value?: (typeof kinds)[number]) =>
              editor.run({ type: 'setResources', task: task.task_name, resources: { gpu_type: value ?? '' } })
            }
          />
        )}
      </Field>
    </>
  );
}
