import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeMost } from '#core/nodes/kinds.ts';
import type { AppSignature, TaskDocument } from '#core/workflow/types.ts';
import { type EffectiveInput, effectiveInputs } from '#core/workflow/values.ts';
import { Section } from '#src/ui/page.tsx';
import type { PathPickerProps } from '#src/ui/path-picker.tsx';
import { Tag } from '#src/ui/values.tsx';
import { InputRow } from './input-row.tsx';
import { inputPointer } from './judge.ts';
import { type LaunchValues, NOTHING_GIVEN, type TaskValues, withInput, withResource } from './launch-values.ts';
import { ResourceFields } from './resource-fields.tsx';

interface Props {
  task: TaskDocument;
  app: AppSignature | undefined;
  given: TaskValues | undefined;
  /** Pointer → words. */
  errors: Readonly<Record<string, string>>;
  load: PathPickerProps['load'];
  /** The most a task can ask for, where it is known. */
  most?: NodeMost | undefined;
  /** Whose values stand where nothing is given: those of the workflow, or of a job that is changed. */
  origin?: 'workflow' | 'job';
  /** Why nothing can be changed in this task. */
  locked?: string | undefined;
  /** Said above the inputs. */
  note?: string | undefined;
  onFocus(): void;
  onChange(change: (tasks: LaunchValues['tasks']) => LaunchValues['tasks']): void;
}

/** Required inputs first, then in the order of the app; what a reference feeds comes last. */
function sorted(inputs: EffectiveInput[]): EffectiveInput[] {
  const rank = ({ definition, reference }: EffectiveInput) => (reference ? 2 : definition.required ? 0 : 1);
  return [...inputs].sort((a, b) => rank(a) - rank(b));
}

/** What one task of the workflow takes: its inputs and its resources. */
export function TaskSection(props: Props) {
  const {
    task,
    app,
    given = NOTHING_GIVEN,
    errors,
    load,
    most,
    origin = 'workflow',
    locked,
    note,
    onFocus,
    onChange,
  } = props;
  const { t } = useTranslation('jobs');
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set());
  const inputs = useMemo(() => (app ? sorted(effectiveInputs(task, app)) : []), [task, app]);
  const name = task.task_name;
  return (
    <div className="launch-task" onFocusCapture={onFocus}>
      <Section title={task.display_name || name} extra={<Tag>{app ? `${app.name} ${app.version}` : task.app_id}</Tag>}>
        <div className="launch-fields">
          {locked || note ? <p className="muted">{locked ?? note}</p> : null}
          {inputs.length === 0 ? <p className="muted">{t('new.noInputs')}</p> : null}
          {inputs.map((input) => {
            const key = input.definition.name;
            const override = given.inputs[key];
            return (
              <InputRow
                key={key}
                input={input}
                given={override}
                error={errors[inputPointer(name, key)]}
                opened={opened.has(key)}
                origin={origin}
                locked={locked}
                load={load}
                onOpen={() => setOpened(new Set([...opened, key]))}
                onChange={(values) => {
                  if (values === undefined) setOpened(new Set([...opened].filter((other) => other !== key)));
                  onChange((tasks) => withInput(tasks, name, key, values));
                }}
              />
            );
          })}
          <ResourceFields
            task={task}
            app={app}
            given={given.resources}
            errors={errors}
            most={most}
            origin={origin}
            locked={locked}
            onChange={(field, value) => onChange((tasks) => withResource(tasks, name, field, value))}
          />
        </div>
      </Section>
    </div>
  );
}
