import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { useEnvironment } from './environment.tsx';
import { InlineError } from './error-state.tsx';
import { useTellPanel } from './panel-guard.tsx';
import type { FormState } from './use-form.ts';
import './form.css';

interface FormProps<Values extends object> {
  form: FormState<Values>;
  /** A verb: "Create project". */
  submitLabel: string;
  /** Why it cannot be sent now. */
  disabledReason?: string | false;
  onCancel?(): void;
  /** More buttons beside submit. */
  extra?: ReactNode;
  /** Forms that lead somewhere guard against leaving; a search form need not. */
  guard?: boolean;
  children: ReactNode;
}

/** The shell of every form: fields, what went wrong, and a submit that stays in reach. ⌘/Ctrl+Enter submits. */
export function Form<Values extends object>(props: FormProps<Values>) {
  const { form, submitLabel, disabledReason, onCancel, guard = true } = props;
  const { t } = useTranslation();
  const element = useRef<HTMLFormElement>(null);
  const environment = useEnvironment();
  environment.useLeaveGuard(guard && form.dirty);
  useTellPanel(guard && form.dirty);
  const wrong = Object.keys(form.errors).length;

  // The first wrong field gets the focus, so that a long form shows what it complains about.
  const complained = useRef(0);
  useEffect(() => {
    if (wrong > complained.current) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    complained.current = wrong;
  }, [wrong]);

  return (
    <form
      ref={element}
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (!disabledReason) form.submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !disabledReason) {
          event.preventDefault();
          form.submit();
        }
      }}
    >
      <div className="form-fields">{props.children}</div>
      <div className="form-foot">
        {form.error === undefined ? null : <InlineError error={form.error} />}
        <div className="form-buttons">
          <Button kind="primary" submit busy={form.pending} disabledReason={disabledReason}>
            {submitLabel}
          </Button>
          {onCancel ? <Button onClick={onCancel}>{t('action.cancel')}</Button> : null}
          {props.extra}
          {wrong > 0 ? <span className="field-error">{t('form.failed')}</span> : null}
        </div>
      </div>
    </form>
  );
}
