import { Input, InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './menu-button.css';
import { FieldFrame, type FieldProps, useFieldFacts } from './field.tsx';

type Named<Values extends object, Kind> = {
  [Key in keyof Values & string]: Values[Key] extends Kind ? Key : never;
}[keyof Values & string];

interface TextProps<Values extends object> extends FieldProps<Values, Named<Values, string | undefined>> {
  placeholder?: string;
  autoFocus?: boolean;
  autoComplete?: string;
  mono?: boolean;
  /** A long text of this many lines. */
  lines?: number;
  password?: boolean;
}

const COUNT_FROM = 0.5;

/** One line or several lines of text, with its limit and, once half used, the count. */
export function TextField<Values extends object>(props: TextProps<Values>) {
  const { form, name, label, help, placeholder, autoFocus, autoComplete, mono, lines, password } = props;
  const { t } = useTranslation();
  const facts = useFieldFacts(props);
  const value = String(form.values[name] ?? '');
  const used = [...value].length;
  const max = facts.limit?.maxLength;
  const counted = max !== undefined && used >= max * COUNT_FROM ? t('form.count', { used, max }) : undefined;
  const set = (text: string) => form.set(name, text as Values[typeof name]);
  return (
    <FieldFrame
      label={label}
      help={help}
      limit={facts.limitText}
      used={counted}
      error={facts.error}
      required={facts.required}
    >
      {(control) => {
        const shared = {
          ...control,
          value,
          placeholder,
          autoFocus,
          autoComplete: autoComplete ?? 'off',
          disabled: Boolean(props.disabledReason),
          title: props.disabledReason || undefined,
          className: mono ? 'mono' : undefined,
          status: facts.error ? ('error' as const) : undefined,
          onChange: (event: { target: { value: string } }) => set(event.target.value),
        };
        if (lines) return <Input.TextArea {...shared} autoSize={{ minRows: lines, maxRows: lines * 4 }} />;
        return password ? <Input.Password {...shared} /> : <Input {...shared} />;
      }}
    </FieldFrame>
  );
}

interface NumberProps<Values extends object> extends FieldProps<Values, Named<Values, number | undefined>> {
  unit?: string;
  step?: number;
}

/** A number; the contract's bounds are shown, and what lies outside is said at once. */
export function NumberField<Values extends object>(props: NumberProps<Values>) {
  const { form, name, label, help, unit, step } = props;
  const facts = useFieldFacts(props);
  const value = form.values[name];
  return (
    <FieldFrame label={label} help={help} limit={facts.limitText} error={facts.error} required={facts.required}>
      {(control) => (
        <InputNumber
          {...control}
          value={typeof value === 'number' ? value : null}
          step={step}
          suffix={unit}
          disabled={Boolean(props.disabledReason)}
          status={facts.error ? 'error' : undefined}
          style={{ width: 180 }}
          onChange={(next) => form.set(name, (typeof next === 'number' ? next : undefined) as Values[typeof name])}
        />
      )}
    </FieldFrame>
  );
}

export interface Option {
  value: string;
  label: string;
  /** Said below the label in the list. */
  hint?: string;
}

interface SelectProps<Values extends object> extends FieldProps<Values, Named<Values, string | undefined>> {
  options: readonly Option[];
  placeholder?: string;
  busy?: boolean;
  empty?: ReactNode;
}

/** One of several; long lists can be searched. */
export function SelectField<Values extends object>(props: SelectProps<Values>) {
  const { form, name, label, help, options, placeholder, busy, empty } = props;
  const facts = useFieldFacts(props);
  const value = form.values[name];
  return (
    <FieldFrame label={label} help={help} error={facts.error} required={facts.required}>
      {(control) => (
        <Select
          {...control}
          value={typeof value === 'string' && value !== '' ? value : undefined}
          placeholder={placeholder}
          loading={busy}
          disabled={Boolean(props.disabledReason)}
          showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
          notFoundContent={empty}
          status={facts.error ? 'error' : undefined}
          style={{ width: '100%' }}
          options={options.map((option) => ({ ...option }))}
          optionRender={({ data }) => (
            <span className="menu-entry">
              {data.label}
              {data.hint ? <small className="muted">{data.hint}</small> : null}
            </span>
          )}
          onChange={(next: string) => form.set(name, next as Values[typeof name])}
        />
      )}
    </FieldFrame>
  );
}

interface TagsProps<Values extends object> extends FieldProps<Values, Named<Values, string[] | undefined>> {
  placeholder?: string;
  suggestions?: readonly string[];
}

/** Several short texts, each ended by Enter. */
export function TagsField<Values extends object>(props: TagsProps<Values>) {
  const { form, name, label, help, placeholder, suggestions = [] } = props;
  const facts = useFieldFacts(props);
  const value = form.values[name];
  const itemMax = form.limitOf(`${props.limitPath ?? name}[]`)?.maxLength;
  return (
    <FieldFrame label={label} help={help} limit={facts.limitText} error={facts.error} required={facts.required}>
      {(control) => (
        <Select
          {...control}
          mode="tags"
          open={suggestions.length > 0 ? undefined : false}
          suffixIcon={null}
          tokenSeparators={[',', '，', ' ']}
          value={Array.isArray(value) ? (value as string[]) : []}
          placeholder={placeholder}
          style={{ width: '100%' }}
          status={facts.error ? 'error' : undefined}
          disabled={Boolean(props.disabledReason)}
          options={suggestions.map((text) => ({ value: text }))}
          onChange={(next: string[]) =>
            form.set(name, next.map((text) => text.trim().slice(0, itemMax)).filter(Boolean) as Values[typeof name])
          }
        />
      )}
    </FieldFrame>
  );
}

/** Yes or no. */
export function SwitchField<Values extends object>(props: FieldProps<Values, Named<Values, boolean | undefined>>) {
  const { form, name, label, help } = props;
  const facts = useFieldFacts(props);
  return (
    <FieldFrame label={label} help={help} error={facts.error} required>
      {({ 'aria-required': _required, ...control }) => (
        <div>
          <Switch
            {...control}
            checked={form.values[name] === true}
            disabled={Boolean(props.disabledReason)}
            onChange={(on) => form.set(name, on as Values[typeof name])}
          />
        </div>
      )}
    </FieldFrame>
  );
}
