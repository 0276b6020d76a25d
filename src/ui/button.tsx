import { Button as LibraryButton, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './button.css';

export interface ButtonProps {
  children?: ReactNode;
  /** Needed when there is no text. */
  label?: string;
  icon?: IconName;
  kind?: 'primary' | 'default' | 'quiet' | 'danger' | 'danger-quiet';
  size?: 'small' | 'middle';
  onClick?: () => void;
  busy?: boolean;
  submit?: boolean;
  /** Why it cannot be pressed now. The button stays reachable, so that the reason can be read. */
  disabledReason?: string | false;
  /** Said on hover, when there is more to say than the text. */
  hint?: string;
  pressed?: boolean;
  className?: string;
}

const TYPES = {
  primary: { type: 'primary' },
  default: { type: 'default' },
  quiet: { type: 'text' },
  danger: { type: 'primary', danger: true },
  'danger-quiet': { type: 'text', danger: true },
} as const;

// Not the library's own: that one leaves with a motion whose end is missed now and then, and stays in the button's name.
const SPINNER = { icon: <span className="button-spinner" aria-hidden="true" /> };

/** A button. What cannot be done is not hidden: it says why, to the mouse and to the keyboard. */
export function Button(props: ButtonProps) {
  const { children, label, icon, kind = 'default', size, onClick, busy, submit, disabledReason, hint, pressed } = props;
  const blocked = Boolean(disabledReason);
  const tip = disabledReason || hint || (children ? undefined : label);
  const button = (
    <LibraryButton
      {...TYPES[kind]}
      size={size}
      loading={busy && SPINNER}
      aria-busy={busy || undefined}
      htmlType={submit ? 'submit' : 'button'}
      icon={icon ? <Icon name={icon} /> : undefined}
      aria-label={label}
      aria-disabled={blocked || undefined}
      aria-pressed={pressed}
      className={[blocked ? 'button-blocked' : '', props.className ?? ''].join(' ').trim() || undefined}
      onClick={(event) => {
        if (!blocked) return onClick?.();
        event.preventDefault();
      }}
    >
      {children}
    </LibraryButton>
  );
  return tip ? (
    // A reason comes with the focus too; other words would stay in the way of what was just pressed.
    <Tooltip title={tip} mouseEnterDelay={0.2} trigger={blocked ? ['hover', 'focus'] : ['hover']}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
