import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { mostOf } from '#core/nodes/kinds.ts';
import type { Problem, Resources, TaskDocument } from '#core/workflow/types.ts';
import { Button } from '#src/ui/button.tsx';
import { useEditorServices } from '../editor-context.ts';
import { resourceField } from '../problems/problem-place.ts';
import { useProblemWords } from '../problems/problem-words.ts';
import { Field } from './field.tsx';
import { sharedOf } from './shared-values.ts';
import { useTyping } from './use-typing.ts';

const NAMES = ['cpu', 'memory', 'gpu', 'cpu_type', 'gpu_type'] as const;
type ResourceName = (typeof NAMES)[number];

const GPU_TYPES = limits['tasks[].resources.gpu_type'].enum.filter((kind) => kind !== '');

interface Props {
  /** The task that is open, or all that are selected. */
  tasks: readonly TaskDocument[];
  problems: readonly Problem[];
}

/** What the tasks ask for in one field, and what they get from their apps where they ask for nothing. */
function useResource(tasks: readonly TaskDocument[], name: ResourceName) {
  const { editor } = useEditorServices();
  const own = sharedOf(tasks.map((task) => String(task.resources?.[name] ?? '')));
  const inherited = sharedOf(tasks.map((task) => String(editor.lookup(task.app_id)?.resources?.[name] ?? '')));
  const set = (value: string) => {
    const resources: Resources = { [name]: value };
    editor.runAll(tasks.map(({ task_name: task }) => ({ type: 'setResources', task, resources })));
  };
  return { own, inherited, set, given: own.mixed || Boolean(own.value) };
}

function ResourceField({ tasks, problems, name }: Props & { name: ResourceName }) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { editable, nodes } = useEditorServices();
  const words = useProblemWords();
  const typing = useTyping();
  const { own, inherited, set, given } = useResource(tasks, name);
  const fault = problems.find((problem) => problem.key.startsWith('resource-') && problem.params.field === name);
  const most = nodes && (name === 'cpu' || name === 'memory' || name === 'gpu') && mostOf(nodes)[name];
  const limit = most && (most === '0' ? t('resources.noGpuNode') : t('resources.most', { max: most }));
  const from = inherited.mixed
    ? t('panel:several.inherited')
    : inherited.value
      ? t('resources.from', { value: inherited.value })
      : t('resources.inherit');
  const help = name === 'gpu_type' ? '' : t(`resources.help.${name}`);
  const value = own.mixed ? '' : (own.value ?? '');
  const placeholder = own.mixed ? t('panel:several.mixed') : from;
  const shared = {
    disabled: !editable,
    'aria-invalid': fault ? true : undefined,
    status: fault ? ('error' as const) : undefined,
    placeholder,
  };
  return (
    <Field
      name={resourceField(name)}
      label={t(`resources.${name}`)}
      error={fault && words(fault)}
      help={[help, limit].filter(Boolean).join(' ')}
      extra={
        given ? (
          <Button
            kind="quiet"
            size="small"
            icon="undo"
            label={t('panel:resources.reset', { field: t(`resources.${name}`) })}
            hint={from}
            disabledReason={!editable && t('outline.viewOnly')}
            onClick={() => set('')}
          >
            {t('panel:resources.resetShort')}
          </Button>
        ) : (
          <span className="we-inherited">{t('panel:resources.inherited')}</span>
        )
      }
    >
      {(id, note) =>
        name === 'gpu_type' ? (
          <Select
            {...shared}
            id={id}
            aria-describedby={note}
            allowClear
            value={value || undefined}
            options={GPU_TYPES.map((kind) => ({ value: kind, label: kind }))}
            onChange={(kind?: string) => set(kind ?? '')}
          />
        ) : (
          <Input
            {...shared}
            id={id}
            aria-describedby={note}
            autoComplete="off"
            value={value}
            {...typing}
            onChange={(event) => set(event.target.value)}
          />
        )
      }
    </Field>
  );
}

/** What tasks ask for; an empty field takes the app's value, which is shown in it. */
export function ResourcesTab(props: Props) {
  return NAMES.map((name) => <ResourceField key={name} name={name} {...props} />);
}
