import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.executeJob.ts';
import type { AppInput } from '#core/workflow/types.ts';
import { Button } from '#src/ui/button.tsx';
import type { Control } from '#src/ui/field.tsx';
import { PathPicker, type PathPickerProps } from '#src/ui/path-picker.tsx';
import { listValues } from './launch-values.ts';

const MAX_LENGTH = limits['tasks[].inputs[].values[]'].maxLength;
const MAX_VALUES = limits['tasks[].inputs[].values'].maxItems;

interface Props {
  control: Control;
  definition: AppInput;
  concurrent: boolean;
  values: readonly string[];
  /** Shown where nothing is typed: what the job takes then. */
  inherited: readonly string[];
  wrong: boolean;
  load: PathPickerProps['load'];
  onChange(values: readonly string[]): void;
}

/** The control of an input, by its type; a list where the app runs once per value. */
export function InputControl(props: Props) {
  const { definition, concurrent } = props;
  if (definition.type === 'ENUM') return <EnumControl {...props} />;
  const text = concurrent ? <ListControl {...props} /> : <TextControl {...props} />;
  if (definition.type === 'STRING') return text;
  return (
    <div className="launch-path">
      {text}
      <PickPath {...props} />
    </div>
  );
}

function TextControl({ control, values, inherited, wrong, definition, onChange }: Props) {
  return (
    <Input
      {...control}
      className={definition.type === 'STRING' ? undefined : 'mono'}
      value={values[0] ?? ''}
      maxLength={MAX_LENGTH}
      placeholder={inherited[0]}
      autoComplete="off"
      status={wrong ? 'error' : ''}
      onChange={(event) => onChange(event.target.value === '' ? [] : [event.target.value])}
    />
  );
}

function ListControl({ control, values, inherited, wrong, onChange }: Props) {
  const { t } = useTranslation('jobs');
  // Empty lines stay while they are typed; the values do not have them.
  const [draft, setDraft] = useState<string>();
  return (
    <div className="grow">
      <Input.TextArea
        {...control}
        className="mono"
        autoSize={{ minRows: 2, maxRows: 10 }}
        value={draft ?? values.join('\n')}
        placeholder={inherited.join('\n')}
        status={wrong ? 'error' : ''}
        onFocus={() => setDraft(values.join('\n'))}
        onBlur={() => setDraft(undefined)}
        onChange={(event) => {
          const text = event.target.value;
          // A pasted table keeps its first column.
          setDraft(text.includes('\t') ? listValues(text).join('\n') : text);
          onChange(listValues(text).slice(0, MAX_VALUES));
        }}
      />
      <small className="muted">{t('new.count', { count: values.length, max: MAX_VALUES })}</small>
    </div>
  );
}

function EnumControl({ control, definition, concurrent, values, inherited, wrong, onChange }: Props) {
  const shared = {
    ...control,
    className: 'launch-enum',
    options: (definition.enum ?? []).map((value) => ({ value, label: value })),
    placeholder: inherited.join(', '),
    allowClear: true,
    status: wrong ? ('error' as const) : undefined,
  };
  return concurrent ? (
    <Select {...shared} mode="multiple" value={[...values]} onChange={(next: string[]) => onChange(next)} />
  ) : (
    <Select {...shared} value={values[0]} onChange={(next?: string) => onChange(next ? [next] : [])} />
  );
}

function PickPath({ definition, concurrent, values, load, onChange }: Props) {
  const { t } = useTranslation('jobs');
  const [open, setOpen] = useState(false);
  const folder = definition.type === 'DIRECTORY';
  return (
    <>
      <Button
        icon={folder ? 'folder' : 'file'}
        label={`${t(folder ? 'new.addFolder' : 'new.addFiles')}: ${definition.name}`}
        onClick={() => setOpen(true)}
      />
      <PathPicker
        open={open}
        pick={folder ? 'folder' : 'file'}
        multiple={concurrent && !folder}
        load={load}
        onClose={() => setOpen(false)}
        onPick={(paths) => {
          setOpen(false);
          onChange(concurrent ? [...new Set([...values, ...paths])].slice(0, MAX_VALUES) : paths.slice(0, 1));
        }}
      />
    </>
  );
}
