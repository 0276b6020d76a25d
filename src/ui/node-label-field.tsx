import { AutoComplete } from 'antd';
import { useTranslation } from 'react-i18next';
import { FieldFrame, type FieldProps, useFieldFacts } from './field.tsx';

type TextKey<Values extends object> = {
  [Key in keyof Values & string]: Values[Key] extends string ? Key : never;
}[keyof Values & string];

interface Props<Values extends object> extends FieldProps<Values, TextKey<Values>> {
  /** Labels that nodes bear; undefined while unknown. */
  labels: readonly string[] | undefined;
}

/** One label of nodes: offers those there are, and says what another one means. */
export function NodeLabelField<Values extends object>(props: Props<Values>) {
  const { form, name, label, help, labels } = props;
  const { t } = useTranslation();
  const facts = useFieldFacts(props);
  const value = String(form.values[name] ?? '');
  const unmatched = value !== '' && labels !== undefined && !labels.includes(value);
  const wanted = value.toLowerCase();
  return (
    <FieldFrame
      label={label}
      help={unmatched ? <span className="field-warning">{t('nodeLabel.unmatched')}</span> : help}
      limit={facts.limitText}
      error={facts.error}
      required={facts.required}
    >
      {(control) => (
        <AutoComplete
          {...control}
          className="mono"
          allowClear
          value={value}
          placeholder={t('nodeLabel.any')}
          style={{ width: '100%' }}
          status={facts.error ? 'error' : undefined}
          disabled={Boolean(props.disabledReason)}
          options={(labels ?? [])
            .filter((text) => text.toLowerCase().includes(wanted))
            .map((text) => ({ value: text }))}
          onChange={(next?: string) => form.set(name, (next ?? '').trim() as Values[typeof name])}
        />
      )}
    </FieldFrame>
  );
}
