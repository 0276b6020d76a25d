import { Drawer as LibraryDrawer, Modal } from 'antd';
import type { ReactNode } from 'react';
import { PanelGuard } from './panel-guard.tsx';
import './panel.css';

interface PanelProps {
  open: boolean;
  title: ReactNode;
  onClose(): void;
  /** Pixels; the whole width on narrow screens. */
  width?: number;
  actions?: ReactNode;
  side?: 'left' | 'right';
  children: ReactNode;
}

/** Detail or form at the right of a page that stays visible. */
export function Drawer({ open, title, onClose, width = 480, actions, side = 'right', children }: PanelProps) {
  return (
    <PanelGuard onClose={onClose}>
      {(close, wrap) => (
        <LibraryDrawer
          open={open}
          title={title}
          onClose={close}
          size={width}
          placement={side}
          extra={actions}
          destroyOnHidden
          mask={{ closable: true }}
          className="panel"
          styles={{ wrapper: { maxWidth: '100vw' } }}
        >
          {wrap(children)}
        </LibraryDrawer>
      )}
    </PanelGuard>
  );
}

/** A question or a small choice in front of the page. Content brings its own buttons. */
export function Dialog({ open, title, onClose, width = 520, children }: Omit<PanelProps, 'actions' | 'side'>) {
  return (
    <PanelGuard onClose={onClose}>
      {(close, wrap) => (
        <Modal
          open={open}
          title={title}
          onCancel={close}
          width={width}
          footer={null}
          destroyOnHidden
          centered
          className="panel"
        >
          {wrap(children)}
        </Modal>
      )}
    </PanelGuard>
  );
}
