import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatReference, inputReference, parseReference } from '#core/workflow/references.ts';
import type { AppInput, AppSignature, Problem, TaskDocument } from '#core/workflow/types.ts';
import { isConcurrent } from '#core/workflow/values.ts';
import { Button } from '#src/ui/button.tsx';
import { TypeMark } from '../drawing/type-mark.tsx';
import { useEditorServices } from '../editor-context.ts';
import { inputField } from '../problems/problem-place.ts';
import { useProblemWords } from '../problems/problem-words.ts';
import { Field } from './field.tsx';
import { ReferencePicker } from './reference-picker.tsx';
import { commonInputs, sharedOf } from './shared-values.ts';
import { ValueEditor } from './value-editor.tsx';

interface RowProps {
  tasks: readonly TaskDocument[];
  definition: AppInput;
  problem: Problem | undefined;
}

function InputRow({ tasks, definition, problem }: RowProps) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { editor, editable } = useEditorServices();
  const words = useProblemWords();
  const [wantsReference, setWantsReference] = useState(false);
  const { name } = definition;
  const names = tasks.map((task) => task.task_name);
  const given = tasks.map((task) => task.inputs?.find((input) => input.name === name));
  const values = sharedOf(given.map((input) => input?.values ?? []));
  const references = given.map((input) => input && inputReference(input));
  const reference = values.mixed ? undefined : references[0];
  const mode = reference || wantsReference ? 'reference' : 'value';
  const note = problem ? words(problem) : undefined;
  const switchMode = () => {
    setWantsReference(mode === 'value');
    if (reference) editor.runAll(names.map((to) => ({ type: 'disconnect', to, input: name })));
  };
  return (
    <Field
      name={inputField(name)}
      label={
        <>
          <TypeMark type={definition.type} label={t(`type.${definition.type}`)} /> {name}
        </>
      }
      required={definition.required}
      error={problem?.severity === 'error' ? note : undefined}
      warning={problem?.severity === 'warning' ? note : undefined}
      help={[definition.description, isConcurrent(definition) ? t('input.concurrent') : ''].filter(Boolean).join(' · ')}
      extra={
        <Button
          kind="quiet"
          size="small"
          icon={mode === 'reference' ? 'edit' : 'link'}
          label={t(mode === 'reference' ? 'input.valueTitle' : 'input.referenceTitle', { input: name })}
          disabledReason={!editable && t('outline.viewOnly')}
          onClick={switchMode}
        >
          {t(mode === 'reference' ? 'input.value' : 'input.reference')}
        </Button>
      }
    >
      {(id, describedBy, wrong) =>
        mode === 'reference' ? (
          <ReferencePicker
            id={id}
            note={describedBy}
            wrong={wrong}
            tasks={names}
            input={name}
            value={reference && formatReference(reference)}
          />
        ) : (
          <ValueEditor
            id={id}
            note={describedBy}
            wrong={wrong}
            tasks={names}
            definition={definition}
            values={values.mixed ? [] : (values.value ?? [])}
            mixed={values.mixed}
          />
        )
      }
    </Field>
  );
}

interface StrayProps {
  task: TaskDocument;
  app: AppSignature;
  problems: readonly Problem[];
}

/** Inputs the task lists and its app does not know: shown, so that they can be taken out. */
function StrayInputs({ task, app, problems }: StrayProps) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { editor, editable } = useEditorServices();
  const words = useProblemWords();
  const known = new Set(app.inputs.map((input) => input.name));
  return task.inputs
    ?.filter((input) => !known.has(input.name))
    .map((input) => {
      const problem = problems.find((found) => found.input === input.name);
      const shown = input.values?.map((value) => {
        const reference = parseReference(value);
        return reference ? `${reference.task}.${reference.output}` : value;
      });
      return (
        <Field
          key={input.name}
          name={inputField(input.name)}
          label={input.name}
          error={problem && words(problem)}
          help={shown?.join(', ')}
        >
          {(id) => (
            <span id={id}>
              <Button
                size="small"
                icon="trash"
                disabledReason={!editable && t('outline.viewOnly')}
                onClick={() => editor.run({ type: 'dropInput', task: task.task_name, input: input.name })}
              >
                {t('panel:inputs.drop', { input: input.name })}
              </Button>
            </span>
          )}
        </Field>
      );
    });
}

interface Props {
  /** The task that is open, or all that are selected. */
  tasks: readonly TaskDocument[];
  problems: readonly Problem[];
}

/** The inputs of a task, or those several have in common: a value by type, or a reference to another task's output. */
export function InputsTab({ tasks, problems }: Props) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { editor } = useEditorServices();
  const apps = tasks.map((task) => editor.lookup(task.app_id));
  const missing = tasks.find((_, at) => !apps[at]);
  if (missing) return <p className="we-quiet">{t('panel.appMissing', { app: missing.app_id })}</p>;
  const known = apps.filter((app) => app !== undefined);
  const shared = commonInputs(known);
  const [only, ...others] = tasks;
  const worst = (name: string) => {
    const own = problems.filter((problem) => problem.input === name);
    return own.find((problem) => problem.severity === 'error') ?? own[0];
  };
  return (
    <>
      {others.length > 0 && (
        <p className="we-quiet">
          {t(shared.length > 0 ? 'panel:several.inputs' : 'panel:several.noInputs', { count: shared.length })}
        </p>
      )}
      {others.length === 0 && shared.length === 0 && <p className="we-quiet">{t('panel.noInputs')}</p>}
      {shared.map((definition) => (
        <InputRow
          key={`${tasks.map((task) => task.task_name).join(' ')} ${definition.name}`}
          tasks={tasks}
          definition={definition}
          problem={worst(definition.name)}
        />
      ))}
      {only && known[0] && others.length === 0 && <StrayInputs task={only} app={known[0]} problems={problems} />}
    </>
  );
}
