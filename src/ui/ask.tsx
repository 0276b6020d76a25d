import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { InlineError } from './error-state.tsx';
import { Dialog } from './panel.tsx';

interface AskProps {
  open: boolean;
  title: string;
  children?: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  busy?: boolean;
  /** Something may be lost by it. */
  danger?: boolean;
  error?: unknown;
  onConfirm(): void;
  onClose(): void;
}

/** A question with two answers. What deletes things asks with `ConfirmDelete`. */
export function Ask(props: AskProps) {
  const { open, title, children, confirmLabel, cancelLabel, busy, danger, error, onConfirm, onClose } = props;
  const { t } = useTranslation();
  return (
    <Dialog open={open} title={title} onClose={onClose} width={440}>
      {children}
      {error ? <InlineError error={error} /> : null}
      <div className="dialog-foot">
        <Button onClick={onClose}>{cancelLabel ?? t('action.cancel')}</Button>
        <Button kind={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
