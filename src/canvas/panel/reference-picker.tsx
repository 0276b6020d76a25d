import { Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatReference, parseReference, type Reference } from '#core/workflow/references.ts';
import type { AppLookup, ParameterType, WorkflowDocument } from '#core/workflow/types.ts';
import { judge, sourceChoices } from '../connect/connection.ts';
import { TypeMark } from '../drawing/type-mark.tsx';
import { useStructure } from '../drawing/use-structure.ts';
import type { Editor } from '../editor.ts';
import { useEditorServices } from '../editor-context.ts';

/** The sentences name some of these each. */
const NO_PLACE = { task: '', output: '', input: '', from: '', to: '' };

interface SourceOption {
  /** The reference as it is written: `${task.output}`. */
  value: string;
  label: string;
  type: ParameterType;
  description: string;
  /** Why it cannot be taken; absent when it can. */
  reason?: string;
}

const edgeOf = (source: Reference, to: string, input: string) => ({
  from: source.task,
  output: source.output,
  to,
  input,
});

/** Gives several tasks the same reference, as one step. */
export function connectAll(editor: Editor, source: Reference, tasks: readonly string[], input: string): void {
  editor.runAll(tasks.map((to) => ({ type: 'connect', ...edgeOf(source, to, input) })));
}

/** For every output the first refusal of any of the tasks; the others of one reference are as for the first task. */
function choicesForAll(document: WorkflowDocument, lookup: AppLookup, tasks: readonly string[], input: string) {
  const [first = '', ...others] = tasks;
  return sourceChoices(document, lookup, { task: first, input })
    .filter((choice) => !others.includes(choice.task))
    .map((choice) => {
      const verdicts = [choice.verdict, ...others.map((to) => judge(document, lookup, edgeOf(choice, to, input)))];
      return { ...choice, verdict: verdicts.find((verdict) => !verdict.ok) ?? choice.verdict };
    });
}

/** Outputs as choices for an input, those that fit first. Looked for only when they are wanted. */
export function useSourceOptions(target: { tasks: readonly string[]; input: string }, wanted: boolean): SourceOption[] {
  const { t } = useTranslation('canvas');
  const { editor } = useEditorServices();
  const document = useStructure();
  const { input } = target;
  const names = target.tasks.join(' ');
  return useMemo(() => {
    if (!wanted) return [];
    return choicesForAll(document, editor.lookup, names.split(' '), input).map((choice): SourceOption => {
      const option = {
        value: formatReference(choice),
        label: `${choice.task}.${choice.output}`,
        type: choice.type,
        description: choice.description ?? '',
      };
      const { verdict } = choice;
      return verdict.ok
        ? option
        : { ...option, reason: t(`connect.${verdict.reasonKey}`, { ...NO_PLACE, ...verdict.params }) };
    });
  }, [document, editor, names, input, wanted, t]);
}

interface Props {
  id: string;
  note: string;
  /** The note says an error. */
  wrong: boolean;
  /** Usually one; several get the same reference. */
  tasks: readonly string[];
  input: string;
  value: string | undefined;
}

/** Connects an input to an output of another task without the mouse: what fits first, the rest with the reason. */
export function ReferencePicker({ id, note, wrong, tasks, input, value }: Props) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { editor, editable, announce } = useEditorServices();
  const document = useStructure();
  const [open, setOpen] = useState(false);
  const options = useSourceOptions({ tasks, input }, open);
  const source = parseReference(value ?? '');
  const refused = source && !tasks.every((to) => judge(document, editor.lookup, edgeOf(source, to, input)).ok);
  const choose = (text: string | undefined) => {
    const chosen = parseReference(text ?? '');
    if (!chosen) return editor.runAll(tasks.map((to) => ({ type: 'disconnect', to, input })));
    connectAll(editor, chosen, tasks, input);
    for (const to of tasks) announce(t('announce.connected', edgeOf(chosen, to, input)));
  };
  // Before it is opened, the choice that is taken is the only one that has to have a name.
  const own = { value: value ?? '', label: source ? `${source.task}.${source.output}` : (value ?? '') };
  const shown = options.some((option) => option.value === value) || value === undefined ? options : [own, ...options];
  const byValue = new Map(options.map((option) => [option.value, option]));
  return (
    <Select
      id={id}
      aria-describedby={note}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      disabled={!editable}
      value={value}
      aria-invalid={wrong || undefined}
      status={wrong || refused ? 'error' : undefined}
      placeholder={t('input.pickReference')}
      notFoundContent={t('input.noReference')}
      popupMatchSelectWidth={false}
      onOpenChange={setOpen}
      options={shown.map((option) => ({ ...option, disabled: byValue.get(option.value)?.reason !== undefined }))}
      optionRender={(option) => <SourceLine option={byValue.get(String(option.value))} />}
      onChange={(chosen?: string) => choose(chosen)}
    />
  );
}

function SourceLine({ option }: { option: SourceOption | undefined }) {
  const { t } = useTranslation('canvas');
  if (!option) return null;
  const below = option.reason ?? option.description;
  return (
    <span className="we-source">
      <TypeMark type={option.type} label={t(`type.${option.type}`)} /> {option.label}
      {below && <small>{below}</small>}
    </span>
  );
}
