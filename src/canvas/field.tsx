import { type ReactNode, useId } from 'react';

interface Props {
  label: ReactNode;
  required?: boolean;
  error?: string | undefined;
  warning?: string | undefined;
  help?: string | undefined;
  /** Small things at the end of the label line. */
  extra?: ReactNode;
  /** The control; it gets the id the label points to. */
  children: (id: string) => ReactNode;
}

/** One labelled control of the panel; an error or warning takes the place of the help text. */
export function Field({ label, required, error, warning, help, extra, children }: Props) {
  const id = useId();
  const below = error ?? warning ?? help;
  return (
    <div className="we-field">
      <div className="we-field-head">
        <label htmlFor={id}>
          {label}
          {required && <span className="we-required"> *</span>}
        </label>
        {extra}
      </div>
      {children(id)}
      {below && (
        <p className="we-field-note" data-kind={error ? 'error' : warning ? 'warning' : 'help'}>
          {below}
        </p>
      )}
    </div>
  );
}
