import { type ReactNode, useId } from 'react';

interface Props {
  label: ReactNode;
  /** Name by which problems find the field. */
  name?: string;
  required?: boolean;
  error?: string | undefined;
  warning?: string | undefined;
  help?: string | undefined;
  /** Small things at the end of the label line. */
  extra?: ReactNode;
  /** The control; it gets the id the label points to, that of the note below it, and whether it is wrong. */
  children: (id: string, note: string, wrong: boolean) => ReactNode;
}

/** One labelled control of the panel; an error or warning takes the place of the help text. */
export function Field({ label, name, required, error, warning, help, extra, children }: Props) {
  const id = useId();
  const note = `${id}-note`;
  const below = error ?? warning ?? help;
  return (
    <div className="we-field" data-field={name}>
      <div className="we-field-head">
        <label htmlFor={id}>
          {label}
          {required && <span className="we-required"> *</span>}
        </label>
        {extra}
      </div>
      <div className="we-control">{children(id, note, error !== undefined)}</div>
      {below && (
        <p className="we-field-note" id={note} data-kind={error ? 'error' : warning ? 'warning' : 'help'}>
          {below}
        </p>
      )}
    </div>
  );
}
