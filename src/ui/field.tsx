import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { breakWords, type LimitBreak, limitWords } from './limits.ts';
import type { FormState } from './use-form.ts';

export interface FieldProps<Values extends object, Key extends keyof Values & string> {
  form: FormState<Values>;
  name: Key;
  label: string;
  help?: ReactNode;
  /** Path of the limit in the operation, when it is not the name: `settings.job_quota`. */
  limitPath?: string;
  required?: boolean;
  disabledReason?: string | false;
}

export interface Control {
  id: string;
  'aria-invalid': boolean | undefined;
  'aria-describedby': string;
  'aria-required': boolean | undefined;
}

interface FrameProps {
  label: string;
  help?: ReactNode;
  /** Text of a limit and how much of it is used. */
  limit?: string;
  used?: string;
  error?: string;
  required?: boolean;
  /** The control is a group (radio buttons, a list) rather than one input. */
  group?: boolean;
  children(control: Control): ReactNode;
}

/** Label above, control, then error or help. Everything is tied together for screen readers. */
export function FieldFrame({ label, help, limit, used, error, required, group, children }: FrameProps) {
  const { t } = useTranslation();
  const id = useId();
  const describedBy = `${id}-help`;
  const control: Control = {
    id,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': describedBy,
    'aria-required': required || undefined,
  };
  const caption = (
    <>
      {label}
      {required ? null : <span className="field-optional"> {t('form.optional')}</span>}
    </>
  );
  const content = (
    <>
      {children(control)}
      <div className="field-help" id={describedBy}>
        {error ? <span className="field-error">{error}</span> : <span>{help ?? limit}</span>}
        {help && limit && !error ? <span className="field-limit">{limit}</span> : null}
        {used ? <span className="field-used">{used}</span> : null}
      </div>
    </>
  );
  const className = error ? 'field field-wrong' : 'field';
  if (group)
    return (
      <fieldset className={className}>
        <legend className="field-label">{caption}</legend>
        {content}
      </fieldset>
    );
  return (
    <div className={className}>
      <label className="field-label" htmlFor={id}>
        {caption}
      </label>
      {content}
    </div>
  );
}

/** Error of a field in words, its limit in words, and whether it is needed. */
export function useFieldFacts<Values extends object, Key extends keyof Values & string>(
  props: FieldProps<Values, Key>,
) {
  const { t } = useTranslation();
  const path = props.limitPath ?? props.name;
  const limit = props.form.limitOf(path);
  const problem = props.form.errors[`/${path.replaceAll('.', '/')}`] ?? props.form.errors[`/${props.name}`];
  return {
    limit,
    limitText: limitWords(limit, t),
    error: problem === undefined ? undefined : isBreak(problem) ? breakWords(problem, limit, t) : problem,
    required: props.required ?? limit?.required ?? false,
  };
}

const BREAKS: readonly string[] = ['missing', 'length', 'range', 'items', 'pattern', 'number'] satisfies LimitBreak[];
const isBreak = (problem: string): problem is LimitBreak => BREAKS.includes(problem);
