import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatReference, inputReference, parseReference } from '#core/workflow/references.ts';
import type { AppInput, AppSignature, Problem, TaskDocument } from '#core/workflow/types.ts';
import { isConcurrent } from '#core/workflow/values.ts';
import { Button } from '#src/ui/button.tsx';
import { sourcesFor } from './connection.ts';
import type { EditorState } from './editor.ts';
import { useEditorServices, useEditorState } from './editor-context.ts';
import { Field } from './field.tsx';
import { useProblemWords } from './problem-words.ts';
import { TypeMark } from './type-mark.tsx';
import { ValueEditor } from './value-editor.tsx';

const documentOf = (state: EditorState) => state.document;

interface ReferenceProps {
  id: string;
  task: string;
  input: string;
  value: string | undefined;
}

/** Connects an input to an output of another task without the mouse. Offers only what fits and closes no loop. */
function ReferencePicker({ id, task, input, value }: ReferenceProps) {
  const { t } = useTranslation('canvas');
  const { editor, editable, announce } = useEditorServices();
  const document = useEditorState(documentOf);
  const options = sourcesFor(document, editor.lookup, { task, input }).map((source) => ({
    value: formatReference(source),
    label: `${source.task}.${source.output}`,
  }));
  const choose = (text: string | undefined) => {
    const source = parseReference(text ?? '');
    if (!source) return editor.run({ type: 'disconnect', to: task, input });
    const edge = { from: source.task, output: source.output, to: task, input };
    if (editor.connect(edge).ok) announce(t('announce.connected', edge));
  };
  const known = value === undefined || options.some((option) => option.value === value);
  return (
    <Select
      id={id}
      showSearch
      allowClear
      disabled={!editable}
      value={value}
      status={known ? undefined : 'error'}
      placeholder={t(options.length > 0 ? 'input.pickReference' : 'input.noReference')}
      notFoundContent={t('input.noReference')}
      options={options}
      onChange={choose}
    />
  );
}

interface RowProps {
  task: TaskDocument;
  definition: AppInput;
  problem: Problem | undefined;
}

function InputRow({ task, definition, problem }: RowProps) {
  const { t } = useTranslation('canvas');
  const { editor, editable } = useEditorServices();
  const words = useProblemWords();
  const [wantsReference, setWantsReference] = useState(false);
  const given = task.inputs?.find((input) => input.name === definition.name);
  const reference = given && inputReference(given);
  const mode = reference || wantsReference ? 'reference' : 'value';
  const note = problem ? words(problem) : undefined;
  const concurrent = isConcurrent(definition);
  const switchMode = () => {
    setWantsReference(mode === 'value');
    if (reference) editor.run({ type: 'disconnect', to: task.task_name, input: definition.name });
  };
  return (
    <Field
      label={
        <>
          <TypeMark type={definition.type} label={t(`type.${definition.type}`)} /> {definition.name}
        </>
      }
      required={definition.required}
      error={problem?.severity === 'error' ? note : undefined}
      warning={problem?.severity === 'warning' ? note : undefined}
      help={[definition.description, concurrent ? t('input.concurrent') : ''].filter(Boolean).join(' · ')}
      extra={
        <Button
          kind="quiet"
          size="small"
          icon={mode === 'reference' ? 'edit' : 'link'}
          label={t(mode === 'reference' ? 'input.valueTitle' : 'input.referenceTitle', { input: definition.name })}
          disabledReason={!editable && t('outline.viewOnly')}
          onClick={switchMode}
        >
          {t(mode === 'reference' ? 'input.value' : 'input.reference')}
        </Button>
      }
    >
      {(id) =>
        mode === 'reference' ? (
          <ReferencePicker
            id={id}
            task={task.task_name}
            input={definition.name}
            value={reference && formatReference(reference)}
          />
        ) : (
          <ValueEditor id={id} task={task.task_name} definition={definition} values={given?.values ?? []} />
        )
      }
    </Field>
  );
}

interface Props {
  task: TaskDocument;
  app: AppSignature | undefined;
  problems: readonly Problem[];
}

/** The inputs of a task: a value by type, or a reference to another task's output. */
export function InputsTab({ task, app, problems }: Props) {
  const { t } = useTranslation('canvas');
  if (!app) return <p className="we-quiet">{t('panel.appMissing', { app: task.app_id })}</p>;
  if (app.inputs.length === 0) return <p className="we-quiet">{t('panel.noInputs')}</p>;
  const worst = (name: string) => {
    const own = problems.filter((problem) => problem.input === name);
    return own.find((problem) => problem.severity === 'error') ?? own[0];
  };
  return app.inputs.map((definition) => (
    <InputRow
      key={`${task.task_name} ${definition.name}`}
      task={task}
      definition={definition}
      problem={worst(definition.name)}
    />
  ));
}
