import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './states.css';

export interface EmptyStateProps {
  icon?: IconName;
  title: string;
  /** One sentence: what would be here. */
  text?: string;
  /** One action. */
  action?: ReactNode;
}

/** What a place says when there is nothing in it yet. */
export function EmptyState({ icon = 'folderOpen', title, text, action }: EmptyStateProps) {
  return (
    <div className="state-box">
      <span className="state-icon">
        <Icon name={icon} size={22} />
      </span>
      <h2>{title}</h2>
      {text ? <p className="muted">{text}</p> : null}
      {action ? <div className="state-action">{action}</div> : null}
    </div>
  );
}
