import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import type { AppInput } from '#core/workflow/types.ts';
import { isConcurrent } from '#core/workflow/values.ts';
import { useEditorServices } from './editor-context.ts';
import { PathField, PickPath } from './path-field.tsx';
import { useTyping } from './use-typing.ts';
import { toValues } from './value-text.ts';

const MAX_LENGTH = limits['tasks[].inputs[].values[]'].maxLength;
const MAX_VALUES = limits['tasks[].inputs[].values'].maxItems;

interface Props {
  id: string;
  task: string;
  definition: AppInput;
  values: readonly string[];
}

function ListEditor({ id, definition, values, onChange }: Props & { onChange: (values: string[]) => void }) {
  const { t } = useTranslation('canvas');
  const { editable } = useEditorServices();
  const typing = useTyping();
  // The text keeps its empty lines while it is typed; the values do not have them.
  const [draft, setDraft] = useState<string>();
  const path = definition.type === 'FILE' || definition.type === 'DIRECTORY';
  return (
    <>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 2, maxRows: 10 }}
        value={draft ?? values.join('\n')}
        disabled={!editable}
        placeholder={definition.values?.join('\n') || t('input.onePerLine')}
        onFocus={() => {
          typing.onFocus();
          setDraft(values.join('\n'));
        }}
        onBlur={() => {
          typing.onBlur();
          setDraft(undefined);
        }}
        onChange={(event) => {
          setDraft(event.target.value);
          onChange(toValues(event.target.value));
        }}
      />
      <div className="we-field-foot">
        <span className="we-field-note" data-kind={values.length > MAX_VALUES ? 'error' : 'help'}>
          {t('input.count', { count: values.length, max: MAX_VALUES })}
        </span>
        {path && (
          <PickPath
            type={definition.type}
            multiple={definition.type === 'FILE'}
            onPick={(picked) => onChange([...values, ...picked])}
          />
        )}
      </div>
    </>
  );
}

/** The value of an input, by its type; several values where the app runs once per value. */
export function ValueEditor(props: Props) {
  const { id, task, definition, values } = props;
  const { t } = useTranslation('canvas');
  const { editor, editable } = useEditorServices();
  const typing = useTyping();
  const set = (next: string[]) => editor.run({ type: 'setInputValues', task, input: definition.name, values: next });
  const placeholder = definition.values?.[0] ? t('input.default', { value: definition.values[0] }) : undefined;
  if (definition.type === 'ENUM') {
    const options = (definition.enum ?? []).map((value) => ({ value, label: value }));
    const shared = {
      id,
      options,
      allowClear: true,
      disabled: !editable,
      placeholder: placeholder ?? t('input.choose'),
    };
    return isConcurrent(definition) ? (
      <Select {...shared} mode="multiple" value={[...values]} onChange={set} />
    ) : (
      <Select {...shared} value={values[0]} onChange={(value?: string) => set(value ? [value] : [])} />
    );
  }
  if (isConcurrent(definition)) return <ListEditor {...props} onChange={set} />;
  const input = (
    <Input
      id={id}
      value={values[0] ?? ''}
      disabled={!editable}
      maxLength={MAX_LENGTH}
      placeholder={
        placeholder ?? (definition.pattern ? t('input.pattern', { pattern: definition.pattern }) : undefined)
      }
      {...typing}
      onChange={(event) => set(event.target.value === '' ? [] : [event.target.value])}
    />
  );
  if (definition.type === 'STRING') return input;
  return (
    <PathField type={definition.type} onPick={(picked) => set(picked.slice(0, 1))}>
      {input}
    </PathField>
  );
}
