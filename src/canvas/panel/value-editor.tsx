import { AutoComplete, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { parseReference } from '#core/workflow/references.ts';
import type { AppInput } from '#core/workflow/types.ts';
import { isConcurrent } from '#core/workflow/values.ts';
import { useEditorServices } from '../editor-context.ts';
import { inputField } from '../problems/problem-place.ts';
import { focusField } from './focus-field.ts';
import { PathField } from './path-field.tsx';
import { connectAll, useSourceOptions } from './reference-picker.tsx';
import { useTyping } from './use-typing.ts';
import { ValueList } from './value-list.tsx';
import { pastedValues } from './value-text.ts';

const MAX_VALUES = limits['tasks[].inputs[].values'].maxItems;

interface Props {
  id: string;
  /** Id of the note that says what is expected or wrong. */
  note: string;
  /** The note says an error. */
  wrong?: boolean;
  /** Usually one; several are given the same values. */
  tasks: readonly string[];
  definition: AppInput;
  values: readonly string[];
  /** The tasks have different values; none is shown then. */
  mixed?: boolean;
}

function useSetValues(tasks: readonly string[], input: string) {
  const { editor } = useEditorServices();
  return (values: string[]) => editor.runAll(tasks.map((task) => ({ type: 'setInputValues', task, input, values })));
}

/** What stands in an empty field: that the tasks differ, the app's default, or nothing. */
function usePlaceholder({ definition, mixed }: Props): string | undefined {
  const { t } = useTranslation(['canvas', 'panel']);
  if (mixed) return t('panel:several.mixed');
  return definition.values?.[0] ? t('input.default', { value: definition.values.join(', ') }) : undefined;
}

/** One of a list, or several where the app runs once per value; a pasted column is taken as far as it is in the list. */
function ChoiceEditor(props: Props) {
  const { id, note, wrong, tasks, definition, values } = props;
  const { t } = useTranslation('canvas');
  const { editable } = useEditorServices();
  const set = useSetValues(tasks, definition.name);
  const placeholder = usePlaceholder(props);
  const allowed = definition.enum ?? [];
  const shared = {
    id,
    'aria-describedby': note,
    'aria-invalid': wrong || undefined,
    options: allowed.map((value) => ({ value, label: value })),
    // Typing narrows the list down.
    showSearch: true,
    allowClear: true,
    disabled: !editable,
    status: wrong || values.some((value) => !allowed.includes(value)) ? ('error' as const) : undefined,
    placeholder: placeholder ?? t('input.choose'),
  };
  if (!isConcurrent(definition)) {
    return <Select {...shared} value={values[0]} onChange={(value?: string) => set(value ? [value] : [])} />;
  }
  return (
    <Select
      {...shared}
      mode="multiple"
      maxCount={MAX_VALUES}
      tokenSeparators={[',', '\n', '\t']}
      value={[...values]}
      onChange={(next: string[]) => set(next)}
    />
  );
}

/** One text. What begins like a reference is completed with the outputs there are. */
function TextEditor(props: Props) {
  const { id, note, wrong, tasks, definition, values } = props;
  const { t } = useTranslation('canvas');
  const { editor, editable } = useEditorServices();
  const typing = useTyping();
  const set = useSetValues(tasks, definition.name);
  const [open, setOpen] = useState(false);
  const value = values[0] ?? '';
  const completing = open && value.startsWith('$');
  const sources = useSourceOptions({ tasks, input: definition.name }, completing);
  const wanted = value
    .replace(/^\$\{?/, '')
    .replace(/\}$/, '')
    .toLowerCase();
  const options = sources.filter((option) => option.value.toLowerCase().includes(wanted));
  const placeholder =
    usePlaceholder(props) ?? (definition.pattern && t('input.pattern', { pattern: definition.pattern }));
  const type = (text: string) => {
    set(text === '' ? [] : [text]);
    // The field becomes the one for references; the focus goes along.
    if (parseReference(text)) focusField(inputField(definition.name));
  };
  const choose = (text: string | undefined) => {
    const source = parseReference(text ?? '');
    if (!source) return;
    connectAll(editor, source, tasks, definition.name);
    focusField(inputField(definition.name));
  };
  return (
    <AutoComplete
      id={id}
      aria-describedby={note}
      aria-invalid={wrong || undefined}
      status={wrong ? 'error' : undefined}
      value={value}
      disabled={!editable}
      open={completing && options.length > 0}
      onOpenChange={setOpen}
      options={options.map(({ value: text, label, reason }) => ({
        value: text,
        label,
        title: reason,
        disabled: !!reason,
      }))}
      onFocus={() => {
        setOpen(true);
        typing.onFocus();
      }}
      onBlur={typing.onBlur}
      onSelect={choose}
      onChange={(text?: string) => {
        // Choosing tells the value as well; it is connected, not typed.
        if (text && options.some((option) => option.value === text && !option.reason) && text !== value) return;
        type(text ?? '');
      }}
    >
      <Input
        className={definition.type === 'STRING' ? undefined : 'mono'}
        placeholder={placeholder || undefined}
        title={value}
        autoComplete="off"
        onPaste={(event) => {
          const [first, ...more] = pastedValues(event.clipboardData.getData('text/plain'));
          if (!first || more.length === 0 || definition.type === 'STRING') return;
          event.preventDefault();
          type(first);
        }}
      />
    </AutoComplete>
  );
}

/** The value of an input, by its type; several values where the app runs once per value. */
export function ValueEditor(props: Props) {
  const { id, note, tasks, definition, values } = props;
  const set = useSetValues(tasks, definition.name);
  const placeholder = usePlaceholder(props);
  if (definition.type === 'ENUM') return <ChoiceEditor {...props} />;
  if (isConcurrent(definition)) {
    return (
      <ValueList id={id} note={note} definition={definition} values={values} placeholder={placeholder} onChange={set} />
    );
  }
  const input = <TextEditor {...props} />;
  if (definition.type === 'STRING') return input;
  return (
    <PathField definition={definition} at={values[0]} onPick={(picked) => set(picked.slice(0, 1))}>
      {input}
    </PathField>
  );
}
