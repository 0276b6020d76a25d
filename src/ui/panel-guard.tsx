import { Modal } from 'antd';
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

const Context = createContext<((dirty: boolean) => void) | undefined>(undefined);

/** Tells the drawer or dialog around a form whether closing it would lose something. */
export function useTellPanel(dirty: boolean): void {
  const tell = use(Context);
  useEffect(() => {
    tell?.(dirty);
    return () => tell?.(false);
  }, [tell, dirty]);
}

interface PanelGuardProps {
  onClose(): void;
  /** Draws the panel with a close that asks first when a form in it is dirty. */
  children(close: () => void, wrap: (content: ReactNode) => ReactNode): ReactNode;
}

/** Escape, the cross and a click beside a panel ask before they throw away what was typed. */
export function PanelGuard({ onClose, children }: PanelGuardProps) {
  const { t } = useTranslation();
  const dirty = useRef(false);
  const [asking, setAsking] = useState(false);
  const tell = useCallback((now: boolean) => {
    dirty.current = now;
  }, []);
  const close = () => {
    if (dirty.current) setAsking(true);
    else onClose();
  };
  const leave = () => {
    setAsking(false);
    onClose();
  };
  return (
    <>
      {children(close, (content) => (
        <Context value={tell}>{content}</Context>
      ))}
      <Modal
        open={asking}
        title={t('form.leaveTitle')}
        footer={null}
        centered
        width={440}
        destroyOnHidden
        className="panel"
        onCancel={() => setAsking(false)}
      >
        <p className="muted">{t('form.leaveText')}</p>
        <div className="dialog-foot">
          <Button onClick={() => setAsking(false)}>{t('form.stay')}</Button>
          <Button kind="primary" onClick={leave}>
            {t('form.leave')}
          </Button>
        </div>
      </Modal>
    </>
  );
}
