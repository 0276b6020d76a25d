import { useTranslation } from 'react-i18next';
import type { EffectiveInput } from '#core/workflow/values.ts';
import { Button } from '#src/ui/button.tsx';
import { FieldFrame } from '#src/ui/field.tsx';
import type { PathPickerProps } from '#src/ui/path-picker.tsx';
import { Tag } from '#src/ui/values.tsx';
import { InputControl } from './input-control.tsx';

interface Props {
  /** As the workflow and the app give it. */
  input: EffectiveInput;
  /** What this job gives instead; undefined: nothing. */
  given: readonly string[] | undefined;
  error: string | undefined;
  opened: boolean;
  origin: 'workflow' | 'job';
  /** Why it cannot be changed. */
  locked: string | undefined;
  load: PathPickerProps['load'];
  onOpen(): void;
  onChange(values: readonly string[] | undefined): void;
}

/** An input: open when it is empty, changed or wrong; otherwise one quiet line with a way to change it. */
export function InputRow(props: Props) {
  const { input, given, error, opened, locked } = props;
  if (input.reference) return <ReferenceLine {...props} reference={input.reference} />;
  const inherited = input.values.length > 0;
  if (locked) return <QuietLine {...props} />;
  if (inherited && given === undefined && !opened && !error) return <QuietLine {...props} />;
  return <OpenInput {...props} inherited={inherited} />;
}

function ReferenceLine({ input, origin, reference }: Props & { reference: { task: string; output: string } }) {
  const { t } = useTranslation('jobs');
  return (
    <div className="launch-quiet" title={t('new.fixed')}>
      <span>{input.definition.name}</span>
      <span className="grow">
        <Tag tone="brand">{`⟵ ${reference.task}.${reference.output}`}</Tag>
      </span>
      <span className="muted">{t(origin === 'job' ? 'update.fixed' : 'new.fromReference', reference)}</span>
    </div>
  );
}

/** Values in the quiet line; the rest is counted. */
const SHOWN = 3;

function QuietLine({ input, origin, locked, onOpen, onChange }: Props) {
  const { t } = useTranslation('jobs');
  const { definition, values } = input;
  return (
    <div className="launch-quiet">
      <span title={definition.description}>{definition.name}</span>
      <span className="grow mono launch-values" title={values.join('\n')}>
        {values.length === 0 ? <span className="muted">{t('new.unset')}</span> : values.slice(0, SHOWN).join(', ')}
        {values.length > SHOWN ? ` +${values.length - SHOWN}` : ''}
      </span>
      {origin === 'workflow' ? (
        <span className="muted">{t(input.given ? 'new.fromWorkflow' : 'new.fromApp')}</span>
      ) : null}
      <Button
        size="small"
        label={`${t('new.change')}: ${definition.name}`}
        disabledReason={locked ?? false}
        onClick={() => {
          onOpen();
          onChange(values);
        }}
      >
        {t('new.change')}
      </Button>
    </div>
  );
}

function OpenInput({ input, given, error, origin, load, inherited, onChange }: Props & { inherited: boolean }) {
  const { t } = useTranslation('jobs');
  const { definition, concurrent } = input;
  const { description, pattern } = definition;
  const help = [description, pattern ? t('new.example', { pattern }) : ''].filter(Boolean).join(' · ');
  return (
    <FieldFrame
      label={definition.name}
      help={help || undefined}
      limit={concurrent ? t('new.perLine') : undefined}
      error={error}
      required={definition.required}
    >
      {(control) => (
        <div className="launch-open">
          <InputControl
            control={control}
            definition={definition}
            concurrent={concurrent}
            values={given ?? []}
            inherited={input.values}
            wrong={error !== undefined}
            load={load}
            onChange={onChange}
          />
          <span className="launch-marks">
            {concurrent ? <Tag>{t('new.fanOut')}</Tag> : null}
            {inherited ? (
              <Button size="small" kind="quiet" icon="undo" onClick={() => onChange(undefined)}>
                {t(origin === 'job' ? 'update.reset' : input.given ? 'new.reset' : 'new.resetApp')}
              </Button>
            ) : null}
          </span>
        </div>
      )}
    </FieldFrame>
  );
}
