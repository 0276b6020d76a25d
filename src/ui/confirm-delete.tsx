import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { InlineError } from './error-state.tsx';
import { Dialog } from './panel.tsx';

interface ConfirmProps {
  open: boolean;
  /** Name of what is deleted. */
  name: string;
  /** Instead of "Delete <name>?". */
  title?: string;
  /** What is lost, each a few words. */
  lost: readonly string[];
  /** What stays, or another remark. */
  note?: ReactNode;
  /** For what is large: the name must be typed. */
  typed?: boolean;
  /** A verb, instead of "Delete". */
  confirmLabel?: string;
  busy: boolean;
  error: unknown;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something is lost, and names what. An error of the act is shown here, where it was asked for. */
export function ConfirmDelete(props: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <Dialog open={props.open} title={props.title ?? t('confirm.title', { name: props.name })} onClose={props.onClose}>
      <ConfirmBody {...props} />
    </Dialog>
  );
}

function ConfirmBody({ name, lost, note, typed, confirmLabel, busy, error, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const field = useId();
  const missing = typed && text !== name ? t('confirm.typeName', { name }) : false;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing && !busy) onConfirm();
      }}
    >
      {lost.length > 0 ? (
        <>
          <p>{t('confirm.lost')}</p>
          <ul className="dialog-list">
            {lost.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </>
      ) : null}
      <p className="muted">{note ?? t('confirm.irreversible')}</p>
      {typed ? (
        <div className="field" style={{ marginTop: 12 }}>
          <label htmlFor={field}>{t('confirm.typeName', { name })}</label>
          <Input id={field} autoFocus value={text} onChange={(event) => setText(event.target.value)} />
        </div>
      ) : null}
      {error ? <InlineError error={error} /> : null}
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button kind="danger" submit busy={busy} disabledReason={missing}>
          {confirmLabel ?? t('action.delete')}
        </Button>
      </div>
    </form>
  );
}
